from django.db.models import TextChoices


class Role(TextChoices):
    """What a member of staff may do; how far it reaches is the membership's place."""

    SECRETARY = "secretary", "党总支书记"
    COMMITTEE = "committee", "居委会、业委会成员"
    GROUP_LEADER = "group_leader", "楼组长"


class Tier(TextChoices):
    CORE_PARTY_MEMBER = "core_party_member", "党员骨干"
    SECOND_TIER = "second_tier", "第二梯队"
    GROUP_LEADER = "group_leader", "楼组长"


class Skill(TextChoices):
    LAW = "law", "法律"
    BUILDING = "building", "建筑"
    FINANCE = "finance", "财务"
    MEDIATION = "mediation", "调解"
    OTHER = "other", "其他"


class ServiceKind(TextChoices):
    VISIT = "visit", "入户走访"
    MEETING = "meeting", "议事会议"
    WATCH = "watch", "施工巡视"
    OTHER = "other", "其他服务"
