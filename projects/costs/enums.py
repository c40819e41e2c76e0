from django.db.models import TextChoices


class BudgetKind(TextChoices):
    """Items of a lift's budget (domain.md §3)."""

    SURVEY = "survey", "设计勘察"
    TESTING = "testing", "检测论证"
    FOUNDATION = "foundation", "桩基基础"
    SHAFT = "shaft", "钢结构井道"
    CLADDING = "cladding", "幕墙连廊"
    LIFT = "lift", "电梯设备与安装"
    PIPES = "pipes", "管线移位"
    SUPERVISION = "supervision", "监理"
    AGENT = "agent", "代建费"
    AUDIT = "audit", "审价"
    INSPECTION = "inspection", "检验费"
    OTHER = "other", "其他"


class PolicyScope(TextChoices):
    CITY = "city", "市区"
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "居民区"


class Method(TextChoices):
    """How owners share (the values of a sharing plan's ``method``)."""

    FLOOR_PERCENT = "floor_percent", "每层百分比"
    FLOOR_COEFFICIENT = "floor_coefficient", "楼层系数"
    FLOOR_COEFFICIENT_AREA = "floor_coefficient_area", "楼层系数×面积"
    EQUAL = "equal", "各户平均"
    FIXED = "fixed", "逐户议定金额"


class SchemeState(TextChoices):
    DRAFT = "draft", "草稿"
    CHOSEN = "chosen", "已选定"
    SUPERSEDED = "superseded", "已被代替"
