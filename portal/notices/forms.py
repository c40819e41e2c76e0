"""What a reader may type into an address, and what staff fill in."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.scoping import StepForm

from .domain import MAX_BODY, Refused, check_file
from .enums import AttachmentKind, NoticeKind
from .models import Attachment, Notice

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
BODY_HELP = "空一行分段；行首写“# ”是小标题，“- ”是列表。图片和文件放在下面的“附件”里"


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


def cursor_of(notice):
    """Where the list goes on after this notice."""
    return f"{(notice.published_at - EPOCH) // datetime.timedelta(microseconds=1)}-{notice.pk}"


class NoticeForm(forms.ModelForm):
    body = forms.CharField(label="正文", max_length=MAX_BODY, widget=AdminTextareaWidget, help_text=BODY_HELP)

    class Meta:
        model = Notice
        fields = (
            "community",
            "compound",
            "building_group",
            "kind",
            "number",
            "title",
            "summary",
            "summary_en",
            "body",
            "publisher",
            "publish_from",
            "valid_until",
            "emergency_until",
        )


class AttachmentForm(forms.ModelForm):
    """A new file with its words; of a stored one only the words change."""

    upload = forms.FileField(label="文件", required=False, help_text="照片、PDF或录音，最大12MB")

    class Meta:
        model = Attachment
        fields = ("name", "alt", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].disabled = bool(self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and "upload" in cleaned:
            self._check_upload(cleaned["upload"])
        if self.instance.kind == AttachmentKind.IMAGE and not cleaned.get("alt"):
            self.add_error("alt", "图片要写说明")
        elif self.instance.kind in (AttachmentKind.PDF, AttachmentKind.AUDIO) and not cleaned.get("text"):
            self.add_error("text", "PDF和录音要写文字内容")
        return cleaned

    def _check_upload(self, upload):
        if upload is None:
            self.add_error("upload", "请选择要上传的文件")
            return
        try:
            self.instance.kind = check_file(upload.read(), upload.name).kind
        except Refused as refusal:
            self.add_error("upload", refusal.messages)
        upload.seek(0)

    def wanted(self):
        return {name: self.cleaned_data[name] for name in ("upload", "name", "alt", "text")}


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="居民会看到。例如：时间写错了")


class CorrectForm(StepForm):
    title = forms.CharField(label="标题", max_length=80, widget=AdminTextInputWidget)
    summary = forms.CharField(label="一句话看懂", max_length=120, required=False, widget=AdminTextInputWidget)
    body = forms.CharField(label="正文", max_length=MAX_BODY, widget=AdminTextareaWidget, help_text=BODY_HELP)
    reason = forms.CharField(label="更正的原因", max_length=200, help_text="居民会看到。例如：时间写错了")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, obj, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        for name in ("title", "summary", "body", "revision"):
            self.fields[name].initial = getattr(obj, name)
