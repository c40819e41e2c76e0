"""What somebody on the site fills in with a phone: few fields, prefilled, one act each."""

from datetime import datetime, timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from communities.scoping import StepForm
from projects.procedure.domain import DAY_FROM, DAY_TO
from projects.procedure.enums import AcceptanceKind, AcceptanceResult, MilestoneDay, PhotoPhase, SafetyAnswer
from projects.procedure.models import Milestone, MilestoneKind, QuietDay, SafetyItem


class OfKindForm(StepForm):
    """Begins with one of the milestones of this kind of project."""

    kind = forms.ModelChoiceField(label="节点", queryset=MilestoneKind.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = MilestoneKind.objects.filter(project_kind=self.obj.kind)


class MilestoneForm(OfKindForm):
    started_on = forms.DateField(label="实际开始日期", required=False, widget=AdminDateWidget)
    done_on = forms.DateField(label="实际完成日期", required=False, widget=AdminDateWidget)
    planned_on = forms.DateField(
        label="计划完成日期", required=False, widget=AdminDateWidget, help_text="三个日期写知道的就行，以后可以再补"
    )


class ChangeDayForm(OfKindForm):
    what = forms.ChoiceField(label="改哪个日期", choices=MilestoneDay.choices)
    to = forms.DateField(
        label="改为", required=False, widget=AdminDateWidget, help_text="实际日期登记错了、其实还没有，就空着"
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。例如：连续下雨，基础养护延长")


class PhotoForm(StepForm):
    upload = forms.FileField(
        label="照片", widget=forms.FileInput(attrs={"accept": "image/*"}), help_text="最大12MB；位置信息会自动去掉"
    )
    phase = forms.ChoiceField(label="什么时候拍的", choices=PhotoPhase.choices, initial=PhotoPhase.DURING)
    alt = forms.CharField(
        label="照片说明", max_length=200, help_text="看不见照片的人听到这句话。例如：围挡已装好，留出通道"
    )
    is_clear = forms.BooleanField(
        label="看过了：没有人脸、姓名、室号、车牌，可以公开",
        required=False,
        help_text="不勾选：先只有工作人员看得到，以后再确认",
    )
    taken_on = forms.DateField(label="拍摄日期", widget=AdminDateWidget, initial=timezone.localdate)
    milestone = forms.ModelChoiceField(label="属于哪个节点", queryset=Milestone.objects.none(), required=False)
    alt_en = forms.CharField(label="英文说明", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["milestone"]
        field.queryset = Milestone.objects.filter(project_id=self.obj.pk).select_related("kind")
        field.label_from_instance = lambda milestone: milestone.kind.name


class ClockInput(forms.TimeInput):
    """The phone's own clock."""

    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class HoursForm(StepForm):
    """A day with two hours; an end that is not later than the start lies on the next day."""

    day = forms.DateField(label="哪一天", widget=AdminDateWidget)
    starts = forms.TimeField(label="从几点", initial=DAY_FROM, widget=ClockInput)
    ends = forms.TimeField(label="到几点", initial=DAY_TO, widget=ClockInput)
    text = forms.CharField(label="什么声音", max_length=120, help_text="例如：压桩机打桩，隔一会儿响一阵")

    def clean(self):
        """The three become ``starts_at`` and ``ends_at``."""
        cleaned = super().clean()
        if not {"day", "starts", "ends"} <= cleaned.keys():
            return cleaned
        day, starts, ends = (cleaned.pop(name) for name in ("day", "starts", "ends"))
        if not 2000 <= day.year <= 2100:
            self.add_error("day", "年份不对，请核对")
            return cleaned
        last = day if ends > starts else day + timedelta(days=1)
        cleaned["starts_at"], cleaned["ends_at"] = _moment(day, starts), _moment(last, ends)
        return cleaned


class AnnounceForm(HoursForm):
    exception = forms.CharField(
        label="为什么在这个时间",
        max_length=200,
        required=False,
        help_text="只有不在工作日8:00～18:00的才写，居民会看到。例如：混凝土要一次浇完",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate() + timedelta(days=2)


class NoisyForm(HoursForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()


class SafetyForm(StepForm):
    """One line an item, filled with the last answer; cleaned into ``on`` and ``answers``."""

    on = forms.DateField(label="检查日期", widget=AdminDateWidget, initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = dict(self.obj.safety_checks.latest_answers().values_list("item_id", "answer"))
        self.items = {f"item{item.pk}": item for item in SafetyItem.objects.all()}
        for name, item in self.items.items():
            choices = [("", "还没有检查"), *SafetyAnswer.choices]
            self.fields[name] = forms.ChoiceField(
                label=item.name, choices=choices, required=False, initial=last.get(item.pk, "")
            )

    def clean(self):
        cleaned = super().clean()
        answers = {item: cleaned.pop(name, "") for name, item in self.items.items()}
        return {**cleaned, "answers": answers}


class AcceptanceForm(StepForm):
    kind = forms.ChoiceField(label="哪一次验收", choices=AcceptanceKind.choices)
    on = forms.DateField(label="验收日期", widget=AdminDateWidget, initial=timezone.localdate)
    result = forms.ChoiceField(label="结果", choices=AcceptanceResult.choices)
    owners_present = forms.IntegerField(
        label="到场业主代表人数",
        min_value=1,
        max_value=500,
        help_text="只登记人数；姓名写在纸质验收记录上，这里不存",
    )


class WhyForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200)


class QuietDayForm(forms.ModelForm):
    class Meta:
        model = QuietDay
        fields = ("day", "name", "name_en", "citation", "checked_on")


def _moment(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))
