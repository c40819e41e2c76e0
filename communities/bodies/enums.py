from django.db.models import TextChoices


class BodyKind(TextChoices):
    GENERAL_PARTY_BRANCH = "general_party_branch", "党总支"
    PARTY_BRANCH = "party_branch", "党支部"
    PARTY_GROUP = "party_group", "党小组"
    RESIDENTS_COMMITTEE = "residents_committee", "居民委员会"
    OWNERS_COMMITTEE = "owners_committee", "业主委员会"
    PROPERTY_MANAGER = "property_manager", "物业服务企业"
    CONSTRUCTION_AGENT = "construction_agent", "代建单位"
    SPECIALIST = "specialist", "专业单位"
    LIFT_TEAM = "lift_team", "加装电梯自治管理小组"


PARTY_KINDS = (BodyKind.GENERAL_PARTY_BRANCH, BodyKind.PARTY_BRANCH, BodyKind.PARTY_GROUP)
COMMITTEE_KINDS = (BodyKind.RESIDENTS_COMMITTEE, BodyKind.OWNERS_COMMITTEE)
COMPANY_KINDS = (BodyKind.PROPERTY_MANAGER, BodyKind.CONSTRUCTION_AGENT, BodyKind.SPECIALIST)
TEAM_KINDS = (BodyKind.LIFT_TEAM,)
