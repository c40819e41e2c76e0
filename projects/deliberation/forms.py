"""What staff fill in: a draft of a meeting, and one step each."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime
from django.utils import timezone

from communities.bodies.models import Body
from communities.scoping import StepForm

from .actions import check_draft
from .domain import WRONG_YEAR, YEARS, Refused
from .enums import Mode, OpinionOutcome, OpinionSource, TopicStage
from .models import Meeting, Minutes


class MeetingForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = (
            "community", "kind", "body", "building_group", "project", "title", "mode", "place", "how_to_join",
            "starts_at", "ends_at", "is_transcript",
        )  # fmt: skip

    def clean(self):
        """Before a constraint is asked about a moment that no database can hold."""
        cleaned = super().clean()
        for name in ("starts_at", "ends_at"):
            if (moment := self.cleaned_data.get(name)) is not None and moment.year not in YEARS:
                self.add_error(name, WRONG_YEAR)
        return cleaned

    def _post_clean(self):
        """Also what a meeting needs to be found, said on the form."""
        super()._post_clean()
        if not self.errors:
            try:
                check_draft(self.instance)
            except Refused as refusal:
                self.add_error(None, refusal.messages)


class MoveForm(StepForm):
    starts_at = forms.SplitDateTimeField(label="新的开始时间", widget=AdminSplitDateTime)
    ends_at = forms.SplitDateTimeField(label="新的结束时间", widget=AdminSplitDateTime)
    mode = forms.ChoiceField(label="方式", choices=Mode.choices)
    place = forms.CharField(label="地点", max_length=80, required=False)
    reason = forms.CharField(label="改期的原因", max_length=200, help_text="居民会看到。例如：议事厅当天有别的活动")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at", "mode", "place"):
            self.fields[name].initial = getattr(self.obj, name)


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。例如：图纸还没有出来，下周再开")


class AttendanceForm(StepForm):
    people_due = forms.IntegerField(label="应到人数", min_value=1, max_value=100_000)
    people_present = forms.IntegerField(label="实到人数", min_value=0, max_value=100_000)
    households_due = forms.IntegerField(label="应到户数", min_value=0, max_value=100_000, initial=0)
    households_present = forms.IntegerField(label="实到户数", min_value=0, max_value=100_000, initial=0)
    area_due = forms.RegexField(
        r"\A\d{1,7}(\.\d{1,4})?\Z", label="应到面积（平方米）", initial="0", help_text="例如：692.64"
    )
    area_present = forms.RegexField(r"\A\d{1,7}(\.\d{1,4})?\Z", label="实到面积（平方米）", initial="0")

    def __init__(self, *args, **kwargs):
        """Filled with the last count, so that those who came in meanwhile are one figure to change."""
        super().__init__(*args, **kwargs)
        last = self.obj.attendances.order_by("id").last()
        for name in ("people_due", "people_present", "households_due", "households_present"):
            if last is not None:
                self.fields[name].initial = getattr(last, name)
        for name in ("area_due", "area_present"):
            if last is not None:
                whole, rest = divmod(getattr(last, f"{name}_cm2"), 10_000)
                self.fields[name].initial = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")

    def clean(self):
        """Square metres as typed, exact in cm²."""
        cleaned = super().clean()
        for name in ("area_due", "area_present"):
            if name in cleaned:
                whole, _, rest = cleaned.pop(name).partition(".")
                cleaned[f"{name}_cm2"] = int(whole) * 10_000 + int(rest.ljust(4, "0"))
        return cleaned


class MinutesForm(StepForm):
    chair = forms.CharField(label="主持（职务）", max_length=40, help_text="写职务，不写姓名。例如：居委会主任")
    recorder = forms.CharField(label="记录（职务）", max_length=40, help_text="例如：居委会委员")
    guests = forms.CharField(label="列席", max_length=200, required=False, help_text="例如：物业1人，街道1人")
    text = forms.CharField(
        label="各方意见",
        widget=forms.Textarea,
        max_length=5000,
        help_text="说了什么、各有什么理由。不写姓名、室号和电话，写“一位低楼层的业主”",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for written in Minutes.objects.filter(meeting=self.obj):
            for name in self.fields:
                self.fields[name].initial = getattr(written, name)


class ResolutionForm(StepForm):
    text = forms.CharField(label="决议", max_length=300, help_text="例如：请两家厂来看现场，各报一份价")
    body = forms.ModelChoiceField(Body.objects.none(), label="负责的组织")
    owner = forms.CharField(label="负责的职务", max_length=40, required=False, help_text="例如：组长。不写姓名")
    due_on = forms.DateField(label="期限", widget=AdminDateWidget)
    review_on = forms.DateField(label="回头看的日期", widget=AdminDateWidget, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(community=self.obj.community_id, is_active=True)
        self.fields["body"].initial = self.obj.body_id


class AddendumForm(StepForm):
    text = forms.CharField(label="补充说明", widget=forms.Textarea, max_length=500, help_text="居民会看到，带日期")


class DoneForm(StepForm):
    done_on = forms.DateField(label="办完日期", widget=AdminDateWidget, initial=timezone.localdate)
    note = forms.CharField(label="落实情况", max_length=300, help_text="居民会看到。例如：两家报价已贴在楼道")


class AdvanceForm(StepForm):
    to = forms.ChoiceField(label="到哪一步", choices=TopicStage.choices)
    on = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate)
    note = forms.CharField(label="一句说明", max_length=200, help_text="居民会看到。例如：大家同意用玻璃井道")
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label="在哪次会上", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.public().filter(community=self.obj.community_id)
        self.fields["meeting"].queryset = rows.order_by("-starts_at")


class OpinionForm(StepForm):
    source = forms.ChoiceField(label="怎样收到", choices=OpinionSource.choices)
    received_on = forms.DateField(label="收到日期", widget=AdminDateWidget, initial=timezone.localdate)
    text = forms.CharField(
        label="原话", widget=forms.Textarea, max_length=2000, help_text="照原话写，网上公开；不写姓名、室号和电话"
    )


class AnswerForm(StepForm):
    outcome = forms.ChoiceField(label="结果", choices=OpinionOutcome.choices)
    text = forms.CharField(label="答复和理由", widget=forms.Textarea, max_length=2000, help_text="居民会看到")
