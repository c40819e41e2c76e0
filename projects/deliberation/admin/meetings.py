"""会议: drafted with its agenda, called, moved, held; each button calls one action."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from communities.bodies.models import Body
from communities.scoping import ScopedAdmin, ScopedTabularInline, StepForm, Tool
from communities.scoping.rows import within
from projects.deliberation import actions, forms
from projects.deliberation.domain import Refused
from projects.deliberation.enums import MeetingStatus
from projects.deliberation.models import AgendaItem, Meeting, MeetingKind, Minutes

DRAFT, CALLED, HELD = "draft", "called", "held"
#: Buttons that depend on how far the minutes are; None: not written yet.
MINUTES = {
    "attend": (None, "draft", "checked"),
    "minutes": (None, "draft", "checked"),
    "resolve": (None, "draft", "checked"),
    "check": ("draft",),
    "publish": ("checked",),
    "addendum": ("published",),
}
#: As many lines as two sheets of paper hold.
SIGNATURES = 36
MEASURES = {"people": "人数", "households": "户数", "area": "面积"}
#: route: (button, states in which it shows, form, act, what it says when done)
STEPS = {
    "call": ("通知开会", (DRAFT,), StepForm, actions.call, "已通知，网页和日历马上有"),
    "move": ("改期", (CALLED,), forms.MoveForm, actions.move, "已改期，原来的时间和原因留在网页上"),
    "hold": ("登记已开", (CALLED,), StepForm, actions.hold, "已登记"),
    "attend": ("登记到会", (CALLED, HELD), forms.AttendanceForm, actions.record_attendance, "已登记到会人数"),
    "minutes": ("写纪要", (HELD,), forms.MinutesForm, actions.write_minutes, "草稿已存，请另一位同事核对"),
    "resolve": ("加一条决议", (HELD,), forms.ResolutionForm, actions.resolve, "决议已编号"),
    "check": ("核对纪要", (HELD,), StepForm, actions.check_minutes, "已核对，可以公布"),
    "publish": ("公布纪要", (HELD,), StepForm, actions.publish_minutes, "已公布，以后只能补充说明"),
    "addendum": ("补充说明", (HELD,), forms.AddendumForm, actions.add_to_minutes, "已补充，居民看得到"),
    "cancel": ("取消", (CALLED,), forms.ReasonForm, actions.cancel, "已取消，网页和日历会说明"),
}


@admin.register(MeetingKind)
class MeetingKindAdmin(ScopedAdmin):
    """Law with its citation, the same for every community, so changed by the superuser alone."""

    community_path = "id"
    list_display = ("name", "lead_days", "people_quorum", "households_quorum", "area_quorum", "checked_on")
    search_fields = ("name", "code")
    fieldsets = (
        ("必填", {"fields": ("code", "name", "checked_on")}),
        ("要求", {"fields": ("lead_days", "people_quorum", "households_quorum", "area_quorum", "citation")}),
        ("其他", {"classes": ("collapse",), "fields": ("name_en", "position", "note")}),
    )

    def selectable(self, request):
        return self.model.objects.all()


class AgendaInline(ScopedTabularInline):
    model = AgendaItem
    community_path = "meeting__community"
    group_path = "meeting__building_group"
    fields = ("position", "text", "minutes")
    extra = 3
    max_num = 20

    def has_change_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)


class WaitingFilter(admin.SimpleListFilter):
    title = "要做什么"
    parameter_name = "waiting"
    choices_said = (
        ("hold", "已过时间，要登记已开或取消"),
        ("check", "纪要等您核对"),
        ("publish", "纪要已核对，等公布"),
    )

    def lookups(self, request, model_admin):
        return self.choices_said

    def queryset(self, request, queryset):
        if self.value() == "hold":
            return queryset.to_hold(timezone.now())
        if self.value() == "check":
            return queryset.filter(minutes__in=Minutes.objects.to_check(request.user))
        if self.value() == "publish":
            return queryset.filter(minutes__status="checked")
        return queryset


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    form = forms.MeetingForm
    group_path = "building_group"
    list_display = ("title", "kind", "starts_at", "status", "web")
    list_filter = ("community", "status", WaitingFilter, "kind")
    list_select_related = ("community", "kind", "building_group__compound")
    date_hierarchy = "starts_at"
    search_fields = ("title", "building_group__name")
    autocomplete_fields = ("building_group", "project")
    actions = None
    inlines = (AgendaInline,)
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "body", "title", "mode", "place", "starts_at", "ends_at")}),
        ("其他", {"fields": ("building_group", "project", "how_to_join", "is_transcript")}),
    )
    called_fieldsets = (
        ("现在", {"fields": ("status", "cancel_reason", "quorum", "written", "resolved")}),
        *fieldsets,
    )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if _is_draft(obj) else self.called_fieldsets

    def get_readonly_fields(self, request, obj=None):
        if _is_draft(obj):
            return ()
        return tuple(name for _, options in self.called_fieldsets for name in options["fields"])

    def choices(self, model, request):
        """Any body within reach may call a meeting: they have no page in common that could say which."""
        if model is not Body:
            return super().choices(model, request)
        return Body.objects.filter(within(self.scope(request, "view"), community_path="community"), is_active=True)

    def get_changeform_initial_data(self, request):
        held = request.user.active_memberships
        return {
            "community": held[0].community_id if held else None,
            "kind": MeetingKind.objects.values_list("pk", flat=True).first(),
            **super().get_changeform_initial_data(request),
        }

    @admin.display(description="到会")
    def quorum(self, obj):
        return light_words(obj.attendances.order_by("id").last())

    @admin.display(description="纪要")
    def written(self, obj):
        found = Minutes.objects.filter(meeting=obj).first()
        return f"{found.get_status_display()}\n{found.text}" if found else "还没有写"

    @admin.display(description="决议")
    def resolved(self, obj):
        return "\n".join(f"{item.number} {item.text}（{item.due_on}前）" for item in obj.resolutions.all()) or "没有"

    def view_on_site(self, obj):
        if _is_draft(obj):
            return None
        return reverse("meeting", args=[obj.community.slug, obj.pk])

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        actions.prepare(meeting=obj, by=request.user)

    def delete_model(self, request, obj):
        actions.discard(meeting=obj, by=request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A lost race is said in words: somebody called the draft that this form still shows."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def tools(self, request, obj):
        may_change = self._may(request, "change", obj)
        written = Minutes.objects.filter(meeting=obj).values_list("status", flat=True).first()
        for name, (label, states, *_) in STEPS.items():
            if may_change and obj.status in states and written in MINUTES.get(name, (written,)):
                yield Tool(label, self.page_url(name, obj.pk))
        if may_change and obj.status in (CALLED, HELD):
            yield Tool("打印签到表", self.page_url("sheet", obj.pk))

    def get_urls(self):
        own = [self.step_path(name, self._step_view(name)) for name in STEPS]
        return [*own, self.step_path("sheet", self.sheet_view), *super().get_urls()]

    def sheet_view(self, request, object_id):
        """签到表: lines to sign by hand; who came stays on the paper."""
        obj = self.reachable(request, object_id, "change")
        context = {
            "title": "签到表",
            "vote": obj,
            "meeting": obj,
            "back": self.page_url("change", obj.pk),
            "lines": range(1, SIGNATURES + 1),
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/meetings/sheet.html", context)

    def _step_view(self, name):
        label, _, form, act, done = STEPS[name]

        def do(meeting, data, by):
            try:
                act(meeting=meeting, by=by, **data)
            except Refused as refusal:
                raise ValidationError(refusal.messages) from refusal

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form,
                note=self._note(request, object_id, name),
                act=lambda obj, data: do(obj, data, request.user),
                done=done,
            )

        return view

    def _note(self, request, object_id, name):
        meeting = self.reachable(request, object_id, "change")
        if name == "attend":
            return light_words(meeting.attendances.order_by("id").last())
        if name in ("check", "publish"):
            return f"{self.written(meeting)}\n决议：\n{self.resolved(meeting)}"
        if name not in ("call", "move"):
            return ""
        lines = [
            "居民马上在网页和日历里看到，也请照常在楼道张贴。",
            actions.notice_warning(meeting, timezone.localdate()),
        ]
        return "\n".join(filter(None, lines))


def light_words(counted):
    """达到 or 没有达到, how many still lack, and of what: the quorum light in words."""
    if counted is None:
        return "还没有登记到会人数"
    lines = [str(counted)]
    for light in counted.lights:
        unit = {"people": "人", "households": "户"}.get(light.measure)
        lacking = f"{light.lacking}{unit}" if unit else f"{-(-light.lacking // 100) / 100:.2f}平方米"
        state = "● 达到" if light.met else f"○ 没有达到，还差{lacking}"
        lines.append(f"{MEASURES[light.measure]}要{light.required}：{state}")
    return "\n".join(lines if counted.lights else [*lines, "这类会议没有到会多少的规定"])


def _is_draft(obj):
    return obj is None or obj.status == MeetingStatus.DRAFT
