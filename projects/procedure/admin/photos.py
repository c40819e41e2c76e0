"""施工照片: looked at, made public, taken down."""

from django.contrib import admin
from django.http import FileResponse, Http404

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, StepForm, Tool
from projects.procedure import actions, forms
from projects.procedure.models import SitePhoto

from .acting import said

STEPS = {
    "confirm": ("确认可以公开", StepForm, actions.confirm_photo, "已公开"),
    "withdraw": ("撤下", forms.WhyForm, actions.withdraw_photo, "已撤下，记录保留"),
}


class WaitingFilter(admin.SimpleListFilter):
    title = "要做什么"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return (("yes", "等确认能不能公开"),)

    def queryset(self, request, queryset):
        return queryset.to_confirm() if self.value() == "yes" else queryset


@admin.register(SitePhoto)
class SitePhotoAdmin(ReadOnlyAdmin):
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("__str__", "project", "phase", "taken_on", "state")
    list_filter = (WaitingFilter, "project__community", "phase", "taken_on")
    list_select_related = ("project__building_group__compound",)
    search_fields = ("project__building_group__name", "alt")
    fields = readonly_fields = (
        *("project", "state", "phase", "milestone", "taken_on", "alt", "alt_en", "added_at", "added_by"),
        *("confirmed_at", "confirmed_by", "withdrawn_at", "withdraw_reason"),
    )

    @admin.display(description="现在")
    def state(self, obj):
        if obj.withdrawn_at:
            return "已撤下"
        return "公开" if obj.confirmed_at else "等确认，只有工作人员看得到"

    def tools(self, request, obj):
        yield Tool("看照片", self.page_url("file", obj.pk))
        if obj.withdrawn_at is None and self._may(request, "change", obj):
            for name, (label, *_) in STEPS.items():
                if name != "confirm" or obj.confirmed_at is None:
                    yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        steps = (self.step_path(name, self._step_view(name)) for name in STEPS)
        return [*steps, self.step_path("file", self.file_view), *super().get_urls()]

    def _step_view(self, name):
        label, form_class, act, done = STEPS[name]

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form_class,
                note="请先点“看照片”核对：没有人脸、姓名、室号、车牌。" if name == "confirm" else "",
                act=lambda obj, data: said(act, photo=obj, by=request.user, **data),
                done=done,
            )

        return view

    def file_view(self, request, object_id):
        """The picture itself; before it is confirmed it may show somebody, so the look is logged."""
        photo = self.reachable(request, object_id)
        if photo.confirmed_at is None or photo.withdrawn_at is not None:
            journal.record_reading(by=request.user, obj=photo, purpose="查看没有公开的施工照片")
        try:
            content = photo.file.open("rb")
        except OSError:
            raise Http404 from None
        answer = FileResponse(content, content_type="image/jpeg", filename=f"{photo.pk}.jpg")
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
