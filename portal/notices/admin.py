"""The committee writes, previews, publishes, corrects and withdraws. Every button calls one action."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from communities.journal import actions as journal
from communities.scoping import ScopedAdmin, ScopedTabularInline, Tool

from . import actions
from .domain import Refused
from .enums import NoticeStatus
from .forms import AttachmentForm, CorrectForm, NoticeForm, ReasonForm
from .models import Attachment, Notice, NoticeTemplate, page_of, share_text

TAGS = {NoticeStatus.DRAFT: "wait", NoticeStatus.PUBLISHED: "done", NoticeStatus.WITHDRAWN: "stop"}


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(ScopedAdmin):
    list_display = ("name", "kind", "whose")
    list_filter = ("kind",)
    list_select_related = ("community",)
    search_fields = ("name", "title")

    def rows(self, request, verb="view"):
        """Everybody on the staff reads the common templates and those of the own community."""
        rows = super().rows(request, verb)
        if verb != "view" or not self.scope(request, "view"):
            return rows
        homes = {held.community_id for held in request.user.active_memberships}
        readable = Q(pk__in=rows.values("pk")) | Q(community__isnull=True) | Q(community__in=homes)
        return self.model._default_manager.filter(readable)

    @admin.display(description="谁的模板")
    def whose(self, obj):
        return obj.community or "通用"


class AttachmentInline(ScopedTabularInline):
    model = Attachment
    community_path = "notice__community"
    group_path = "notice__building_group"
    form = AttachmentForm
    template = "admin/edit_inline/stacked.html"
    fields = ("upload", "name", "alt", "text", "stored")
    readonly_fields = ("stored",)
    max_num = 20
    view_on_site = False

    def get_fields(self, request, obj=None):
        return self.fields if _is_draft(obj) else ("name", "alt", "text", "stored")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    @admin.display(description="已上传")
    def stored(self, obj):
        if not obj.pk:
            return "—"
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.get_kind_display())

    def _may(self, request, verb, obj):
        return (verb == "view" or _is_draft(obj)) and super()._may(request, verb, obj)


@admin.register(Notice)
class NoticeAdmin(ScopedAdmin):
    form = NoticeForm
    group_path = "building_group"
    inlines = (AttachmentInline,)
    change_form_template = "admin/notices/change_form.html"
    list_display = ("title", "state", "kind", "readers", "published_at", "publisher", "web")
    list_filter = ("status", "kind", "community")
    list_select_related = ("community", "compound", "building_group__compound")
    search_fields = ("title",)
    search_help_text = "输入标题里的字，例如：停水"
    autocomplete_fields = ("building_group",)
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "title", "summary", "body", "publisher")}),
        ("只发给一部分居民（不选就是全体居民）", {"fields": ("compound", "building_group")}),
        ("时间", {"fields": ("publish_from", "valid_until", "emergency_until")}),
        ("其他", {"classes": ("collapse",), "fields": ("number", "summary_en")}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Places are chosen here, not made."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for verb in ("add", "change", "delete", "view"):
            if hasattr(field.widget, f"can_{verb}_related"):
                setattr(field.widget, f"can_{verb}_related", False)
        return field

    def get_actions(self, request):
        """Nothing is thrown away by the dozen: published notices are kept, drafts go one by one."""
        return {}

    def has_change_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    def view_on_site(self, obj):
        return None if obj.status == NoticeStatus.DRAFT else obj.get_absolute_url()

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html('<span class="tag tag-{}">{}</span>', TAGS[obj.status], obj.get_status_display())

    @admin.display(description="发给谁")
    def readers(self, obj):
        return str(obj.audience)

    # Writing a draft

    def add_view(self, request, form_url="", extra_context=None):
        """First the wording to start from, then the form with it."""
        if request.method == "GET" and "template" not in request.GET and self.has_add_permission(request):
            return self._chooser(request)
        return super().add_view(request, form_url, extra_context)

    def _chooser(self, request):
        templates = self.admin_site._registry[NoticeTemplate].selectable(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "写通知：先选一个模板",
            "opts": self.opts,
            "templates": templates.order_by("kind", "pk")[:100],
        }
        return TemplateResponse(request, "admin/notices/chooser.html", context)

    def get_changeform_initial_data(self, request):
        held = request.user.active_memberships
        initial = {"publisher": request.user.duty, "community": held[0].community_id if held else None}
        if held and held[0].building_group_id:
            initial["building_group"] = held[0].building_group_id
        pk = request.GET.get("template", "")
        if pk.isascii() and pk.isdigit() and len(pk) < 19:
            templates = self.admin_site._registry[NoticeTemplate].selectable(request)
            initial |= templates.filter(pk=pk).values("kind", "title", "summary", "body").first() or {}
        return initial

    def save_model(self, request, obj, form, change):
        actions.save_draft(notice=obj, by=request.user)

    def delete_model(self, request, obj):
        actions.discard(notice=obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for obj in formset.deleted_objects:
            actions.detach(attachment=obj, by=request.user)
        for obj, _ in formset.changed_objects:
            journal.store(obj, by=request.user)
        for line in formset.extra_forms:
            if line.has_changed() and line not in formset.deleted_forms:
                actions.attach(notice=form.instance, by=request.user, **line.wanted())

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A lost race is said in words: somebody published the draft that this form still shows."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("changelist"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.status == NoticeStatus.DRAFT:
            context["blocking"] = actions.blocking(obj)
        if obj is not None and obj.status == NoticeStatus.PUBLISHED:
            context["share"] = share_text(obj, obj.published_at)
        context["may_publish"] = _is_draft(obj) and self._may(request, "publish", obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._on_to_publishing(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._on_to_publishing(request, obj) or super().response_change(request, obj)

    def _on_to_publishing(self, request, obj):
        return HttpResponseRedirect(self.page_url("publish", obj.pk)) if "_publish" in request.POST else None

    # What happens to it afterwards

    def tools(self, request, obj):
        tools = [Tool("像居民一样看", self.page_url("preview", obj.pk))]
        if self._may(request, "publish", obj):
            names = {
                NoticeStatus.DRAFT: (("发布", "publish"),),
                NoticeStatus.PUBLISHED: (("更正", "correct"), ("撤回", "withdraw")),
                NoticeStatus.WITHDRAWN: (("恢复", "restore"),),
            }
            tools += [Tool(label, self.page_url(name, obj.pk)) for label, name in names[obj.status]]
            if obj.emergency_until and obj.emergency_until > timezone.now() and obj.status == NoticeStatus.PUBLISHED:
                tools.append(Tool("提前结束紧急显示", self.page_url("calm", obj.pk)))
        return tools

    def get_urls(self):
        route = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        preview = path("<path:object_id>/preview/", self.admin_site.admin_view(self.preview_view), name=route)
        steps = (
            self.step_path("publish", self.publish_view),
            self.step_path("correct", self.correct_view),
            self.step_path("withdraw", self.withdraw_view),
            self.step_path("restore", self.restore_view),
            self.step_path("calm", self.calm_view),
        )
        return [preview, *steps, *super().get_urls()]

    def preview_view(self, request, object_id):
        """The residents' page itself, for a draft too."""
        obj = self.reachable(request, object_id)
        found = Notice.objects.select_related("community").with_audience().with_corrections().get(pk=obj.pk)
        response = TemplateResponse(request, "notices/detail.html", {**page_of(found), "noindex": True})
        return response.render()

    def publish_view(self, request, object_id):
        obj = self.reachable(request, object_id, "publish")
        if obj.status == NoticeStatus.DRAFT and (found := actions.blocking(obj)):
            return self.refuse(request, f"还不能发布：{'；'.join(found)}", to=self.page_url("change", obj.pk))
        return self.step(
            request,
            object_id,
            verb="publish",
            title="发布通知",
            note=f"发布后，{obj.reach}都能看到。文字不能再改，只能更正。",
            act=_said(lambda obj, _: actions.publish(notice=obj, by=request.user)),
            done="已发布。下面的文字可以复制到微信群",
        )

    def correct_view(self, request, object_id):
        def act(obj, cleaned):
            obj.revision = cleaned.pop("revision")
            actions.correct(notice=obj, by=request.user, **cleaned)

        obj = self.reachable(request, object_id, "publish")
        return self.step(
            request,
            object_id,
            verb="publish",
            title="更正通知",
            note=f"更正会和原文、原因一起显示给{obj.reach}。",
            form_class=CorrectForm,
            act=_said(act),
            done="已更正。网页上会显示更正的日期、原文和原因",
        )

    def withdraw_view(self, request, object_id):
        obj = self.reachable(request, object_id, "publish")
        return self.step(
            request,
            object_id,
            verb="publish",
            title="撤回通知",
            note=f"撤回后，{obj.reach}只能看到标题和撤回的原因。30天内可以恢复。",
            form_class=ReasonForm,
            act=_said(lambda obj, cleaned: actions.withdraw(notice=obj, by=request.user, **cleaned)),
            done="已撤回。30天内可以恢复",
        )

    def restore_view(self, request, object_id):
        obj = self.reachable(request, object_id, "publish")
        return self.step(
            request,
            object_id,
            verb="publish",
            title="恢复通知",
            note=f"恢复后，{obj.reach}又能看到这条通知。",
            act=_said(lambda obj, _: actions.restore(notice=obj, by=request.user)),
            done="已恢复",
        )

    def calm_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="publish",
            title="提前结束紧急显示",
            note="每一页顶部不再显示；通知本身不变，居民仍能看到。",
            act=_said(lambda obj, _: actions.end_emergency(notice=obj, by=request.user)),
            done="页面顶部已不再显示",
        )


def _is_draft(obj):
    return obj is None or obj.status == NoticeStatus.DRAFT


def _said(act):
    """Let the page say what an action refuses."""

    def run(obj, cleaned):
        try:
            act(obj, cleaned)
        except Refused as refusal:
            raise ValidationError(refusal.messages) from refusal

    return run
