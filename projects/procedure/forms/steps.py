"""What staff fill in: where a project stands when it begins, and one act upon one step each."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Exists, OuterRef
from django.utils import timezone

from communities.scoping import StepForm
from projects.procedure.enums import Status
from projects.procedure.models import (
    DISPLAY_DAYS,
    OPINION_DAYS,
    Course,
    Procedure,
    ProcedureDocument,
    ProcedureStep,
    Step,
    StepDocument,
)


def _day(label, **values):
    return forms.DateField(label=label, widget=AdminDateWidget, **values)


class CourseForm(forms.ModelForm):
    """``at``: the code of the step a project stands at already; "" begins at the first."""

    on = _day("日期", initial=timezone.localdate, help_text="从头办起写开始的日期；已经办到一半，写进入这一步的日期")
    at = forms.ChoiceField(
        label="现在办到哪一步",
        required=False,
        help_text="从头办起就不用选。选了，前面的各步记为“补录”，不再一一核对",
    )

    class Meta:
        model = Course
        fields = ("project",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "at" not in self.fields:
            return
        kinds = {}
        for procedure in Procedure.objects.newest():
            kinds.setdefault(procedure.kind, procedure.pk)
        steps = ProcedureStep.objects.filter(procedure__in=kinds.values()).select_related("procedure")
        named = [(step.code, f"{step.procedure.name}：{step.name}") for step in steps]
        self.fields["at"].choices = [("", "从头办起"), *named]


class StepChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.template.name


class PickForm(StepForm):
    """One step of the course among those in ``statuses``; ``picked`` by the button that led here."""

    statuses = ()

    step = StepChoice(Step.objects.none(), label="步骤", empty_label=None)

    def __init__(self, *args, picked=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.obj.steps.filter(status__in=self.statuses).select_related("template")
        self.fields["step"].queryset = rows.order_by("template__position")
        self.fields["step"].initial = picked


class OpenForm(PickForm):
    statuses = (Status.WAITING,)

    on = _day("开始日期", initial=timezone.localdate)
    expected_on = _day("预计办完日期", required=False, help_text="不写就按一般要几天算。居民会看到")


class FinishForm(PickForm):
    statuses = (Status.OPEN,)

    on = _day("办完日期", initial=timezone.localdate)


class SkipForm(PickForm):
    statuses = (Status.WAITING, Status.OPEN)

    reason = forms.CharField(label="不用办的原因", max_length=200, help_text="居民会看到。例如：不占小区共有的地")


class ReopenForm(PickForm):
    statuses = (Status.DONE, Status.SKIPPED)

    reason = forms.CharField(label="重新打开的原因", max_length=200, help_text="居民会看到。例如：材料漏了一份")


class ExpectForm(PickForm):
    statuses = (Status.OPEN, Status.WAITING)

    on = _day("新的预计日期")
    reason = forms.CharField(
        label="改日期的原因",
        max_length=200,
        required=False,
        help_text="居民会看到，原来的日期也保留。第一次写日期不用填。例如：燃气管线要先移位",
    )


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.step.name}：{obj.name}{'' if obj.is_required else '（可以没有）'}"


class UploadForm(StepForm):
    wanted = DocumentChoice(ProcedureDocument.objects.none(), label="材料", empty_label=None)
    upload = forms.FileField(label="文件", help_text="照片或PDF，最多12MB。只有居委会看得到，查看会留记录")

    def __init__(self, *args, picked=None, **kwargs):
        super().__init__(*args, **kwargs)
        steps = self.obj.steps.filter(status__in=(Status.WAITING, Status.OPEN))
        rows = ProcedureDocument.objects.filter(step__taken__in=steps).select_related("step")
        self.fields["wanted"].queryset = rows.order_by("step__position", "position")
        there = StepDocument.objects.filter(step=picked, wanted=OuterRef("pk"), withdrawn_at__isnull=True)
        still = rows.filter(~Exists(there), step__taken__pk=picked)
        self.fields["wanted"].initial = still.order_by("-is_required", "position").first()


class PostForm(StepForm):
    starts_on = _day("公示之日", initial=timezone.localdate, help_text="贴出来的那天，不算在天数里")
    place = forms.CharField(label="贴在哪里", max_length=80, help_text="例如：小区公告栏和12号门厅")
    display_days = forms.IntegerField(label="公示天数", initial=DISPLAY_DAYS, min_value=DISPLAY_DAYS, max_value=90)
    opinion_days = forms.IntegerField(label="再收意见几天", initial=OPINION_DAYS, min_value=OPINION_DAYS, max_value=90)
    reason = forms.CharField(label="重新公示的原因", max_length=200, required=False, help_text="第一次公示不用填")


class RemarkForm(StepForm):
    received_on = _day("收到日期", initial=timezone.localdate)
    text = forms.CharField(
        label="意见内容",
        widget=forms.Textarea,
        max_length=2000,
        help_text="写事由，不写姓名、室号和电话。网上只公布条数",
    )


class AnswerForm(StepForm):
    text = forms.CharField(label="答复和理由", widget=forms.Textarea, max_length=2000)


class ReasonForm(StepForm):
    reason = forms.CharField(label="撤销的原因", max_length=200, help_text="例如：传错了楼号")
