from django.db.models import TextChoices


class EntryKind(TextChoices):
    """A change alters what pages may say; an access (log-in, refusal, export) does not."""

    CHANGE = "change", "修改"
    ACCESS = "access", "访问"
