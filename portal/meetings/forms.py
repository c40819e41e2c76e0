"""What a reader may type into the list's address."""

from django import forms


class ListForm(forms.Form):
    """``after``: the number of the last past meeting already shown."""

    after = forms.RegexField(r"\A[0-9]{1,18}\Z", required=False)

    def clean_after(self):
        after = self.cleaned_data["after"]
        return int(after) if after else None
