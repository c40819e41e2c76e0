from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from .domain import CONTRASTS, SIZES


class NextForm(forms.Form):
    """Where the reader came from: a path on this site, or nothing."""

    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean_next(self):
        path = self.cleaned_data["next"]
        if path and not (path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)):
            raise forms.ValidationError(_("只能回到本网站的页面"))
        return path


class ReadingForm(NextForm):
    """One button pressed: a size or a contrast; what was not pressed stays as it was."""

    size = forms.ChoiceField(required=False, choices=[(size, size) for size in SIZES])
    contrast = forms.ChoiceField(required=False, choices=[(contrast, contrast) for contrast in CONTRASTS])
