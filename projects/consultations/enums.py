from django.db.models import TextChoices


class Electorate(TextChoices):
    """Whose flats are counted (domain.md §1, column Scope)."""

    ENTRANCE = "entrance", "本楼幢（门牌幢）全体业主"
    COMPOUND = "compound", "整个小区全体业主"
    ASSEMBLY = "assembly", "业主大会"
    SHARERS = "sharers", "共用该部分的业主"
    COMMITTEE = "committee", "业主委员会全体委员"
    RESIDENTS = "residents", "居民会议（居民、户代表或小组代表）"


class ConsultationStatus(TextChoices):
    DRAFT = "draft", "准备中"
    OPEN = "open", "征询中"
    COUNTED = "counted", "已计票"
    DISPLAYED = "displayed", "公示中"
    FINAL = "final", "已生效"
    ANNULLED = "annulled", "已作废"


class Choice(TextChoices):
    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    ABSTAIN = "abstain", "弃权"


class BallotStatus(TextChoices):
    VALID = "valid", "有效"
    INVALID = "invalid", "无效"
    PENDING = "pending", "待核实"


class Channel(TextChoices):
    ON_SITE = "on_site", "到场"
    DOORSTEP = "doorstep", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    POST = "post", "邮寄"
    ONLINE = "online", "线上"


class Capacity(TextChoices):
    """In which capacity somebody signed."""

    OWNER = "owner", "业主（或全体共有人）"
    CO_OWNER = "co_owner", "共有人之一"
    AGENT = "agent", "代理人"
    COMPANY = "company", "单位经办人"


class ScanKind(TextChoices):
    ORIGINAL = "original", "签名的原件"
    AUTHORITY = "authority", "书面委托书"


class Flaw(TextChoices):
    """Why a paper does not count, or not yet: the first two can be mended before the count."""

    CO_OWNERS = "co_owners", "共有人意见待核实"
    ORIGINAL = "original", "原件未到"
    UNSIGNED = "unsigned", "没有签名"
    NO_TICK = "no_tick", "没有勾选"
    SEVERAL_TICKS = "several_ticks", "勾选不止一项"
    NOT_ENTITLED = "not_entitled", "签名人不是业主，也没有授权"


class Answer(TextChoices):
    """What became of an objection (上海规划资源 2024, art. 10)."""

    ADOPTED = "adopted", "采纳"
    CONSIDERED = "considered", "部分采纳"
    EXPLAINED = "explained", "不采纳，说明理由"
