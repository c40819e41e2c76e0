from django.db.models import TextChoices


class OwnerKind(TextChoices):
    PERSON = "person", "个人"
    COMPANY = "company", "单位"
    DEVELOPER = "developer", "建设单位（未售或未交付）"
    PUBLIC_HOUSING = "public_housing", "公房产权单位"


class OwnershipRole(TextChoices):
    OWNER = "owner", "业主"
    CO_OWNER = "co_owner", "共有人"
    AGENT = "agent", "代理人"
    TENANT = "tenant", "承租人"
