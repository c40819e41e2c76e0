"""How a household comes in: the secret of its QR code, or door, room and thirteen characters."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.households.actions import Door
from communities.households.domain import LENGTH, is_code, room_number, typed_code
from communities.places.models import Community
from portal.home.domain import number_of

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
#: Longer than any code that is only written with spaces and hyphens.
LONGEST_CODE = 60


class EnterForm(forms.Form):
    """After validation: ``secret``, or a ``door`` to knock at. Fields of the other way are not asked for."""

    community = forms.ModelChoiceField(label=gettext_lazy("居民区"), queryset=None, empty_label=gettext_lazy("请选择"))
    no = forms.CharField(
        label=gettext_lazy("门号"),
        max_length=30,
        help_text=gettext_lazy("照纸上的填，例如12。"),
        error_messages={"required": gettext_lazy("请填门号，例如12。")},
    )
    room = forms.CharField(
        label=gettext_lazy("室号"),
        max_length=20,
        help_text=gettext_lazy("例如301。"),
        error_messages={"required": gettext_lazy("请填室号，例如301。")},
    )
    code = forms.CharField(
        label=gettext_lazy("户码"),
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("纸上的13个字母和数字。大写小写都行，横线可以不填。"),
        error_messages={"required": gettext_lazy("请填户码，13个字母和数字。")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    secret = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        communities = Community.objects.order_by("pk")
        self.fields["community"].queryset = communities
        self.fields["community"].label_from_instance = lambda community: community.name
        self.only = self._only(communities)
        if self.only:
            del self.fields["community"]
        self.is_scanned = self.is_bound and bool(self.data.get("secret"))
        if self.is_scanned:
            for field in self.fields.values():
                field.required = False
        for name in ("no", "room", "code"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.helper = FormHelper()
        self.helper.disable_csrf = True
        self.helper.form_id = "household-form"
        self.helper.add_input(Submit("enter", _("打开我家的页面")))

    def _only(self, communities):
        found = list(communities[:2])
        return found[0] if len(found) == 1 else None

    def clean_code(self):
        code = typed_code(self.cleaned_data["code"])
        if self.is_scanned or is_code(code):
            return code
        if len(code) != LENGTH:
            raise forms.ValidationError(
                ngettext(
                    "户码是13个字母和数字，您填了%(count)d个。请对照纸上的再看一遍。",
                    "户码是13个字母和数字，您填了%(count)d个。请对照纸上的再看一遍。",
                    len(code),
                )
                % {"count": len(code)}
            )
        raise forms.ValidationError(_("户码里只有数字和英文字母，没有字母U。请对照纸上的再看一遍。"))

    def clean_secret(self):
        """What no sheet shows opens nothing, and is told so like any other wrong code."""
        secret = self.cleaned_data["secret"] or ""
        return secret if _SECRET.fullmatch(secret) else ""

    def forget_secret(self):
        """Before the form is shown again: it is then filled in by hand."""
        self.data = self.data.copy()
        self.data["secret"] = ""
        for name, field in self.fields.items():
            field.required = name != "secret"

    def door(self):
        data = self.cleaned_data
        community = self.only or data["community"]
        return Door(community.pk, number_of(data["no"]), room_number(data["room"]), data["code"])
