"""A slip of the pen is struck out with its reason and stays to be read; nothing else of a record changes."""

from django.db import models
from django.db.models import Q

from communities.guards import UPDATE, Guard
from communities.people.models import User


class Struck(models.Model):
    struck_at = models.DateTimeField("划去时间", null=True, editable=False)
    struck_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="划去的人", null=True, editable=False, related_name="+"
    )
    struck_reason = models.CharField("划去的原因", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason=""),
                name="upkeep_%(class)s_struck_with_reason",
                violation_error_message="划去要写原因",
            )
        ]


class StruckQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(struck_at__isnull=True)


def struck_once(prefix):
    return Guard(f"{prefix}_struck_once", UPDATE, f"{prefix}: struck out for good", "OLD.struck_at IS NOT NULL")
