from django.db.models import TextChoices


class AreaSource(TextChoices):
    """Where a flat's area comes from, best first (建筑物区分所有权解释 art. 8)."""

    REGISTRY = "registry", "不动产登记簿"
    SURVEY = "survey", "测绘机构测绘"
    CONTRACT = "contract", "房屋买卖合同"
    UNKNOWN = "unknown", "来源待核"
