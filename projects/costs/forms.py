"""What staff fill in: sums in yuan, shares in percent, flats by their room numbers."""

from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q
from django.utils import timezone

from communities.scoping import StepForm
from projects.consultations.enums import Capacity
from projects.consultations.models import Consultation

from .actions import flats_of
from .domain import BadPlan, Refused, Terms, fen
from .enums import Method, SchemeState
from .models import Budget, BudgetItem, Signature, SubsidyPolicy

MOST_YUAN = Decimal("99999999999.99")


def yuan_field(label, **options):
    limits = {"min_value": Decimal("0.01"), "max_value": MOST_YUAN, "decimal_places": 2}
    return forms.DecimalField(label=label, **{**limits, **options})


def in_fen(yuan):
    return None if yuan is None else int(yuan * 100)


def in_yuan(amount):
    return None if amount is None else Decimal(amount) / 100


class BudgetForm(forms.ModelForm):
    class Meta:
        model = Budget
        fields = ("project", "note")


class BudgetItemForm(forms.ModelForm):
    amount = yuan_field("金额（元）")

    class Meta:
        model = BudgetItem
        fields = ("kind", "note", "amount", "counts_for_subsidy")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = in_yuan(self.instance.amount_fen)

    def clean(self):
        cleaned = super().clean()
        if "amount" in cleaned:
            self.instance.amount_fen = in_fen(cleaned["amount"])
        return cleaned


class PolicyForm(forms.ModelForm):
    rate = forms.DecimalField(
        label="比例（%）", required=False, min_value=Decimal("0.01"), max_value=100, decimal_places=2,
        help_text="按施工金额的百分之几，例如：40。定额的补贴不填",
    )  # fmt: skip
    cap = yuan_field("上限（元）", required=False, help_text="例如：280000。没有上限就不填")
    amount = yuan_field("定额（元）", required=False, help_text="例如：80000。按比例的补贴不填")

    class Meta:
        model = SubsidyPolicy
        fields = ("community", "name", "scope", "valid_from", "valid_to", "citation", "checked_on", "name_en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance
        stored = {"rate": in_yuan(held.rate_bp), "cap": in_yuan(held.cap_fen), "amount": in_yuan(held.amount_fen)}
        for name, value in stored.items():
            if name in self.fields:
                self.fields[name].initial = value

    def clean(self):
        cleaned = super().clean()
        if not self.errors and "rate" in cleaned:
            self.instance.rate_bp = in_fen(cleaned["rate"])
            self.instance.cap_fen, self.instance.amount_fen = in_fen(cleaned["cap"]), in_fen(cleaned["amount"])
        return cleaned


class TermsForm(StepForm):
    """For a budget (a new draft) or a draft (the same anew); cleaned ``terms`` are domain Terms."""

    method = forms.ChoiceField(label="办法", choices=Method.choices)
    values = forms.CharField(
        label="数值",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一个：楼层和数值，例如“2 0.5”；“逐户议定金额”写室号和元，例如“201 25000”；“各户平均”不用填",
    )
    source = forms.CharField(label="数值从哪里来", max_length=240, help_text="居民会看到。例如：3月5日楼组会议商定")
    waived = forms.CharField(
        label="免分摊的室号", required=False, max_length=500, help_text="用空格隔开，例如：101 102"
    )
    waive_reason = forms.CharField(label="免的原因", required=False, max_length=100, help_text="例如：一层不用电梯")
    compensated = forms.CharField(label="给补偿的室号", required=False, max_length=500, help_text="用空格隔开")
    compensation = yuan_field("每户补偿（元）", required=False)
    compensation_reason = forms.CharField(label="补偿的原因", required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.obj, Budget):
            return
        scheme, shares = self.obj, list(self.obj.shares.select_related("unit").order_by("id"))
        fixed = scheme.method == Method.FIXED
        amounts = [(share.unit.room, in_yuan(share.amount_fen)) for share in shares if share.amount_fen]
        lines = amounts if fixed else scheme.floors.items()
        free, paid = [share for share in shares if share.waived], list(scheme.compensations.select_related("unit"))
        self.initial = {
            "method": scheme.method,
            "values": "\n".join(f"{key} {value}" for key, value in lines),
            "source": scheme.source,
            "waived": " ".join(share.unit.room for share in free),
            "waive_reason": free[0].waive_reason if free else "",
            "compensated": " ".join(row.unit.room for row in paid),
            "compensation": in_yuan(paid[0].amount_fen) if paid else None,
            "compensation_reason": paid[0].reason if paid else "",
        }

    def clean_values(self):
        lines = self.cleaned_data["values"].replace("：", " ").replace(":", " ").splitlines()
        rows = [line.split() for line in lines if line.strip()]
        if any(len(row) != 2 for row in rows):
            raise forms.ValidationError("每行写两样：楼层（或室号）和数值，中间空一格")
        if len(dict(rows)) < len(rows):
            raise forms.ValidationError("有一层（或一室）写了两次")
        return dict(rows)

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.rooms = {unit.room: unit.pk for unit in flats_of(self.obj.project)}
            cleaned["terms"] = self._terms(cleaned)
        except (Refused, BadPlan) as error:
            self.add_error(None, str(error))
        return cleaned

    def _terms(self, cleaned):
        fixed = cleaned["method"] == Method.FIXED
        paid = (in_fen(cleaned["compensation"]) or 0, cleaned["compensation_reason"])
        return Terms(
            method=cleaned["method"],
            floors={} if fixed else cleaned["values"],
            source=cleaned["source"],
            waivers=dict.fromkeys(self._flats(cleaned["waived"]), cleaned["waive_reason"]),
            compensations=dict.fromkeys(self._flats(cleaned["compensated"]), paid),
            amounts={self._flat(room): fen(value) for room, value in cleaned["values"].items()} if fixed else {},
        )

    def _flats(self, text):
        return [self._flat(room) for room in text.replace("，", " ").replace("、", " ").split()]

    def _flat(self, room):
        if room not in self.rooms:
            raise Refused(f"这个楼组没有{room}室")
        return self.rooms[room]


class ChooseForm(StepForm):
    on = forms.DateField(label="选定日期", widget=AdminDateWidget, initial=timezone.localdate)
    consultation = forms.ModelChoiceField(
        Consultation.objects.none(), label="选定它的征询", required=False, help_text="没有就留空，以后可以补写一次"
    )
    reason = forms.CharField(
        label="代替原方案的原因", required=False, max_length=200, help_text="居民会看到。原方案的签字不再算数，要重新签"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = votes_on(self.obj.project)
        if self.obj.project.schemes.filter(state=SchemeState.CHOSEN).exists():
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class VoteForm(StepForm):
    consultation = forms.ModelChoiceField(Consultation.objects.none(), label="选定它的征询")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = votes_on(self.obj.project)


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。例如：总价变了，重新商定")


class SignForm(StepForm):
    shares = forms.ModelMultipleChoiceField(
        None, label="哪几户签了字", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请勾选签字的户"}
    )
    signed_on = forms.DateField(label="签字日期", widget=AdminDateWidget, initial=timezone.localdate)
    capacity = forms.ChoiceField(label="签字人身份", choices=Capacity.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unsigned = self.obj.shares.paying().unsigned().select_related("unit").order_by("id")
        self.fields["shares"].queryset = unsigned
        self.fields["shares"].label_from_instance = lambda share: f"{share.unit.room}室"


class WithdrawForm(StepForm):
    signature = forms.ModelChoiceField(None, label="哪一户")
    reason = forms.CharField(label="撤销的原因", max_length=200, help_text="例如：登记错了户")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signature"].queryset = (
            Signature.objects.standing().filter(share__scheme=self.obj).select_related("share__unit")
        )
        self.fields["signature"].label_from_instance = lambda row: f"{row.share.unit.room}室，{row.signed_on}签"


class DayForm(StepForm):
    on = forms.DateField(label="从哪一天起", widget=AdminDateWidget, initial=timezone.localdate)


def votes_on(project):
    """Consultations that may have chosen a scheme: those of the project, or of its stairs without another project,
    whose result hangs or stands."""
    stairs = Q(project=None, building_group=project.building_group_id)
    return Consultation.objects.displayed().filter(Q(project=project) | stairs).order_by("-id")
