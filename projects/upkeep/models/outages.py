"""停用: from when until when a lift stood still, why, and what residents are told."""

from django.db import models
from django.db.models import F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.people.models import User
from projects.upkeep.domain import Stop
from projects.upkeep.enums import PLANNED_CAUSES, OutageCause

from .lifts import KEEPERS, Lift
from .struck import Struck, StruckQuerySet, struck_once

_OVERLAPS = (
    "NEW.struck_at IS NULL AND EXISTS (SELECT 1 FROM projects_outage o WHERE o.lift_id = NEW.lift_id "
    "AND o.id <> COALESCE(NEW.id, 0) AND o.struck_at IS NULL "
    "AND (NEW.ends_at IS NULL OR o.starts_at < NEW.ends_at) AND (o.ends_at IS NULL OR NEW.starts_at < o.ends_at))"
)
#: Two at once on one lift wait for each other; the lock goes with the one that a foreign key takes.
_ONE_AT_A_TIME = "SELECT 1 FROM projects_lift l WHERE l.id = NEW.lift_id FOR NO KEY UPDATE"
_TOLD = ("ends_at", "expected_at", "words", "outcome", "closed_at", "closed_by_id")
_RETOLD = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _TOLD)


class OutageQuerySet(StruckQuerySet):
    def open(self):
        return self.standing().filter(ends_at__isnull=True)

    def stops(self):
        """[domain.Stop] of those that stand."""
        rows = self.standing().order_by().values_list("starts_at", "ends_at", "cause")
        return [Stop(starts_at, ends_at, cause in PLANNED_CAUSES) for starts_at, ends_at, cause in rows]


class Outage(Struck):
    """Open while ``ends_at`` is null; words and ``expected_at`` may change until then. Moments are whole minutes."""

    lift = models.ForeignKey(Lift, models.PROTECT, verbose_name="电梯", related_name="outages")
    cause = models.CharField("原因", max_length=12, choices=OutageCause)
    starts_at = models.DateTimeField("停用时间")
    expected_at = models.DateTimeField("预计恢复时间", null=True, blank=True, help_text="还不知道就空着")
    ends_at = models.DateTimeField("恢复时间", null=True, blank=True, help_text="已经恢复的才填")
    words = models.CharField(
        "对居民说的话", max_length=200, help_text="会公开。例如：门机坏了，正在等零件，有急事请打物业电话"
    )
    outcome = models.CharField("怎样修好的", max_length=200, blank=True, editable=False)
    entered_at = models.DateTimeField("登记时间", editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", editable=False, related_name="+")
    closed_at = models.DateTimeField("登记恢复的时间", null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记恢复的人", null=True, editable=False, related_name="+"
    )

    objects = OutageQuerySet.as_manager()
    guards = (
        fixed("upkeep_outage", "lift_id", "cause", "starts_at", "entered_at", "entered_by_id"),
        struck_once("upkeep_outage"),
        Guard(
            "upkeep_outage_over",
            UPDATE,
            "upkeep_outage: over, so it cannot change",
            f"OLD.ends_at IS NOT NULL AND ({_RETOLD})",
        ),
        *(
            Guard(
                f"upkeep_outage_apart_{event.lower()}",
                event,
                "upkeep_outage: overlaps another of this lift",
                _OVERLAPS,
                lock=_ONE_AT_A_TIME,
            )
            for event in (INSERT, UPDATE)
        ),
        Guard("upkeep_outage_no_delete", DELETE, "upkeep_outage: outages are kept"),
        Guard("upkeep_outage_no_truncate", TRUNCATE, "upkeep_outage: outages are kept"),
    )
    #: Whoever stands before the closed door may say so: also the 楼组长, for the own stairs.
    grants = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": KEEPERS}

    class Meta(Struck.Meta):
        verbose_name = verbose_name_plural = "电梯停用"
        ordering = ["-starts_at", "-id"]
        constraints = [
            *Struck.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="upkeep_outage_ordered",
                violation_error_message="恢复时间要晚于停用时间",
            ),
            models.CheckConstraint(
                condition=Q(expected_at__isnull=True) | Q(expected_at__gt=F("starts_at")),
                name="upkeep_outage_expected_later",
                violation_error_message="预计恢复时间要晚于停用时间",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & Q(cause__in=OutageCause.values),
                name="upkeep_outage_told",
                violation_error_message="请选原因，并写对居民说的话",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True, closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | Q(ends_at__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
                name="upkeep_outage_closed_whole",
            ),
        ]

    def __str__(self):
        return f"第{self.pk}次停用"

    @property
    def community_id(self):
        return self.lift.community_id

    @property
    def is_planned(self):
        return self.cause in PLANNED_CAUSES
