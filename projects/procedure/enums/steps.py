from django.db.models import TextChoices


class Part(TextChoices):
    """四段 (domain.md §2), in the order in which they follow."""

    CONSULT = "consult", "意愿征询"
    PREPARE = "prepare", "前期手续"
    BUILD = "build", "施工"
    OPERATE = "operate", "运营管理"


class Status(TextChoices):
    WAITING = "waiting", "还没有开始"
    OPEN = "open", "正在办"
    DONE = "done", "办完了"
    SKIPPED = "skipped", "不用办"
