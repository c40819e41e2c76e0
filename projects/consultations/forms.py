"""What staff fill in: a draft, one paper at a time, and one step each."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from communities.scoping import StepForm

from .actions import check_draft
from .domain import DISPLAY_DAYS, WRONG_YEAR, YEARS, Reading, Refused
from .enums import Answer, Capacity, Channel, Choice, Flaw, ScanKind
from .models import Consultation

#: One key on the number pad.
KEYS = {"1": Choice.AGREE, "2": Choice.DISAGREE, "3": Choice.ABSTAIN}
#: A serial, or a scanned address.
CODE_LENGTH = 200
CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.PHONE]


class ConsultationForm(forms.ModelForm):
    class Meta:
        model = Consultation
        fields = (
            "community", "rule", "building_group", "compound", "body", "project", "question", "plain", "scheme_text",
            "scheme_version", "silence_clause", "opens_at", "closes_at", "is_transcript",
        )  # fmt: skip
        help_texts = {"opens_at": "留空：点“开始征询”的那一刻"}

    def clean(self):
        """Before a constraint is asked about a moment that no database can hold."""
        cleaned = super().clean()
        for name in ("opens_at", "closes_at"):
            if (moment := self.cleaned_data.get(name)) is not None and moment.year not in YEARS:
                self.add_error(name, WRONG_YEAR)
        return cleaned

    def _post_clean(self):
        """Also what the rule asks of the place, said on the form."""
        super()._post_clean()
        if not self.errors:
            try:
                check_draft(self.instance)
            except Refused as refusal:
                self.add_error(None, refusal.messages)


class PaperForm(StepForm):
    code = forms.CharField(label="票号", max_length=CODE_LENGTH, help_text="按票号顺序自动跳到下一张；也可以扫二维码")
    key = forms.ChoiceField(
        label="意见：按1同意，2不同意，3弃权",
        choices=[(key, f"{key} {choice.label}") for key, choice in KEYS.items()],
        widget=forms.TextInput(
            attrs={"autofocus": True, "inputmode": "numeric", "maxlength": 1, "autocomplete": "off"}
        ),
        error_messages={"invalid_choice": "请按1（同意）、2（不同意）或3（弃权）"},
    )
    at = forms.DateTimeField(label="当时交回的时间", required=False, help_text="补录必填。例如：2026-11-22 17:00")
    flaw = forms.ChoiceField(label="不计入的原因", required=False, choices=[("", "没有，有效"), *Flaw.choices])
    channel = forms.ChoiceField(label="交回方式", choices=CHANNELS, initial=Channel.ON_SITE)
    capacity = forms.ChoiceField(label="签名人", choices=Capacity.choices, initial=Capacity.OWNER)
    authority = forms.CharField(label="委托书扫描件编号", required=False, max_length=80)
    witness = forms.CharField(label="见证人（职务）", required=False, max_length=40)
    original = forms.CharField(label="原件扫描件编号", required=False, max_length=80)
    reason = forms.CharField(label="更正的理由", required=False, max_length=200, help_text="只在更正已录完的票时填")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.obj.is_transcript:
            del self.fields["at"]


def reading_of(data):
    """What a PaperForm says."""
    told = {name: data[name] for name in ("channel", "capacity", "flaw", "authority", "witness", "original")}
    return Reading(choice=KEYS[data["key"]], **told)


class SettleForm(PaperForm):
    field_order = ("code", "key", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("at", None)
        self.fields["reason"].label, self.fields["reason"].help_text = "裁定的理由", "两人一起对照原票。例如：勾选偏了"
        self.fields["reason"].required = True


class ReturnForm(StepForm):
    code = forms.CharField(
        label="票号", max_length=CODE_LENGTH, help_text="截止前交回的票先登记，过了截止时间也可以录入"
    )
    at = forms.DateTimeField(label="当时交回的时间", required=False, help_text="只在补录时填。例如：2026-11-22 17:00")


class DeliveryForm(StepForm):
    code = forms.CharField(label="票号", max_length=CODE_LENGTH)
    channel = forms.ChoiceField(label="送达方式", choices=CHANNELS)
    on = forms.DateField(label="送达日期", widget=AdminDateWidget, initial=timezone.localdate)
    carrier = forms.CharField(label="送达人（职务）", max_length=40, help_text="例如：12号楼组长")


class ScanForm(StepForm):
    code = forms.CharField(label="票号", max_length=40)
    kind = forms.ChoiceField(label="扫描的是", choices=ScanKind.choices)
    upload = forms.FileField(label="扫描件", help_text="照片或PDF，最大12MB。只有工作人员看得到，每次下载都有记录")


class ReissueForm(StepForm):
    code = forms.CharField(label="要作废的票号", max_length=CODE_LENGTH)
    reason = forms.CharField(label="换发的原因", max_length=200, help_text="例如：票遗失；业主改变意见")


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。例如：送达有遗漏，重新征询")


class DisplayForm(StepForm):
    starts_on = forms.DateField(label="公示之日", widget=AdminDateWidget, initial=timezone.localdate)
    days = forms.IntegerField(
        label="天数",
        initial=DISPLAY_DAYS,
        min_value=1,
        max_value=365,
        help_text="公示之日不算；最后一天遇法定休假日顺延",
    )
    reason = forms.CharField(label="重新公示的原因", required=False, max_length=200, help_text="第一次公示不用填")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        """The page carries the digest of the count it shows, so that no other count is published by it."""
        super().__init__(*args, **kwargs)
        if self.obj.has_result:
            self.fields["digest"].initial = self.obj.result.digest


class ObjectionForm(StepForm):
    text = forms.CharField(label="异议内容", widget=forms.Textarea, max_length=2000, help_text="写事由，不写姓名和电话")
    received_on = forms.DateField(label="收到日期", widget=AdminDateWidget, initial=timezone.localdate)


class CorrectionForm(StepForm):
    old = forms.CharField(label="原来写", max_length=200, help_text="照原样抄下写错的几个字。例如：5层楼20户")
    new = forms.CharField(label="更正为", max_length=200, help_text="例如：6层楼24户")
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。方案要改的不能更正，请作废后重新征询")


class AnswerForm(StepForm):
    outcome = forms.ChoiceField(label="处理结果", choices=Answer.choices)
    text = forms.CharField(label="答复和理由", widget=forms.Textarea, max_length=2000)


class HolidaysForm(forms.Form):
    """A year's days off, as the State Council's notice lists them."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100, help_text="例如：2027")
    text = forms.CharField(
        label="放假的日子",
        widget=forms.Textarea,
        max_length=2000,
        help_text="照国务院办公厅的通知，一行一个节日：节日、第一天、最后一天，调休的日子也算在里面。"
        "例如：国庆节 2026-10-01 2026-10-07",
    )
