"""What a reader may type into the address: every GET parameter of the home pages is checked here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import STAGE_WORDS

BIG_INTEGER = 2**63 - 1


class PageForm(forms.Form):
    """``after``: number of the last row already shown."""

    after = forms.IntegerField(min_value=0, max_value=BIG_INTEGER, required=False)


class FinderForm(forms.Form):
    no = forms.CharField(label=_("我住几号楼"), max_length=30)


class LiftsForm(forms.Form):
    stage = forms.ChoiceField(label=_("阶段"), choices=[("", _("全部阶段")), *STAGE_WORDS.items()], required=False)
    compound = forms.TypedChoiceField(label=_("小区"), coerce=int, empty_value=None, required=False)
    after = forms.RegexField(r"^\d{1,2}-\d{1,9}-\d{1,18}$", required=False)

    def __init__(self, *args, compounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["compound"].choices = [("", _("全部小区")), *((item.pk, item.name) for item in compounds)]

    def clean_after(self):
        after = self.cleaned_data["after"]
        return tuple(int(part) for part in after.split("-")) if after else None


class StatsForm(forms.Form):
    community = forms.SlugField(max_length=40, required=False)
