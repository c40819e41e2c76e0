"""电梯登记: one row a lift in use; what is due next follows from its day of first use and its records."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, FilteredRelation, Max, Q
from django.db.models.functions import Coalesce

from communities import grants
from communities.bodies.models import Company
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.retrofits.models import Project
from projects.upkeep.domain import MAINTENANCE_DAYS, PERIODIC, latest_start
from projects.upkeep.enums import InspectionKind

#: Records are kept: nobody deletes them by hand.
KEEPERS = grants.LOOK | {"add", "change"}


def company_at_home(prefix, column, event):
    """The company is one of the community in which the lift stands."""
    return Guard(
        f"{prefix}_{column}_home_{event.lower()}",
        event,
        f"{prefix}: other community",
        f"NEW.{column}_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM communities_body c JOIN projects_project p "
        f"ON p.community_id = c.community_id WHERE c.id = NEW.{column}_id AND p.id = NEW.project_id)",
    )


class LiftQuerySet(models.QuerySet):
    def with_places(self):
        return self.select_related("project__community", "project__building_group__compound")

    def with_owners(self, on):
        """Annotated with ``owners``: how many own a part of it on the day ``on``."""
        holds = Q(project__contributors__since__lte=on) & (
            Q(project__contributors__until__isnull=True) | Q(project__contributors__until__gt=on)
        )
        return self.annotate(owners=Count("project__contributors", filter=holds, distinct=True))

    def without_manager(self, on):
        """Owned by two or more, who must then appoint a manager (答复第0480号), and none is written down."""
        return self.filter(manager__isnull=True).with_owners(on).filter(owners__gte=2)

    def inspection_overdue(self, on):
        return self.filter(next_inspection_on__lt=on)

    def inspection_within(self, on, days):
        """Due in the next ``days`` days, and not overdue."""
        return self.filter(next_inspection_on__range=(on, on + timedelta(days=days)))

    def with_maintained(self):
        """Annotated with ``maintained_on``: the last maintenance; the day of first use before any."""
        last = Max("visits__done_on", filter=Q(visits__struck_at__isnull=True))
        return self.annotate(maintained_on=Coalesce(last, F("in_use_on")))

    def maintenance_overdue(self, on):
        return self.with_maintained().filter(maintained_on__lt=on - timedelta(days=MAINTENANCE_DAYS))

    def review_due(self, on):
        """A year in use, and nobody has written down yet how it goes."""
        return self.filter(in_use_on__lte=latest_start(on), review__isnull=True)


class Lift(models.Model):
    """``in_use_on`` starts the cycle of inspections; ``next_inspection_*`` follow from it and the inspections passed.

    The brand stands on the project. ``manager`` is 使用管理单位, ``maintainer`` who maintains it.
    """

    project = models.OneToOneField(Project, models.PROTECT, verbose_name="项目", related_name="lift")
    in_use_on = models.DateField("投入使用日期", help_text="每年的检验从这一天算。例如：2020年7月6日")
    registration_no = models.CharField(
        "使用登记证编号", max_length=20, blank=True, help_text="照证上写，例如：梯11沪A00001(20)。还没有就空着"
    )
    registered_on = models.DateField("使用登记日期", null=True, blank=True)
    manufacturer = models.CharField("制造单位", max_length=60, blank=True)
    warranty_until = models.DateField("质保到", null=True, blank=True)
    manager = models.ForeignKey(
        Company,
        models.PROTECT,
        verbose_name="使用管理单位",
        null=True,
        blank=True,
        related_name="managed_lifts",
        help_text="两户以上共有的电梯必须委托物业或专业单位管理",
    )
    maintainer = models.ForeignKey(
        Company, models.PROTECT, verbose_name="维保单位", null=True, blank=True, related_name="maintained_lifts"
    )
    next_inspection_on = models.DateField("下次检验到期", editable=False)
    next_inspection_kind = models.CharField("下次是", max_length=10, choices=InspectionKind, editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = LiftQuerySet.as_manager()
    guards = (
        fixed("upkeep_lift", "project_id"),
        *(
            company_at_home("upkeep_lift", column, event)
            for column in ("manager", "maintainer")
            for event in (INSERT, UPDATE)
        ),
        Guard(
            "upkeep_lift_is_built",
            INSERT,
            "upkeep_lift: the project is not completed",
            "NOT EXISTS (SELECT 1 FROM projects_project p WHERE p.id = NEW.project_id AND p.kind = 'lift' "
            "AND p.stage IN ('completed', 'delivered'))",
        ),
        Guard("upkeep_lift_no_delete", DELETE, "upkeep_lift: lifts are kept"),
        Guard("upkeep_lift_no_truncate", TRUNCATE, "upkeep_lift: lifts are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "电梯登记"
        ordering = ["project_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration_no"],
                condition=~Q(registration_no=""),
                name="upkeep_registration_once",
                violation_error_message="这个使用登记证编号已登记在另一台电梯上",
            ),
            models.CheckConstraint(
                condition=Q(in_use_on__gte="2000-01-01", in_use_on__lt="2101-01-01"),
                name="upkeep_lift_year_sane",
                violation_error_message="投入使用日期要在2000年到2100年之间",
            ),
            models.CheckConstraint(
                condition=Q(warranty_until__isnull=True) | Q(warranty_until__gte=F("in_use_on")),
                name="upkeep_warranty_after_use",
                violation_error_message="质保不能早于投入使用就到期",
            ),
            models.CheckConstraint(
                condition=Q(next_inspection_kind__in=InspectionKind.values, next_inspection_on__gt=F("in_use_on")),
                name="upkeep_next_inspection_known",
            ),
        ]

    def __str__(self):
        return f"{self.project.building_group}电梯"

    @property
    def community_id(self):
        return self.project.community_id

    @property
    def is_periodic_next(self):
        return self.next_inspection_kind == PERIODIC


class Review(models.Model):
    """一周年回访: how it goes after a year, in words that residents read; written once."""

    lift = models.OneToOneField(Lift, models.PROTECT, verbose_name="电梯", related_name="review")
    done_on = models.DateField("回访日期")
    findings = models.TextField("回访情况")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    guards = append_only("upkeep_review")

    class Meta:
        verbose_name = verbose_name_plural = "一周年回访"
        ordering = ["-done_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(findings=""),
                name="upkeep_review_says_something",
                violation_error_message="请写回访情况",
            )
        ]

    def __str__(self):
        return f"回访{self.pk}"

    @property
    def community_id(self):
        return self.lift.community_id


def with_outage(projects):
    """Projects with ``registered`` (key of the lift) and, while it stands still, ``out_since``, ``out_until``, …"""
    now_out = Q(lift__outages__ends_at__isnull=True, lift__outages__struck_at__isnull=True)
    return projects.annotate(
        out=FilteredRelation("lift__outages", condition=now_out),
        registered=F("lift__pk"),
        out_since=F("out__starts_at"),
        out_until=F("out__expected_at"),
        out_words=F("out__words"),
    )
