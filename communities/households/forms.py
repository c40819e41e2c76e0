from django import forms
from django.contrib import admin

from communities.places.models import Unit
from communities.scoping.rows import ScopedAutocomplete

from .domain import room_number


class IssueForm(forms.Form):
    """A whole stair, or one flat of it (``room``). After validation ``units`` are the flats of that room."""

    building_group = forms.ModelChoiceField(label="楼组", queryset=None, help_text="输入门号查找，例如：12号")
    room = forms.CharField(
        label="室号（选填）",
        max_length=20,
        required=False,
        help_text="只给一户发或换发时填，例如：301，这一户的旧码马上作废。留空就给这个楼组所有还没有户码的室发",
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["building_group"]
        field.queryset = groups
        field.widget = ScopedAutocomplete(Unit._meta.get_field("building_group"), admin.site)
        field.widget.choices = field.choices

    def clean(self):
        cleaned = super().clean()
        group, room = cleaned.get("building_group"), cleaned.get("room")
        if group and room:
            self.units = list(group.units.filter(room=room_number(room)).select_related("building_group__compound"))
            if not self.units:
                self.add_error("room", "这个楼组没有登记这个室号，请核对")
        return cleaned
