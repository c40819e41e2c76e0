from django.db.models import TextChoices


class Electorate(TextChoices):
    """Whose flats are counted (domain.md §1, column Scope)."""

    ENTRANCE = "entrance", "本楼幢（门牌幢）全体业主"
    COMPOUND = "compound", "整个小区全体业主"
    ASSEMBLY = "assembly", "业主大会"
    SHARERS = "sharers", "共用该部分的业主"
    COMMITTEE = "committee", "业主委员会全体委员"
    RESIDENTS = "residents", "居民会议（居民、户代表或小组代表）"
