"""协商: one flat, step by step along the ladder; staff of those stairs alone."""

from django.contrib import admin
from django.utils import timezone

from communities.scoping import ScopedAdmin, Tool
from projects.outreach import actions, forms
from projects.outreach.enums import NegotiationStatus
from projects.outreach.models import Negotiation

from .acting import WordsForThoseWhoServe, history, said

STEPS = {
    "talk": ("记一次", forms.TalkForm, actions.talk, "已记下"),
    "close": ("结束", forms.CloseForm, actions.close_negotiation, "已结束"),
}


@admin.register(Negotiation)
class NegotiationAdmin(WordsForThoseWhoServe, ScopedAdmin):
    form = forms.NegotiationForm
    community_path = "unit__building_group__community"
    group_path = "unit__building_group"
    actions = None
    list_display = ("unit", "opened_on", "status", "closed_on")
    list_filter = ("status", "unit__building_group__compound")
    list_select_related = ("unit__building_group__compound", "unit__building_group__community")
    search_fields = ("unit__room", "unit__building_group__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    autocomplete_fields = ("unit",)
    personal_list = "查看协商列表"
    personal_page = "查看协商记录"
    words = frozenset({"talks", "agreement"})
    fieldsets = (("必填", {"fields": ("unit", "opened_on", "expires_on")}),)
    kept_fields = ("unit", "status", "opened_on", "closed_on", "talks", "agreement", "expires_on")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        kept = ((None, {"fields": self.kept_fields}),)
        return kept if actions.may_read(request.user, obj) else self.without_words(kept)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        return tuple(name for _, options in self.get_fieldsets(request, obj) for name in options["fields"])

    def get_changeform_initial_data(self, request):
        today = timezone.localdate()
        kept = today + actions.TALKS_KEPT
        return {"opened_on": today, "expires_on": kept, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request, obj=None):
        """What was said stands; it goes on by the buttons."""
        return False

    has_delete_permission = has_change_permission

    def save_model(self, request, obj, form, change):
        actions.open_negotiation(negotiation=obj, by=request.user)

    @admin.display(description="每一步")
    def talks(self, obj):
        return history((_heading(step), _told(step)) for step in obj.steps.all())

    def tools(self, request, obj):
        if obj.status == NegotiationStatus.OPEN and self._may(request, "change", obj):
            for name, (label, *_) in STEPS.items():
                yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        label, form, act, done = STEPS[name]

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form,
                act=lambda row, data: said(act, negotiation=row, by=request.user, **data),
                done=done,
            )

        return view


def _heading(step):
    return f"{step.on_day:%Y年%-m月%-d日}，{step.get_rung_display()}"


def _told(step):
    return "；".join(filter(None, (step.offer and f"提出：{step.offer}", step.reply and f"对方：{step.reply}")))
