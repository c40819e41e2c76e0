from django.db.models import TextChoices


class NoticeKind(TextChoices):
    GENERAL = "general", "通知"
    PUBLICITY = "publicity", "公示"
    CONSULTATION = "consultation", "征询"
    OUTAGE = "outage", "停水停电"
    MEETING = "meeting", "会议"
    PROGRESS = "progress", "工程进展"
    MONEY = "money", "费用"
    ACTIVITY = "activity", "活动"


class NoticeStatus(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class AttachmentKind(TextChoices):
    IMAGE = "image", "图片"
    PDF = "pdf", "PDF 文件"
    AUDIO = "audio", "录音"
