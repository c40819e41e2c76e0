"""Area is typed in square metres and kept in integer square centimetres."""

from decimal import Decimal

from django import forms

from .models import Unit

CM2 = 10_000


class UnitForm(forms.ModelForm):
    area = forms.DecimalField(
        label="建筑面积（平方米）",
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal("9999.99"),
        decimal_places=2,
        help_text="照不动产权证填写，例如：54.36。不清楚就留空，表决前再补",
        error_messages={"max_digits": "面积要小于10000平方米"},
    )

    class Meta:
        model = Unit
        fields = ("building_group", "room", "floor", "area_source", "area_as_of")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.area_cm2:
            self.initial.setdefault("area", Decimal(self.instance.area_cm2) / CM2)

    def clean(self):
        cleaned = super().clean()
        if "area" in cleaned:
            area = cleaned["area"]
            self.instance.area_cm2 = None if area is None else int(area * CM2)
        return cleaned
