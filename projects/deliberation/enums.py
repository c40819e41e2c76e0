from django.db.models import TextChoices


class Mode(TextChoices):
    ON_SITE = "on_site", "到场"
    ONLINE = "online", "线上"
    HYBRID = "hybrid", "到场和线上都可以"


class MeetingStatus(TextChoices):
    DRAFT = "draft", "准备中"
    CALLED = "called", "已通知"
    HELD = "held", "已开"
    CANCELLED = "cancelled", "已取消"


class MinutesStatus(TextChoices):
    DRAFT = "draft", "草稿，等另一位核对"
    CHECKED = "checked", "已核对，等公布"
    PUBLISHED = "published", "已公布"


class TopicKind(TextChoices):
    SCHEME = "scheme", "方案"
    BRAND = "brand", "品牌"
    COST = "cost", "费用分摊"
    NOISE = "noise", "噪音"
    DAYLIGHT = "daylight", "采光通风"
    OTHER = "other", "其他"


class TopicStage(TextChoices):
    RAISED = "raised", "提出来了"
    TALKED_OVER = "talked_over", "正在商量"
    SETTLED = "settled", "商量定了"
    DROPPED = "dropped", "不再商量"


class OpinionSource(TextChoices):
    PAPER = "paper", "书面"
    PHONE = "phone", "电话"
    DOOR = "door", "上门"
    MEETING = "meeting", "会上"
    ONLINE = "online", "网上"


class OpinionOutcome(TextChoices):
    ADOPTED = "adopted", "已采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "declined", "未采纳"
