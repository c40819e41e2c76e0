from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notices.enums import NoticeKind

from .models import Part

LONGEST = 64
NEWEST = 2**63 - 1


class SearchForm(forms.Form):
    """``after``: the last row already shown, ``title-12`` or ``body-12``."""

    q = forms.CharField(
        label=_("搜什么"),
        max_length=LONGEST,
        required=False,
        error_messages={
            "max_length": _("最多64个字，请只写最要紧的几个字。"),
            "null_characters_not_allowed": _("里面有看不见的字符，请重新写。"),
        },
    )
    kind = forms.ChoiceField(label=_("种类"), choices=[("", _("全部种类")), *NoticeKind.choices], required=False)
    community = forms.SlugField(max_length=40, required=False)
    after = forms.RegexField(r"\A(title|body)-[0-9]{1,18}\Z", required=False)

    def clean_after(self):
        if not self.cleaned_data["after"]:
            return Part.TITLE, NEWEST
        part, pk = self.cleaned_data["after"].split("-")
        return Part(part), int(pk)
