"""走访: who went to which flat, when and how, what was said and promised. Personal, so with purpose and expiry."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.people.models import User, Volunteer
from communities.places.models import Unit
from projects.outreach.enums import Channel, ConcernKind, PriorityReason, Stance

from .gates import SERVING, not_ahead

_VISITORS = ("first", "second", "third")
_HOME = (
    "SELECT g.community_id FROM communities_unit u JOIN communities_buildinggroup g ON g.id = u.building_group_id "
    "WHERE u.id = NEW.unit_id"
)
_FOREIGN = (
    "EXISTS (SELECT 1 FROM communities_volunteer v WHERE v.id IN (NEW.first_id, NEW.second_id, NEW.third_id) "
    f"AND v.community_id <> ({_HOME}))"
)


class HomeVisitQuerySet(models.QuerySet):
    def overdue(self, today):
        """Visits whose next day has passed while nobody came since: one a flat."""
        later = self.model.objects.filter(unit=OuterRef("unit")).filter(
            Q(on_day__gt=OuterRef("on_day")) | Q(on_day=OuterRef("on_day"), pk__gt=OuterRef("pk"))
        )
        return self.filter(next_on__lt=today).exclude(Exists(later))

    def with_place(self):
        return self.select_related("unit__building_group__compound", "unit__building_group__community")

    def telling(self):
        """Rows that still hold something a person said."""
        return self.exclude(met="", stance="", promise="")

    def expired(self, today):
        return self.telling().filter(expires_on__lt=today)

    def households_reached(self, community):
        """How many flats somebody was spoken to in, ever."""
        reached = self.filter(unit__building_group__community=community, is_reached=True)
        return reached.order_by().values("unit").distinct().count()


class HomeVisit(models.Model):
    """One call at one flat by two or three people; ``is_reached``: somebody was spoken to.

    ``next_on`` counts until the flat's next visit. ``stance`` is an intent, never a ballot.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="visits")
    on_day = models.DateField("哪一天")
    channel = models.CharField("方式", max_length=10, choices=Channel, default=Channel.DOOR)
    is_reached = models.BooleanField("谈上了", default=True, help_text="没有人应门、电话没有接，就不勾")
    first = models.ForeignKey(Volunteer, models.PROTECT, verbose_name="走访人", related_name="+")
    second = models.ForeignKey(Volunteer, models.PROTECT, verbose_name="同去的人", related_name="+")
    third = models.ForeignKey(
        Volunteer, models.PROTECT, verbose_name="还有一位", null=True, blank=True, related_name="+"
    )
    met = models.CharField("谈的是谁", max_length=40, blank=True, help_text="写称呼，不写全名。例如：户主的女儿")
    stance = models.CharField(
        "意向", max_length=10, choices=Stance, blank=True, help_text="只是意向，不算投票；表决以书面为准"
    )
    promise = models.CharField("答应了什么", max_length=300, blank=True, help_text="例如：下周带采光测算来")
    next_on = models.DateField("下次哪天去", null=True, blank=True)
    purpose = models.CharField("使用目的", max_length=60, default="走访联系和兑现答应的事", editable=False)
    expires_on = models.DateField("保存到", help_text="到期后自动清除谈的人、意向和答应的事，次数保留")
    recorded_at = models.DateTimeField("登记时间", editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记人", null=True, editable=False, related_name="+"
    )
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = HomeVisitQuerySet.as_manager()
    personal_fields = frozenset({"met", "stance", "promise"})
    guards = (
        fixed("outreach_visit", "unit_id", "recorded_at", "recorded_by_id"),
        *not_ahead("outreach_visit", "on_day"),
        *(
            Guard(f"outreach_visit_home_{event.lower()}", event, "outreach_visit: other community", _FOREIGN)
            for event in (INSERT, UPDATE)
        ),
        Guard("outreach_visit_no_delete", DELETE, "outreach_visit: visits are kept"),
        Guard("outreach_visit_no_truncate", TRUNCATE, "outreach_visit: visits are kept"),
    )
    grants = SERVING

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        ordering = ["-on_day", "-id"]
        indexes = [models.Index(fields=["unit", "-on_day"], name="outreach_visit_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(second=F("first")) & (Q(third=None) | ~Q(third=F("first")) & ~Q(third=F("second"))),
                name="outreach_visit_two_visitors",
                violation_error_message="走访要两个人以上，请选两位不同的人",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gte=F("on_day")),
                name="outreach_visit_next_after",
                violation_error_message="下次的日期不能早于这次",
            ),
            models.CheckConstraint(
                condition=Q(is_reached=True) | Q(met="", stance=""),
                name="outreach_visit_nobody_said",
                violation_error_message="没有谈上，就不填谈的是谁和意向",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("on_day")),
                name="outreach_visit_expires_later",
                violation_error_message="保存期限要晚于走访日期",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values) & (Q(stance="") | Q(stance__in=Stance.values)),
                name="outreach_visit_known_words",
            ),
        ]

    def __str__(self):
        return f"走访{self.pk}"

    @property
    def group_id(self):
        return self.unit.building_group_id

    @property
    def community_id(self):
        return self.unit.community_id


class VisitConcern(models.Model):
    """A kind of worry that came up at a visit; what was said of it stands nowhere."""

    visit = models.ForeignKey(HomeVisit, models.PROTECT, verbose_name="走访", related_name="concerns")
    kind = models.CharField("担心什么", max_length=12, choices=ConcernKind)

    class Meta:
        verbose_name = verbose_name_plural = "走访中的担心"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind"], name="outreach_visitconcern_once", violation_error_message="这一类已经勾过"
            ),
            models.CheckConstraint(condition=Q(kind__in=ConcernKind.values), name="outreach_visitconcern_known"),
        ]

    def __str__(self):
        return self.get_kind_display()


class PriorityHousehold(models.Model):
    """A flat to be visited first. Why may tell of somebody's health, so it is personal and ends by itself."""

    unit = models.OneToOneField(Unit, models.PROTECT, verbose_name="室", related_name="priority")
    reason = models.CharField("为什么", max_length=20, choices=PriorityReason)
    purpose = models.CharField("使用目的", max_length=60, default="安排走访的先后", editable=False)
    expires_on = models.DateField("保存到", help_text="到期后自动取消")

    personal_fields = frozenset({"reason"})
    guards = (fixed("outreach_priority", "unit_id"),)
    grants = {role: grants.KEEP | {"read"} for role in SERVING}

    class Meta:
        verbose_name = verbose_name_plural = "先走访的户"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=PriorityReason.values),
                name="outreach_priority_reasoned",
                violation_error_message="请选为什么",
            )
        ]

    def __str__(self):
        return f"先走访的户{self.pk}"

    @property
    def group_id(self):
        return self.unit.building_group_id

    @property
    def community_id(self):
        return self.unit.community_id
