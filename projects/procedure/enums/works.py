from django.db.models import TextChoices


class MilestoneDay(TextChoices):
    PLANNED = "planned", "计划完成日期"
    STARTED = "started", "实际开始日期"
    DONE = "done", "实际完成日期"


class PhotoPhase(TextChoices):
    BEFORE = "before", "施工前"
    DURING = "during", "施工中"
    AFTER = "after", "完工后"


class SafetyAnswer(TextChoices):
    YES = "yes", "已落实"
    NO = "no", "没有落实"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class AcceptanceKind(TextChoices):
    """The three at which owners' representatives are present (沪建质安〔2023〕579号)."""

    FOUNDATION = "foundation", "基础验收"
    STRUCTURE = "structure", "主体结构验收"
    COMPLETION = "completion", "竣工验收"


class AcceptanceResult(TextChoices):
    PASSED = "passed", "通过"
    FAILED = "failed", "要整改"
