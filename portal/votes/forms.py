"""What a reader may type into the list's address, and the record someone has counted again."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from projects.consultations.domain import BadRecord, differing, recount

LARGEST = 2_000_000
LONGEST_REASON = 200
TOO_OFTEN = gettext_lazy("一分钟里计票的次数太多。请等1分钟再试，或者在自己的电脑上算。")
TOO_LARGE = gettext_lazy("文件太大：最大2MB。请用命令行重新计票。")
#: Why a record cannot be counted, as the domain says it, to be said in the reader's language.
REASONS = (
    gettext_noop("不是表决记录文件：format 应为 {}"),
    gettext_noop("rule 里的规则代码不认识"),
    gettext_noop("consent_base 不认识：{!r}"),
    gettext_noop("rule 缺少 {}（不要求的写 null）"),
    gettext_noop("rule 没有任何门槛"),
    gettext_noop("rule 里的 silence 要写依据的条款"),
    gettext_noop("缺少 {} 列表"),
    gettext_noop("名册是空的"),
    gettext_noop("名册里的表决人缺失或重复：{!r}"),
    gettext_noop("面积不是十进制数：{!r}"),
    gettext_noop("面积要大于0：{!r}"),
    gettext_noop("选票缺少 voter、choice 或 status"),
    gettext_noop("门槛写法不对：{!r}（应像 >=2/3 或 >1/2）"),
    gettext_noop("选票上的表决人不在名册里：{!r}"),
    gettext_noop("选票的意见或状态不认识：{!r}、{!r}"),
    gettext_noop("同一表决人有两张有效选票：{!r}"),
    gettext_noop("published 应是一个对象"),
)


class ListForm(forms.Form):
    """``after``: the last row already shown, ``1-12`` (open or finished, number)."""

    after = forms.RegexField(r"\A[01]-[0-9]{1,18}\Z", required=False)

    def clean_after(self):
        after = self.cleaned_data["after"]
        return tuple(int(part) for part in after.split("-")) if after else None


class RecordForm(forms.Form):
    """After validation ``counted`` is what anyone counts from the record, ``unequal`` what
    was published otherwise."""

    record = forms.FileField(
        label=gettext_lazy("表决记录文件"),
        help_text=gettext_lazy("扩展名是json的文件，最大2MB。只算一遍，不保存。"),
        error_messages={
            "required": gettext_lazy("请选择表决记录文件。"),
            "empty": gettext_lazy("文件是空的。"),
            "missing": gettext_lazy("请选择表决记录文件。"),
            "invalid": gettext_lazy("请选择表决记录文件。"),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("count", _("重新计票")))

    def clean_record(self):
        upload = self.cleaned_data["record"]
        if upload.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        record = _read(upload.read())
        try:
            self.counted = recount(record)
            self.published = record.get("published", {})
            if not isinstance(self.published, dict):
                raise BadRecord("published 应是一个对象")
            self.unequal = differing(self.published, self.counted)
            self.of_roll = record["rule"].get("consent_base") == "roll"
        except BadRecord as error:
            reason = _(error.said).format(*error.values)[:LONGEST_REASON]
            raise forms.ValidationError(format_html("{}{}", _("这份记录不能计票："), reason)) from error
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("这份记录不能计票：里面有读不懂的内容。")) from error
        return upload


def _read(content):
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise forms.ValidationError(_("这不是表决记录文件：里面不是JSON格式的文字。")) from error
