from django.db.models import TextChoices


class Channel(TextChoices):
    """How a household was reached (domain.md §4)."""

    ON_SITE = "on_site", "到场"
    DOOR = "door", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    POST = "post", "邮寄"
    ONLINE = "online", "线上"


class Stance(TextChoices):
    """What somebody said at the door: an intent, never a ballot."""

    SUPPORTS = "supports", "愿意"
    UNDECIDED = "undecided", "还没想好"
    OPPOSES = "opposes", "不愿意"
    NOT_SAID = "not_said", "没有说"


class ConcernKind(TextChoices):
    DAYLIGHT = "daylight", "采光"
    VENTILATION = "ventilation", "通风"
    NOISE = "noise", "噪音"
    PRIVACY = "privacy", "隐私"
    DEPRECIATION = "depreciation", "房屋贬值"
    SAFETY = "safety", "安全"
    PARKING = "parking", "停车"
    COST = "cost", "费用"
    SCHEME = "scheme", "方案和品牌"
    OTHER = "other", "其他"


class ConcernSource(TextChoices):
    PAPER = "paper", "书面"
    PHONE = "phone", "电话"
    DOOR = "door", "上门"
    MEETING = "meeting", "会上"
    ONLINE = "online", "网上"


class ConcernStatus(TextChoices):
    RECEIVED = "received", "已受理"
    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已回访，办结"


class Rating(TextChoices):
    SATISFIED = "satisfied", "满意"
    FAIR = "fair", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class PriorityReason(TextChoices):
    ELDERLY_HIGH = "elderly_high", "高楼层的老人"
    HARD_TO_WALK = "hard_to_walk", "上下楼不方便"
    LIVES_ELSEWHERE = "lives_elsewhere", "住在别处，要另约"


class Rung(TextChoices):
    """The ladder of domain.md §4, lowest first; any of them may come at any time."""

    TALK = "talk", "党员骨干、楼组长上门谈"
    TEAM = "team", "自治管理小组谈"
    HALL = "hall", "红色议事厅（协调会）"
    MEDIATION = "mediation", "人民调解委员会"
    STREET = "street", "街道、司法所"
    COURT = "court", "法院"


class NegotiationStatus(TextChoices):
    OPEN = "open", "在谈"
    AGREED = "agreed", "谈成了"
    STOPPED = "stopped", "不再谈"
