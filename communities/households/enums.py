from django.db.models import TextChoices


class Voided(TextChoices):
    REISSUED = "reissued", "换发"
    STAFF = "staff", "居委会作废"
    HOUSEHOLD = "household", "住户自己作废"
