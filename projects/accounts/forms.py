"""What staff fill in: amounts in yuan, a month's end by the bank statement, a voucher."""

import re
import unicodedata
import uuid

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from communities.places.models import Unit
from communities.scoping import StepForm

from .domain import MOST_FEN, WHOLE_BP
from .enums import MONEY, REFUNDS, AsideReason, EntryKind, JoiningUse, PaymentMethod, Role, RunningBasis
from .models import Contract, ContractChange, Spending

_YUAN = re.compile(r"([-−－]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
#: What is booked by hand: which account stands against the money, and on which side the money is.
BY_HAND = {
    EntryKind.SUBSIDY: (Role.SUBSIDY, 1),
    EntryKind.COMMON_INCOME: (Role.COMMON_INCOME, 1),
    EntryKind.INTEREST: (Role.INTEREST, 1),
    EntryKind.OTHER_INCOME: (Role.OTHER_INCOME, 1),
    EntryKind.OPENING: (Role.OPENING, 1),
    EntryKind.BANK_FEE: (Role.BANK_FEE, -1),
    EntryKind.TRANSFER: (Role.CASH, -1),
}


def fen_of(text):
    """ "12,345.6" -> 1234560; None for anything else. A minus may stand before it."""
    found = _YUAN.fullmatch(unicodedata.normalize("NFKC", text).strip().removesuffix("元"))
    if found is None:
        return None
    sign, whole, rest = found.groups()
    fen = int(whole.replace(",", "")) * 100 + int((rest or "").ljust(2, "0") or 0)
    return -fen if sign else fen


class YuanField(forms.CharField):
    """Typed in yuan with at most two decimals, cleaned to fen; never a float on the way."""

    default_error_messages = {"yuan": "请写金额，最多两位小数。例如：12345.67", "much": "金额太大，请核对"}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs})

    def clean(self, value):
        text = super().clean(value)
        fen = fen_of(text) if text else None
        if text and fen is None:
            raise forms.ValidationError(self.error_messages["yuan"])
        if fen is not None and abs(fen) > MOST_FEN:
            raise forms.ValidationError(self.error_messages["much"])
        return fen

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


class ByYuan(forms.ModelForm):
    """A model's ``amount_fen`` asked for in yuan."""

    yuan = YuanField(label="金额（元）")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "yuan" in self.fields and self.instance.pk:
            self.initial["yuan"] = self.instance.amount_fen

    def _post_clean(self):
        if self.cleaned_data.get("yuan") is not None:
            self.instance.amount_fen = self.cleaned_data["yuan"]
        super()._post_clean()


class SpendingForm(ByYuan):
    upload = forms.FileField(label="票据", required=False, help_text="发票或收据的照片或PDF，只有工作人员看得到")

    class Meta:
        model = Spending
        fields = ("book", "contract", "company", "cost", "text", "paid_from")


class ContractForm(ByYuan):
    class Meta:
        model = Contract
        fields = ("book", "company", "title", "cost", "signed_on")


def _day(label="日期", **kwargs):
    return forms.DateField(label=label, initial=timezone.localdate, widget=AdminDateWidget, **kwargs)


class ChangeForm(StepForm):
    yuan = YuanField(label="增减金额（元）", help_text="减少的写负数，例如：-5000")
    reason = forms.CharField(
        label="变更原因", max_length=200, help_text=ContractChange._meta.get_field("reason").help_text
    )
    agreed_on = _day("变更日期")


class EntryForm(StepForm):
    """Income, a fee or a transfer, booked by hand. The hidden key makes a double press one entry."""

    kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.label) for kind in BY_HAND])
    yuan = YuanField(label="金额（元）")
    text = forms.CharField(label="摘要", max_length=200, help_text="会公开：不写姓名、室号、电话。例如：加梯补贴到账")
    on = _day()
    account = forms.ChoiceField(
        label="账户", choices=[(role.value, role.label) for role in MONEY], help_text="互转：从哪个账户转出"
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_yuan(self):
        if self.cleaned_data["yuan"] <= 0:
            raise forms.ValidationError("金额要大于0")
        return self.cleaned_data["yuan"]


class ReverseForm(StepForm):
    reason = forms.CharField(label="冲正的原因", max_length=150, help_text="会公开。例如：收款方写错，重新记账")
    happened_on = _day("记在哪一天", help_text="要在还没有月结的月份")


class CloseForm(StepForm):
    statement = YuanField(label="银行对账单月末余额（元）")
    lines = forms.CharField(
        label="差额的原因",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="和账上一样就不用写。一行一笔：原因，空一格，对账单比账上多的金额，少的写负数。例如：次日入账 -600",
    )

    def clean_lines(self):
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["lines"].splitlines())):
            text, _, amount = line.rpartition(" ")
            fen = fen_of(amount)
            if not text.strip() or fen is None:
                raise forms.ValidationError(f"这一行看不懂：“{line[:40]}”。写成：原因，空一格，金额")
            found.append((text.strip(), fen))
        return found


class ApproveForm(StepForm):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, obj, by, **kwargs):
        super().__init__(*args, obj=obj, by=by, **kwargs)
        self.initial["digest"] = obj.digest_of_content()


class PayForm(StepForm):
    on = _day("付款日期")


class VoucherForm(StepForm):
    upload = forms.FileField(label="文件", help_text="照片或PDF，最大12MB")
    is_scrubbed = forms.BooleanField(
        label="已遮盖姓名、电话、账号，可以公开",
        required=False,
        help_text="不勾选：只有工作人员看得到。勾选：账目公布后居民看得到，只能是图片",
    )
    alt = forms.CharField(
        label="图片说明", required=False, max_length=200, help_text="公开的图片必填。例如：桩基首付款发票"
    )


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200)


class CallForm(StepForm):
    """The portion is prefilled with what is usual. The hidden key makes a double press one call."""

    percent = forms.CharField(
        label="这一期占全部的百分之几",
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="通常签约30、主体50、验收20，可以改；最多两位小数",
    )
    due_on = forms.DateField(label="缴费期限", widget=AdminDateWidget)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_percent(self):
        bp = fen_of(self.cleaned_data["percent"].strip().removesuffix("%"))
        if bp is None or not 0 < bp <= WHOLE_BP:
            raise forms.ValidationError("请写0到100之间的数，最多两位小数。例如：30")
        return bp


class _Room(StepForm):
    """A flat of the stair by its number, as it is typed."""

    room = forms.CharField(
        label="室号", max_length=10, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )

    def clean_room(self):
        room = unicodedata.normalize("NFKC", self.cleaned_data["room"]).strip().removesuffix("室")
        book = getattr(self.obj, "book", self.obj)
        unit = Unit.objects.filter(building_group=book.project.building_group_id, room=room).first()
        if unit is None:
            raise forms.ValidationError(f"{book.project.building_group}没有{room}室，请核对")
        return unit


class ReceiveForm(_Room):
    """Flat, amount, Enter: the rest is as it usually is. The hidden key makes a double press one payment."""

    yuan = YuanField(label="金额（元）")
    method = forms.ChoiceField(label="方式", choices=PaymentMethod.choices, initial=PaymentMethod.TRANSFER)
    received_on = _day("收到日期")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class StatementForm(StepForm):
    upload = forms.FileField(
        label="银行明细文件",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="网上银行导出的csv或xlsx，最大5MB。表头要有交易日期、收入金额，最好有摘要、附言、对方户名",
    )


class LineForm(_Room):
    """Whose payment a line of the bank is."""


class SeenForm(StepForm):
    """The lines as they were shown, each with its household: "12-34,13-35" by key."""

    seen = forms.RegexField(r"\A\d{1,18}-\d{1,18}(,\d{1,18}-\d{1,18})*\Z", widget=forms.HiddenInput)

    def clean_seen(self):
        pairs = (pair.split("-") for pair in self.cleaned_data["seen"].split(","))
        return {int(line): int(unit) for line, unit in pairs}


class AsideForm(StepForm):
    why = forms.ChoiceField(label="为什么不是缴款", choices=[("", "请选择"), *AsideReason.choices])
    note = forms.CharField(label="说明", required=False, max_length=100, help_text="选“其他”时必填，只有工作人员看得到")


class MoveForm(_Room):
    reason = forms.CharField(
        label="原因", max_length=150, help_text="会公开，不写姓名、室号。例如：登记时看错一行，应记在另一户"
    )


class PayoutForm(_Room):
    kind = forms.ChoiceField(
        label="类别", choices=[(kind.value, kind.label) for kind in REFUNDS], help_text="金额由系统按规则算，另一位批准"
    )


class CompensateForm(_Room):
    paid_from = forms.ChoiceField(label="付款账户", choices=[(role.value, role.label) for role in MONEY])


class JoinForm(_Room):
    """Whose the late money is has to be chosen: nothing is preset."""

    use = forms.ChoiceField(label="补缴的钱归谁", choices=[("", "请选择"), *JoiningUse.choices])
    agreement = forms.CharField(label="依据的协议", max_length=200, help_text="会公开。例如：2020年1月5日分摊协议第6条")
    on = _day("加入日期")


class OnForm(StepForm):
    on = _day("记在哪一天", help_text="要在还没有月结的月份")


class CarryForm(OnForm):
    """The hidden key makes a double press one carrying over."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EndForm(StepForm):
    on = _day("结清日期", help_text="会公开；不早于最后一笔账")


class RunningForm(StepForm):
    basis = forms.ChoiceField(label="怎样分", choices=[("", "请选择"), *RunningBasis.choices])
    yearly = YuanField(label="全部住户一年合计（元）")
    reserve = YuanField(label="其中备用金（元）", initial="0")
    agreement = forms.CharField(
        label="依据的书面协议", max_length=200, help_text="会公开。例如：2020年7月1日运行管理协议第3条"
    )
    agreed_on = _day("协议日期")


class YearForm(StepForm):
    year = forms.IntegerField(label="哪一年", min_value=2019, max_value=2100)
    on = _day("记在哪一天", help_text="要在还没有月结的月份")
