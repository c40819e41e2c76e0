"""What a reader may type into the address of the books."""

from django import forms

from projects.accounts.domain import Month


class ListForm(forms.Form):
    """``before``: the last month already listed, ``2026-01``."""

    before = forms.CharField(max_length=7, required=False)

    def clean_before(self):
        text = self.cleaned_data["before"]
        try:
            return Month.parse(text) if text else None
        except ValueError:
            raise forms.ValidationError("no month") from None


class MonthForm(forms.Form):
    """``book``: the key of one of the community's books."""

    book = forms.IntegerField(min_value=1, max_value=10**18, required=False)
