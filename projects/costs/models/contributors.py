"""出资人名册: who owns the lift, by share (按份共有). Kept apart from the register of owners of the building."""

from django.db import models
from django.db.models import F, Q, Sum

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard
from communities.owners.models import Owner
from communities.places.models import Unit
from projects.retrofits.models import Project

_KEPT = ("project_id", "unit_id", "owner_id", "share_fen", "since", "is_late")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _KEPT)


class ContributorQuerySet(models.QuerySet):
    def current(self, on):
        """Those who own a part of it on the day ``on``."""
        return self.filter(Q(since__lte=on), Q(until__isnull=True) | Q(until__gt=on))

    def total_fen(self):
        """The whole of which each ``share_fen`` is a part."""
        return self.aggregate(total=Sum("share_fen", default=0))["total"]


class Contributor(models.Model):
    """One flat's part. ``share_fen`` of the sum of all current ones; ``until`` is the first day it no longer holds.

    On sale the part follows the flat: the old row ends, a new one begins for the buyer.
    """

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="contributors")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="contributions")
    owner = models.ForeignKey(Owner, models.PROTECT, verbose_name="产权人", related_name="contributions")
    share_fen = models.BigIntegerField("份额（分）")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    is_late = models.BooleanField("后加入", default=False)

    objects = ContributorQuerySet.as_manager()
    guards = (
        Guard(
            "costs_contributor_home",
            INSERT,
            "costs_contributor: flat of another stair",
            "NOT EXISTS (SELECT 1 FROM projects_project p JOIN communities_unit u "
            "ON u.building_group_id = p.building_group_id WHERE p.id = NEW.project_id AND u.id = NEW.unit_id)",
        ),
        Guard(
            "costs_contributor_holds_flat",
            INSERT,
            "costs_contributor: never held this flat",
            "NOT EXISTS (SELECT 1 FROM communities_ownership o "
            "WHERE o.unit_id = NEW.unit_id AND o.owner_id = NEW.owner_id)",
        ),
        Guard(
            "costs_contributor_signed",
            INSERT,
            "costs_contributor: no signature for this flat",
            "NOT NEW.is_late AND NOT EXISTS (SELECT 1 FROM projects_signature g JOIN projects_share h "
            "ON h.id = g.share_id JOIN projects_sharingscheme s ON s.id = h.scheme_id "
            "WHERE s.project_id = NEW.project_id AND h.unit_id = NEW.unit_id AND g.withdrawn_at IS NULL)",
        ),
        Guard(
            "costs_contributor_kept",
            UPDATE,
            "costs_contributor: kept; it can only end, once",
            f"{_CHANGED} OR (OLD.until IS NOT NULL AND OLD.until IS DISTINCT FROM NEW.until)",
        ),
        Guard("costs_contributor_no_delete", DELETE, "costs_contributor: contributors are kept"),
        Guard("costs_contributor_no_truncate", TRUNCATE, "costs_contributor: contributors are kept"),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "出资人"
        ordering = ["project_id", "unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit"],
                condition=Q(until__isnull=True),
                name="costs_one_current_contributor",
                violation_error_message="这一室已登记现任出资人",
            ),
            models.CheckConstraint(condition=Q(share_fen__gt=0), name="costs_contributor_pays"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="costs_contributor_dates_ordered",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self):
        return f"出资人{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id
