"""Bodies of one sort: the kinds offered are the sort's own."""

from django import forms

from .enums import BodyKind
from .models import Body


class BodyForm(forms.ModelForm):
    class Meta:
        model = Body
        fields = (
            "community", "kind", "name", "parent", "building_group", "duties", "address", "phone", "hours", "is_active",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self._meta.model.kinds
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in BodyKind if kind in kinds]

    def clean_parent(self):
        """No body stands above itself, at whatever distance."""
        parent = self.cleaned_data.get("parent")
        above, steps = parent, 0
        while above is not None and steps < 20:
            if above.pk == self.instance.pk and self.instance.pk:
                raise forms.ValidationError("上级不能是自己或自己的下级")
            above, steps = above.parent, steps + 1
        return parent
