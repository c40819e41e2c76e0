from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(TextChoices):
    GENERAL = "general", pgettext_lazy("a kind of notice", "通知")
    PUBLICITY = "publicity", _("公示")
    CONSULTATION = "consultation", _("征询")
    OUTAGE = "outage", _("停水停电")
    MEETING = "meeting", _("会议")
    PROGRESS = "progress", _("工程进展")
    MONEY = "money", _("费用")
    ACTIVITY = "activity", _("活动")


class NoticeStatus(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class AttachmentKind(TextChoices):
    IMAGE = "image", "图片"
    PDF = "pdf", "PDF 文件"
    AUDIO = "audio", "录音"
