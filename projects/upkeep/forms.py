"""What staff fill in: the register, an outage, and one step each."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime
from django.utils import timezone

from communities.bodies.models import Company
from communities.scoping import StepForm

from .actions import check_lift, check_outage
from .domain import Refused, tidy_registration
from .enums import InspectionKind, InspectionResult
from .models import Lift, Outage

WRONG_YEAR = "年份不对：要在2000年到2100年之间"
YEARS = range(2000, 2101)


def this_minute():
    return timezone.localtime().replace(second=0, microsecond=0)


class SaneYears:
    """Before a constraint is asked about a moment that no database can hold."""

    def clean(self):
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if getattr(value, "year", 2000) not in YEARS:
                self.add_error(name, WRONG_YEAR)
        return cleaned


class LiftForm(SaneYears, forms.ModelForm):
    class Meta:
        model = Lift
        fields = (
            "project", "in_use_on", "manager", "maintainer", "registration_no", "registered_on", "manufacturer",
            "warranty_until",
        )  # fmt: skip

    def clean_registration_no(self):
        """As the certificate writes it, so that a number already there is found."""
        return tidy_registration(self.cleaned_data["registration_no"])

    def _post_clean(self):
        """Also what a lift in use needs, said on the form."""
        super()._post_clean()
        if not self.errors:
            try:
                check_lift(self.instance)
            except Refused as refusal:
                self.add_error(None, refusal.messages)


class OutageForm(SaneYears, forms.ModelForm):
    class Meta:
        model = Outage
        fields = ("lift", "cause", "starts_at", "words", "expected_at", "ends_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:
            self.fields["starts_at"].initial = this_minute

    def _post_clean(self):
        """Also what the other outages of this lift leave free, said on the form."""
        super()._post_clean()
        if not self.errors:
            try:
                check_outage(self.instance)
            except Refused as refusal:
                self.add_error(None, refusal.messages)


class InspectForm(StepForm):
    kind = forms.ChoiceField(label="哪一种", choices=InspectionKind.choices)
    result = forms.ChoiceField(label="结果", choices=InspectionResult.choices)
    done_on = forms.DateField(label="检验日期", widget=AdminDateWidget, initial=timezone.localdate)
    words = forms.CharField(
        label="说明", max_length=200, required=False, help_text="会公开。例如：轿厢照明已换，复检合格"
    )
    upload = forms.FileField(label="报告", required=False, help_text="照片或PDF，只有工作人员看得到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = self.obj.next_inspection_kind


class ReportForm(StepForm):
    upload = forms.FileField(label="报告", help_text="照片或PDF")
    is_scrubbed = forms.BooleanField(
        label="姓名、电话都已遮盖，可以公开", required=False, help_text="不勾就只有工作人员看得到"
    )
    alt = forms.CharField(
        label="图片说明", max_length=200, required=False, help_text="公开的必填。例如：2024年定期检验报告结论页"
    )


class MaintainForm(StepForm):
    done_on = forms.DateField(label="保养日期", widget=AdminDateWidget, initial=timezone.localdate)
    words = forms.CharField(label="做了什么", max_length=200, help_text="会公开。例如：门机清洁、润滑，各项正常")
    company = forms.ModelChoiceField(Company.objects.none(), label="维保单位", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Company.objects.filter(community=self.obj.community_id, is_active=True)
        self.fields["company"].queryset = rows
        self.fields["company"].initial = self.obj.maintainer_id


class ReviewForm(StepForm):
    done_on = forms.DateField(label="回访日期", widget=AdminDateWidget, initial=timezone.localdate)
    findings = forms.CharField(
        label="回访情况",
        widget=forms.Textarea,
        max_length=2000,
        help_text="会公开，不写姓名、室号和电话。大家用得怎样，有什么要改。例如：三户觉得夜里有响声，已请维保单位调整",
    )


class ExpectForm(SaneYears, StepForm):
    expected_at = forms.SplitDateTimeField(
        label="预计恢复时间", widget=AdminSplitDateTime, required=False, help_text="还不知道就空着"
    )
    words = forms.CharField(label="对居民说的话", max_length=200, help_text="会公开")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expected_at"].initial = self.obj.expected_at
        self.fields["words"].initial = self.obj.words


class ResumeForm(SaneYears, StepForm):
    ends_at = forms.SplitDateTimeField(label="恢复时间", widget=AdminSplitDateTime, initial=this_minute)
    outcome = forms.CharField(
        label="怎样修好的", max_length=200, required=False, help_text="会公开。例如：换了门机皮带"
    )


class StrikeForm(StepForm):
    reason = forms.CharField(label="划去的原因", max_length=200, help_text="会公开。例如：登记到了别的电梯上")
