from django.db.models import TextChoices


class ProjectKind(TextChoices):
    LIFT = "lift", "加装电梯"
    PIPES = "pipes", "管线改造"
    FACADE = "facade", "外墙修缮"
    CHARGING = "charging", "充电设施"
    PARKING = "parking", "停车改造"


class Stage(TextChoices):
    """What residents are told (domain.md §5)."""

    CONSULTING = "consulting", "征询中"
    NOT_STARTED = "not_started", "待开工"
    UNDER_CONSTRUCTION = "under_construction", "在建"
    PAUSED = "paused", "暂停"
    COMPLETED = "completed", "已完工"
    DELIVERED = "delivered", "已交付"


class Grade(TextChoices):
    A = "A", "A 适合"
    B = "B", "B 较难"
    C = "C", "C 不适合"
