"""What a reader may type into an address, and what staff fill in."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import NoticeKind


class ListForm(forms.Form):
    """Filters of a list. ``after`` is the last row already shown: microseconds since 1970, number of the notice."""

    kind = forms.ChoiceField(label=_("种类"), choices=[("", _("全部种类")), *NoticeKind.choices], required=False)
    year = forms.TypedChoiceField(label=_("年份"), coerce=int, empty_value=None, required=False)
    after = forms.RegexField(r"\A[0-9]{1,16}-[0-9]{1,18}\Z", required=False)

    def __init__(self, *args, first_year, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(timezone.localdate().year, first_year - 1, -1)
        self.fields["year"].choices = [("", _("全部年份")), *((year, year) for year in years)]

    def clean_after(self):
        if not self.cleaned_data["after"]:
            return None
        microseconds, pk = map(int, self.cleaned_data["after"].split("-"))
        return EPOCH + datetime.timedelta(microseconds=microseconds), pk


EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def cursor_of(notice):
    """Where the list goes on after this notice."""
    return f"{(notice.published_at - EPOCH) // datetime.timedelta(microseconds=1)}-{notice.pk}"
