"""征询: drafted, opened, its papers read by keyboard, counted and displayed; each button calls one action."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from communities.scoping import ReadOnlyAdmin, ScopedAdmin, StepForm, Tool
from communities.scoping.conflicts import REFUSALS, words
from projects.consultations import actions, forms
from projects.consultations.domain import Refused, square_metres
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation, Objection, Paper

from . import figures
from .drafting import Drafting
from .filters import WaitingFilter
from .printing import Printed

DRAFT, OPEN, COUNTED, DISPLAYED, FINAL = ("draft", "open", "counted", "displayed", "final")
#: route: (button, states in which it shows, what it says when done)
STEPS = {
    "open": ("开始征询", (DRAFT,), "已开始，名册和规则已定"),
    "print": ("发票", (OPEN,), "票号已排好"),
    "reissue": ("换发一张票", (OPEN,), "旧票已作废，新票号已排好"),
    "deliver": ("登记送达", (OPEN,), "送达已登记"),
    "return": ("登记交回", (OPEN,), "已登记交回"),
    "settle": ("裁定不一致的票", (OPEN,), "已裁定"),
    "scan": ("上传扫描件", (OPEN,), "扫描件已保存"),
    "close": ("计票", (OPEN,), "已计票，结果不能再改；请另一位同事核对后公示"),
    "display": ("公示", (COUNTED, DISPLAYED), "公示已开始，居民看得到结果了"),
    "object": ("登记异议", (DISPLAYED,), "异议已登记"),
    "finalise": ("定为最终结果", (DISPLAYED,), "已定为最终结果"),
    "correct": ("更正", (OPEN, COUNTED, DISPLAYED, FINAL), "更正已公布，原文也还看得到"),
    "recount": ("重新计票", (COUNTED, DISPLAYED, FINAL), "原结果已作废并保留；请按原票重新录入"),
    "annul": ("作废", (OPEN, COUNTED, DISPLAYED, FINAL), "已作废，原来的记录保留"),
    "repeat": ("重新征询", ("annulled",), "已建好新的征询"),
}
FORMS = {
    "reissue": forms.ReissueForm,
    "deliver": forms.DeliveryForm,
    "return": forms.ReturnForm,
    "settle": forms.SettleForm,
    "scan": forms.ScanForm,
    "display": forms.DisplayForm,
    "object": forms.ObjectionForm,
    "correct": forms.CorrectionForm,
    "recount": forms.ReasonForm,
    "annul": forms.ReasonForm,
}
ACTS = {
    "open": actions.open_consultation,
    "print": actions.print_papers,
    "reissue": actions.reissue,
    "deliver": actions.record_delivery,
    "return": actions.hand_in,
    "scan": actions.attach_scan,
    "close": actions.close,
    "display": actions.display,
    "object": actions.object_to,
    "finalise": actions.finalise,
    "correct": actions.correct,
    "recount": actions.recount,
    "annul": actions.annul,
    "repeat": actions.repeat,
}


@admin.register(Consultation)
class ConsultationAdmin(Drafting, Printed, ScopedAdmin):
    form = forms.ConsultationForm
    group_path = "building_group"
    list_display = ("question", "building_group", "rule", "status", "closes_at")
    list_filter = ("community", "status", WaitingFilter, "rule")
    list_select_related = ("rule", "building_group__compound")
    search_fields = ("question", "building_group__name")
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("building_group", "compound", "project")
    actions = None
    fieldsets = (
        ("必填", {"fields": ("community", "rule", "building_group", "question", "plain", "closes_at")}),
        ("方案", {"fields": ("scheme_text", "scheme_version", "project")}),
        (
            "其他",
            {
                "classes": ("collapse",),
                "fields": ("compound", "body", "opens_at", "is_transcript", "silence_clause"),
            },
        ),
    )
    frozen_fieldsets = (
        (
            "现在",
            {"fields": ("status", "told", "period", "roll_heads", "roll_area", "roll_digest", "annul_reason")},
        ),
        *fieldsets,
    )

    def get_fieldsets(self, request, obj=None):
        """A count that nobody has checked yet is for those who key and count, not for the stairs."""
        if _is_draft(obj):
            return self.fieldsets
        if self._may(request, "change", obj):
            return self.frozen_fieldsets
        (title, options), *rest = self.frozen_fieldsets
        return ((title, {"fields": tuple(name for name in options["fields"] if name != "told")}), *rest)

    def get_readonly_fields(self, request, obj=None):
        if _is_draft(obj):
            return ()
        return tuple(name for _, options in self.frozen_fieldsets for name in options["fields"])

    @admin.display(description="名册面积")
    def roll_area(self, obj):
        return f"{square_metres(obj.roll_area_cm2)}平方米"

    @admin.display(description="票和结果")
    def told(self, obj):
        return "\n".join(figures.outcome(obj) if hasattr(obj, "result") else figures.progress(obj))

    @admin.display(description="公示期")
    def period(self, obj):
        if (shown := obj.displays.order_by("number").last()) is None:
            return "—"
        ends_on, wanting = shown.last_day()
        said = f"{shown.starts_on:%Y年%-m月%-d日}公布，{shown.days}天，最后一天是{ends_on:%Y年%-m月%-d日}"
        return f"{said}（本站还没有{wanting}年的放假安排，最后一天可能顺延）" if wanting else said

    def view_on_site(self, obj):
        return None if _is_draft(obj) else reverse("vote", args=[obj.community.slug, obj.pk])

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        actions.prepare(consultation=obj, by=request.user)

    def delete_model(self, request, obj):
        actions.discard(consultation=obj, by=request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A lost race is said in words: somebody opened the draft that this form still shows."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def tools(self, request, obj):
        found = []
        if obj.status == OPEN and self._may(request, "change", obj):
            found = [Tool("录入", self.page_url("key", obj.pk))]
        found += self.print_tools(request, obj)
        for name, (label, states, _) in STEPS.items():
            if obj.status in states and self._may(request, _verb(name), obj):
                found.append(Tool(label, self.page_url(name, obj.pk)))
        if obj.has_result and self._may(request, "change", obj):
            found.append(Tool("下载表决记录", self.page_url("record", obj.pk)))
        return found

    def get_urls(self):
        own = [self.step_path(name, self._step_view(name)) for name in STEPS]
        own += [self.step_path(name, getattr(self, f"{name}_view")) for name in ("key", "record", *self.PAGES)]
        return [*own, *super().get_urls()]

    def _step_view(self, name):
        def view(request, object_id):
            label, _, done = STEPS[name]
            made = []
            answer = self.step(
                request,
                object_id,
                verb=_verb(name),
                title=label,
                form_class=FORMS.get(name, StepForm),
                note=self._note(request, object_id, name),
                act=lambda obj, data: made.append(self._act(name, obj, data, request.user)),
                done=done,
            )
            return self.after_step(name, object_id, made, answer)

        return view

    def _note(self, request, object_id, name):
        if name not in ("settle", "display"):
            return ""
        obj = self.reachable(request, object_id, "change")
        if name == "display":
            return figures.to_check(obj, request.user)
        waiting = "、".join(paper.number for paper in Paper.objects.differing().filter(consultation=obj))
        return f"两遍不一致的票：{waiting}" if waiting else "没有两遍不一致的票"

    def _act(self, name, obj, data, by):
        try:
            if name == "settle":
                read = {"code": data["code"], "reading": forms.reading_of(data), "reason": data["reason"]}
                return actions.settle(consultation=obj, by=by, **read)
            return ACTS[name](consultation=obj, by=by, **data)
        except Refused as refusal:
            raise ValidationError(refusal.messages) from refusal

    def key_view(self, request, object_id):
        """One paper after another: the next serial is already there, one key and Enter are enough."""
        obj = self.reachable(request, object_id, "change")
        initial = {"code": self._next(obj, request.user), "at": request.GET.get("at", "")}
        form = forms.PaperForm(request.POST or None, obj=obj, by=request.user, initial=initial)
        if form.is_valid() and (said := self._key(request, obj, form)):
            self.message_user(request, *said)
            at = f"?at={request.POST['at']}" if request.POST.get("at") else ""
            return HttpResponseRedirect(self.page_url("key", obj.pk) + at)
        context = {
            **self.admin_site.each_context(request),
            "title": "录入",
            "opts": self.opts,
            "original": obj,
            "form": form,
            "note": "两人各录一遍，互相看不到。录完按回车，自动到下一张。",
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/step.html", context)

    def _next(self, obj, user):
        paper = Paper.objects.waiting_for(user).filter(consultation=obj).order_by("serial").first()
        return paper.number if paper else ""

    def _key(self, request, obj, form):
        """What to say when the paper was read; None when it was refused, which stands on the form."""
        data = form.cleaned_data
        act = {"consultation": obj, "code": data["code"], "reading": forms.reading_of(data), "by": request.user}
        try:
            with transaction.atomic():
                keyed = actions.key_ballot(**act, at=data.get("at"), reason=data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return None
        except REFUSALS as error:
            form.add_error(None, words(error))
            return None
        if keyed.differs:
            return f"{keyed.keying.paper}两遍不一致，请对照原票裁定", messages.WARNING
        done = "两遍一致，已记入" if keyed.ballot else "第一遍已录"
        return f"{keyed.keying.paper}{done}", messages.SUCCESS

    def record_view(self, request, object_id):
        """The consultation record for whoever re-counts."""
        obj = self.reachable(request, object_id, "change")
        try:
            record = actions.hand_out_record(consultation=obj, by=request.user)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("change", obj.pk))
        answer = JsonResponse(record, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = f'attachment; filename="record-{obj.pk}.json"'
        answer["Cache-Control"] = "no-store"
        return answer


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    """异议: written down from the consultation's page, answered here."""

    community_path = "consultation__community"
    group_path = "consultation__building_group"
    list_display = ("__str__", "consultation", "received_on", "outcome", "answered_at")
    list_filter = ("outcome", "received_on")
    list_select_related = ("consultation",)
    search_fields = ("consultation__question",)
    fields = ("consultation", "received_on", "text", "outcome", "answer", "answered_at")

    def tools(self, request, obj):
        if obj.answered_at is None and self._may(request, "change", obj):
            return (Tool("答复", self.page_url("answer", obj.pk)),)
        return ()

    def get_urls(self):
        return [self.step_path("answer", self.answer_view), *super().get_urls()]

    def answer_view(self, request, object_id):
        def act(objection, data):
            try:
                actions.answer(objection=objection, by=request.user, **data)
            except Refused as refusal:
                raise ValidationError(refusal.messages) from refusal

        return self.step(
            request,
            object_id,
            verb="change",
            title="答复",
            form_class=forms.AnswerForm,
            act=act,
            done="答复已登记",
        )


def _is_draft(obj):
    return obj is None or obj.status == ConsultationStatus.DRAFT


def _verb(name):
    return "deliver" if name == "deliver" else "change"
