"""步骤的材料 and 对方案的意见: for staff alone; each look at a document is logged."""

from django.contrib import admin
from django.http import FileResponse

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, Tool
from projects.procedure import actions, forms
from projects.procedure.models import Remark, StepDocument

from .acting import said


@admin.register(StepDocument)
class StepDocumentAdmin(ReadOnlyAdmin):
    community_path = "step__course__project__community"
    group_path = "step__course__project__building_group"
    list_display = ("wanted", "project", "uploaded_at", "uploaded_by", "withdrawn_at")
    list_filter = ("uploaded_at",)
    list_select_related = ("wanted", "step__course__project__building_group__compound", "uploaded_by")
    search_fields = ("wanted__name", "step__course__project__building_group__name")
    fields = ("project", "wanted", "content_type", "size", "digest", "uploaded_at", "uploaded_by", "withdrawn_at")
    fields += ("withdraw_reason",)
    readonly_fields = ("project",)

    @admin.display(description="项目")
    def project(self, obj):
        return obj.step.course.project

    def tools(self, request, obj):
        yield Tool("下载材料", self.page_url("file", obj.pk))
        if obj.withdrawn_at is None and self._may(request, "change", obj):
            yield Tool("撤销", self.page_url("withdraw", obj.pk))

    def get_urls(self):
        own = [self.step_path("file", self.file_view), self.step_path("withdraw", self.withdraw_view)]
        return [*own, *super().get_urls()]

    def withdraw_view(self, request, object_id):
        said_here = {"verb": "change", "title": "撤销材料", "form_class": forms.ReasonForm, "done": "已撤销"}
        return self.step(
            request,
            object_id,
            act=lambda document, data: said(actions.withdraw, document=document, by=request.user, **data),
            **said_here,
        )

    def file_view(self, request, object_id):
        """The file itself, kept by no cache and run by no browser."""
        document = self.reachable(request, object_id)
        try:
            content = document.file.open("rb")
        except OSError:
            missing = "服务器上找不到这个文件，请告诉系统管理员"
            return self.refuse(request, missing, to=self.page_url("change", document.pk))
        journal.record_reading(by=request.user, obj=document, purpose="下载步骤材料")
        suffix = document.file.name.rpartition(".")[2]
        answer = FileResponse(
            content, content_type=document.content_type, as_attachment=True, filename=f"document-{document.pk}.{suffix}"
        )
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


class UnansweredFilter(admin.SimpleListFilter):
    title = "答复"
    parameter_name = "unanswered"

    def lookups(self, request, model_admin):
        return (("yes", "还没有答复"),)

    def queryset(self, request, queryset):
        return queryset.unanswered() if self.value() == "yes" else queryset


@admin.register(Remark)
class RemarkAdmin(ReadOnlyAdmin):
    community_path = "posting__course__project__community"
    group_path = "posting__course__project__building_group"
    list_display = ("__str__", "project", "received_on", "answered_at")
    list_filter = (UnansweredFilter, "received_on")
    list_select_related = ("posting__course__project__building_group__compound",)
    search_fields = ("posting__course__project__building_group__name",)
    fields = ("project", "posting", "received_on", "text", "answer", "answered_at")
    readonly_fields = ("project",)

    @admin.display(description="项目")
    def project(self, obj):
        return obj.posting.course.project

    def tools(self, request, obj):
        if obj.answered_at is None and self._may(request, "change", obj):
            yield Tool("答复", self.page_url("answer", obj.pk))

    def get_urls(self):
        return [self.step_path("answer", self.answer_view), *super().get_urls()]

    def answer_view(self, request, object_id):
        said_here = {"verb": "change", "title": "答复", "form_class": forms.AnswerForm, "done": "已答复"}
        return self.step(
            request,
            object_id,
            note=self.reachable(request, object_id).text,
            act=lambda remark, data: said(actions.answer_remark, remark=remark, by=request.user, **data),
            **said_here,
        )
