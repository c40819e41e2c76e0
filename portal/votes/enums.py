from django.db.models import TextChoices


class AnnouncementKind(TextChoices):
    OPENING = "opening", "征询公告"
    FIRST_COUNT = "first_count", "计票结果公示"
    FINAL = "final", "最终结果公告"
    ANNULLED = "annulled", "作废公告"
