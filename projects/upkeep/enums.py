from django.db.models import TextChoices


class InspectionKind(TextChoices):
    PERIODIC = "periodic", "定期检验"
    SELF_TEST = "self_test", "自行检测"


class InspectionResult(TextChoices):
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class OutageCause(TextChoices):
    FAULT = "fault", "故障"
    TRAPPED = "trapped", "困人"
    POWER = "power", "停电"
    WATER = "water", "进水"
    DAMAGE = "damage", "人为损坏"
    PLANNED = "planned", "计划维修保养"
    INSPECTION = "inspection", "检验检测"
    OTHER = "other", "其他"


#: Counted on a line of their own: nobody can keep a lift up without stopping it.
PLANNED_CAUSES = (OutageCause.PLANNED, OutageCause.INSPECTION)
