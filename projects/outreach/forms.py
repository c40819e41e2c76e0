"""What those who go from door to door fill in, on a phone as well; and one step each."""

from datetime import timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from communities.people.models import Membership, User
from communities.scoping import StepForm

from .actions import check_visit
from .domain import Refused
from .enums import ConcernKind, NegotiationStatus, Rating, Rung
from .models import Concern, HomeVisit, Negotiation, PriorityHousehold


class HomeVisitForm(forms.ModelForm):
    concerns = forms.MultipleChoiceField(
        label="担心什么",
        choices=ConcernKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以勾几样，也可以不勾",
    )

    class Meta:
        model = HomeVisit
        fields = (
            "unit", "on_day", "channel", "first", "second", "third", "is_reached", "met", "stance", "promise",
            "next_on", "expires_on",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["concerns"].initial = list(self.instance.concerns.values_list("kind", flat=True))
            if "unit" in self.fields:
                self.fields["unit"].disabled = True

    def _post_clean(self):
        """Also what the action would refuse, said on the form."""
        super()._post_clean()
        if not self.errors:
            try:
                check_visit(self.instance)
            except Refused as refusal:
                self.add_error(None, refusal.messages)


class PriorityForm(forms.ModelForm):
    class Meta:
        model = PriorityHousehold
        fields = ("unit", "reason", "expires_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "unit" in self.fields:
            self.fields["unit"].disabled = True


class ConcernForm(forms.ModelForm):
    text = forms.CharField(label="诉求", widget=forms.Textarea, max_length=2000, help_text="照原话写，最多2000字")

    class Meta:
        model = Concern
        fields = ("community", "building_group", "unit", "source", "received_on", "kind", "text", "caller", "phone")

    def clean(self):
        cleaned = super().clean()
        unit, group = cleaned.get("unit"), cleaned.get("building_group")
        if unit is not None:
            if group is not None and unit.building_group_id != group.pk:
                self.add_error("unit", "这一室不在所选的楼组")
            cleaned["building_group"] = unit.building_group
        received_on = cleaned.get("received_on")
        if received_on and received_on > timezone.localdate():
            self.add_error("received_on", "收到日期不能晚于今天")
        return cleaned


class HandleForm(StepForm):
    kind = forms.ChoiceField(label="哪一类", choices=ConcernKind.choices)
    assignee = forms.ModelChoiceField(User.objects.none(), label="承办人")
    due_on = forms.DateField(label="期限", widget=AdminDateWidget, help_text="到这一天要答复")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="只有工作人员看得到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        current = Membership.objects.current(today).filter(community=self.obj.community_id)
        serving = User.objects.filter(memberships__in=current, is_active=True)
        field = self.fields["assignee"]
        field.queryset = serving.distinct().order_by("duty", "id")
        field.label_from_instance = lambda user: user.get_full_name()
        field.initial = self.by.pk
        self.fields["kind"].initial = self.obj.kind
        self.fields["due_on"].initial = today + timedelta(days=7)


class AnswerForm(StepForm):
    text = forms.CharField(
        label="答复",
        widget=forms.Textarea,
        max_length=2000,
        help_text="拿着编号的人看得到。写清楚怎样办、什么时候办，不写别人家的情况",
    )
    on_day = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate)


class FollowUpForm(StepForm):
    rating = forms.ChoiceField(label="回访结果", choices=Rating.choices, widget=forms.RadioSelect)
    on_day = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate)
    note = forms.CharField(
        label="说明", widget=forms.Textarea, max_length=2000, required=False, help_text="不满意的，写还要解决什么"
    )
    due_on = forms.DateField(
        label="新的期限", widget=AdminDateWidget, required=False, help_text="不满意才填：重新办理，到这一天要答复"
    )


class NegotiationForm(forms.ModelForm):
    class Meta:
        model = Negotiation
        fields = ("unit", "opened_on", "expires_on")

    def clean_opened_on(self):
        day = self.cleaned_data["opened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("开始日期不能晚于今天")
        return day


class TalkForm(StepForm):
    rung = forms.ChoiceField(label="在哪一级谈", choices=Rung.choices)
    on_day = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate)
    offer = forms.CharField(label="提出什么", widget=forms.Textarea, max_length=1000, required=False)
    reply = forms.CharField(label="对方怎么说", widget=forms.Textarea, max_length=1000, required=False)


class CloseForm(StepForm):
    status = forms.ChoiceField(
        label="结果", choices=[(item.value, item.label) for item in NegotiationStatus if item != NegotiationStatus.OPEN]
    )
    on_day = forms.DateField(label="日期", widget=AdminDateWidget, initial=timezone.localdate)
    agreement = forms.CharField(
        label="谈成了什么", widget=forms.Textarea, max_length=1000, required=False, help_text="谈成了才填"
    )
