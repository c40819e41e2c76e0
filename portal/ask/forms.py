"""One box for the question; where one lives and a phone only for those who like to say so."""

import re
import unicodedata

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.households.domain import typed_code
from communities.places.models import BuildingGroup
from portal.home.domain import number_of
from projects.outreach.domain import NUMBER_LENGTH, is_number

LONGEST = 2000
_PHONE = re.compile(r"\+?[0-9()\- ]{5,30}")


class PrefillForm(forms.Form):
    """``no``: the building from whose page somebody comes."""

    no = forms.CharField(max_length=20, required=False)


class AskForm(forms.Form):
    """After validation ``no`` is the BuildingGroup, or None. The box has no limit itself: nothing typed is cut off."""

    text = forms.CharField(
        label=gettext_lazy("您想问什么"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("最多2000字。请不要写别人的姓名、电话和室号。"),
        error_messages={"required": gettext_lazy("请写您想问什么。")},
    )
    no = forms.CharField(
        label=gettext_lazy("几号楼"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("和哪幢楼有关就写门号，例如12；不清楚就留空。"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("想让我们打电话回您才写。不公开，只用来回访。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.helper = _plain_helper(_("提出来"))

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST:
            raise forms.ValidationError(
                ngettext(
                    "最多2000字，您写了%(n)d字。请删短一些，或者分几次问；写的内容还在下面。",
                    "最多2000字，您写了%(n)d字。请删短一些，或者分几次问；写的内容还在下面。",
                    len(text),
                )
                % {"n": len(text)}
            )
        return text

    def clean_no(self):
        if not self.cleaned_data["no"]:
            return None
        group = BuildingGroup.objects.filter(community=self.place, no=number_of(self.cleaned_data["no"])).first()
        if group is None:
            raise forms.ValidationError(_("没有找到这个门号。请对照楼门口的牌子再写，或者留空。"))
        return group

    def clean_phone(self):
        phone = " ".join(unicodedata.normalize("NFKC", self.cleaned_data["phone"]).split())
        if phone and not (_PHONE.fullmatch(phone) and 5 <= sum(char.isdigit() for char in phone) <= 15):
            raise forms.ValidationError(_("这不像电话号码。请写5到15位数字，或者留空。"))
        return phone


class NumberForm(forms.Form):
    """The number that was shown once; capitals, spaces and the hyphen do not matter."""

    number = forms.CharField(
        label=gettext_lazy("查询编号"),
        max_length=60,
        help_text=gettext_lazy("提问以后给您的10个字母和数字，例如7K2M9-XQP4R。"),
        error_messages={"required": gettext_lazy("请填查询编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _plain_helper(_("查办到哪一步"))

    def clean_number(self):
        number = typed_code(self.cleaned_data["number"])
        if is_number(number):
            return number
        if len(number) != NUMBER_LENGTH:
            raise forms.ValidationError(
                ngettext(
                    "查询编号是10个字母和数字，您填了%(n)d个。请对照抄下来的再看一遍。",
                    "查询编号是10个字母和数字，您填了%(n)d个。请对照抄下来的再看一遍。",
                    len(number),
                )
                % {"n": len(number)}
            )
        raise forms.ValidationError(_("编号里只有数字和英文字母，没有字母U。请对照抄下来的再看一遍。"))


def _plain_helper(label):
    """No token: whoever posts here holds nothing that another site could borrow."""
    helper = FormHelper()
    helper.disable_csrf = True
    helper.add_input(Submit("send", label))
    return helper
