"""诉求: entered for somebody, taken on, answered, asked back about; each button calls one action."""

from django.contrib import admin, messages
from django.utils import timezone

from communities.scoping import ScopedAdmin, Tool
from projects.outreach import actions, forms
from projects.outreach.domain import spoken_number
from projects.outreach.enums import ConcernStatus
from projects.outreach.models import Concern

from .acting import WordsForThoseWhoServe, history, said

#: route: (button, in which state, form, act, what it says when done)
STEPS = {
    "handle": ("办理", ConcernStatus.RECEIVED, forms.HandleForm, actions.handle, "已交给承办人"),
    "answer": ("答复", ConcernStatus.HANDLING, forms.AnswerForm, actions.answer, "已答复，请再回访"),
    "follow_up": ("回访", ConcernStatus.ANSWERED, forms.FollowUpForm, actions.follow_up, "回访已登记"),
}
#: Question as it stands on the desk: what it waits for.
WAITS = (
    ("take", "等人办理"),
    ("late", "过了期限还没有答复"),
    ("back", "已答复，等回访"),
)


class WaitingFilter(admin.SimpleListFilter):
    title = "要做什么"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return WAITS

    def queryset(self, request, queryset):
        if self.value() == "take":
            return queryset.filter(status=ConcernStatus.RECEIVED)
        if self.value() == "late":
            return queryset.overdue(timezone.localdate())
        return queryset.filter(status=ConcernStatus.ANSWERED) if self.value() == "back" else queryset


@admin.register(Concern)
class ConcernAdmin(WordsForThoseWhoServe, ScopedAdmin):
    form = forms.ConcernForm
    group_path = "building_group"
    actions = None
    list_display = ("__str__", "kind", "building_group", "received_on", "status", "due_on")
    list_filter = (WaitingFilter, "status", "kind", "community")
    list_select_related = ("building_group__compound",)
    search_fields = ("building_group__name",)
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("building_group", "unit")
    personal_page = "查看诉求"
    words = frozenset({"text", "caller", "phone", "steps_taken"})
    fieldsets = (
        ("必填", {"fields": ("community", "source", "received_on", "kind", "text")}),
        ("是谁、在哪里", {"fields": ("building_group", "unit", "caller", "phone")}),
    )
    kept_fieldsets = (
        ("现在", {"fields": ("status", "taken_by", "due_on", "steps_taken")}),
        *fieldsets,
        ("其他", {"classes": ("collapse",), "fields": ("expires_on",)}),
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        if actions.may_read(request.user, obj):
            return self.kept_fieldsets
        return self.without_words(self.kept_fieldsets)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        return tuple(name for _, options in self.get_fieldsets(request, obj) for name in options["fields"])

    def get_changeform_initial_data(self, request):
        held = request.user.active_memberships
        return {
            "community": held[0].community_id if held else None,
            "building_group": held[0].building_group_id if held else None,
            "source": "phone",
            "received_on": timezone.localdate(),
            **super().get_changeform_initial_data(request),
        }

    def has_change_permission(self, request, obj=None):
        """What was asked stands; it goes on by the buttons."""
        return False

    has_delete_permission = has_change_permission

    def save_model(self, request, obj, form, change):
        number = actions.receive(concern=obj, by=request.user)
        told = f"查询编号 {spoken_number(number)}，请抄给本人：只显示这一次，用它可以在网上查办到哪一步"
        self.message_user(request, told, messages.SUCCESS)

    @admin.display(description="承办人")
    def taken_by(self, obj):
        return obj.assignee.get_full_name() if obj.assignee else "还没有"

    @admin.display(description="每一步")
    def steps_taken(self, obj):
        return history((_heading(step), step.note) for step in obj.steps.select_related("by"))

    def tools(self, request, obj):
        for name, (label, status, *_) in STEPS.items():
            if obj.status == status and self._may(request, "change", obj):
                yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        label, _, form, act, done = STEPS[name]

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form,
                act=lambda concern, data: said(act, concern=concern, by=request.user, **data),
                done=done,
            )

        return view


def _heading(step):
    who = f"（{step.by.get_full_name()}）" if step.by else ""
    rated = f"，{step.get_rating_display()}" if step.rating else ""
    return f"{step.on_day:%Y年%-m月%-d日}{step.get_status_display()}{rated}{who}"
