"""An owner's tie to a flat: which flat and which owner stay as registered; what ends gets its date."""

from django import forms

from communities.scoping import StepForm

from .domain import masked
from .models import Owner, Ownership


class OwnershipForm(forms.ModelForm):
    class Meta:
        model = Ownership
        fields = ("unit", "owner", "role", "since", "until")
        help_texts = {"until": "不再有这层关系的第一天；现在还有就留空"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("unit", "owner"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


class MergeForm(StepForm):
    """Offers owners of the same name in the same community: nobody else is likely to be the same person."""

    drop = forms.ModelChoiceField(label="和下面哪一位是同一个人", queryset=None, empty_label="请选择")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        alike = Owner.objects.filter(community=self.obj.community_id, name=self.obj.name).exclude(name="")
        field = self.fields["drop"]
        field.queryset = alike.exclude(pk=self.obj.pk).prefetch_related("ownerships__unit__building_group__compound")
        field.label_from_instance = _who_and_where


def _who_and_where(owner):
    flats = "、".join(str(tie.unit) for tie in owner.ownerships.all()[:5])
    return f"{owner.name} {masked(owner.phone)} {flats}".strip()
