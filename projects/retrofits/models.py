"""A retrofit of one building group: what it is, how far it is, and every stage it went through."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Q, Value, When
from django.db.models.functions import ExtractYear

from communities import grants
from communities.bodies.models import Company, Team
from communities.guards import INSERT, UPDATE, Guard, append_only, fixed, same_community
from communities.places.models import BuildingGroup, Community, Compound

from .enums import Grade, ProjectKind, Stage

DONE = (Stage.COMPLETED, Stage.DELIVERED)
WORKS = (Stage.UNDER_CONSTRUCTION, Stage.PAUSED)
#: How the public list is grouped: what moves stands first, what is finished last.
LIST_ORDER = (
    Stage.UNDER_CONSTRUCTION,
    Stage.PAUSED,
    Stage.NOT_STARTED,
    Stage.CONSULTING,
    Stage.COMPLETED,
    Stage.DELIVERED,
)


def stairs_by_stage(kind=ProjectKind.LIFT):
    """Compounds, each once for every (stage, year completed) its building groups are in; ``stairs`` counts them.

    ``stage`` is None for the building groups without a project of this kind, so that the sum is all of them.
    """
    of_kind = Q(building_groups__projects__kind=kind)
    return (
        Compound.objects.select_related("community")
        .annotate(retrofit=FilteredRelation("building_groups__projects", condition=of_kind))
        .annotate(stage=F("retrofit__stage"), year=ExtractYear("retrofit__completed_on"))
        .annotate(stairs=Count("building_groups"))
        .order_by("community_id", "position", "id")
    )


class ProjectQuerySet(models.QuerySet):
    def done(self):
        return self.filter(stage__in=DONE)

    def stale(self, on, days):
        """Unfinished, and in the same stage for ``days`` days or more."""
        return self.exclude(stage__in=DONE).filter(stage_since__lte=on - timedelta(days=days))

    def with_places(self):
        return self.select_related("building_group__compound", "community")

    def in_list_order(self, after=None):
        """By stage, then by place; ``after`` is the (rank, position, id) of the last row already shown."""
        ranks = [When(stage=stage, then=Value(rank)) for rank, stage in enumerate(LIST_ORDER)]
        rows = self.annotate(rank=Case(*ranks), place=F("building_group__position")).order_by("rank", "place", "id")
        if after is None:
            return rows
        rank, place, pk = after
        return rows.filter(Q(rank__gt=rank) | Q(rank=rank, place__gt=place) | Q(rank=rank, place=place, id__gt=pk))


class Project(models.Model):
    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="projects")
    building_group = models.ForeignKey(BuildingGroup, models.PROTECT, verbose_name="楼组", related_name="projects")
    kind = models.CharField("项目种类", max_length=20, choices=ProjectKind, default=ProjectKind.LIFT)
    stage = models.CharField("阶段", max_length=20, choices=Stage, default=Stage.CONSULTING)
    stage_since = models.DateField("进入本阶段日期")
    expected_on = models.DateField("预计可以使用日期", null=True, blank=True)
    started_on = models.DateField("开工日期", null=True, blank=True)
    completed_on = models.DateField("完工日期", null=True, blank=True)
    grade = models.CharField("可行性评估", max_length=1, choices=Grade, blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, verbose_name="自治管理小组", null=True, blank=True, related_name="projects"
    )
    contractor = models.ForeignKey(
        Company, models.PROTECT, verbose_name="代建单位", null=True, blank=True, related_name="contracts"
    )
    brand = models.CharField("电梯品牌", max_length=40, blank=True)
    summary_en = models.CharField("英文一句话", max_length=200, blank=True)
    is_demo = models.BooleanField("示例数据", default=False)

    objects = ProjectQuerySet.as_manager()
    guards = (
        fixed("retrofits_project", "community_id", "building_group_id", "kind"),
        *same_community("retrofits_project", "communities_buildinggroup", "building_group_id"),
        *same_community("retrofits_project", "communities_body", "team_id"),
        *same_community("retrofits_project", "communities_body", "contractor_id"),
        Guard(
            "retrofits_project_stage_recorded",
            UPDATE,
            "retrofits_project: a stage needs its line in the history",
            "OLD.stage <> NEW.stage AND NOT EXISTS (SELECT 1 FROM projects_stagechange s "
            "WHERE s.project_id = NEW.id AND s.stage = NEW.stage AND s.on_day = NEW.stage_since)",
        ),
        Guard(
            "retrofits_project_delay_recorded",
            UPDATE,
            "retrofits_project: another expected day needs its line in the history",
            "OLD.expected_on IS NOT NULL AND OLD.expected_on IS DISTINCT FROM NEW.expected_on AND NOT EXISTS "
            "(SELECT 1 FROM projects_expectedchange e WHERE e.project_id = NEW.id AND e.old_on = OLD.expected_on "
            "AND e.new_on IS NOT DISTINCT FROM NEW.expected_on AND e.id = (SELECT MAX(l.id) "
            "FROM projects_expectedchange l WHERE l.project_id = NEW.id))",
        ),
    )
    grants = {**grants.COMMITTEE_LEADER_LOOKS}

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ["building_group_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["building_group", "kind"],
                name="retrofits_project_once",
                violation_error_message="这个楼组已有同类项目",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["completed", "delivered"])
                | (Q(started_on__isnull=False) & Q(completed_on__isnull=False)),
                name="retrofits_done_has_dates",
                violation_error_message="已完工的项目要有开工和完工日期",
            ),
            models.CheckConstraint(
                condition=~Q(stage="under_construction") | Q(started_on__isnull=False),
                name="retrofits_started_has_date",
                violation_error_message="在建的项目要有开工日期",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(completed_on__isnull=True)
                | Q(completed_on__gte=F("started_on")),
                name="retrofits_dates_ordered",
                violation_error_message="完工日期不能早于开工日期",
            ),
        ]

    def __str__(self):
        return f"{self.building_group}{self.get_kind_display()}"


class StageChange(models.Model):
    """One line of a project's history. ``on_day`` is when it happened, ``entered_at`` when it was written down."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="stage_changes")
    stage = models.CharField("阶段", max_length=20, choices=Stage)
    on_day = models.DateField("日期")
    reason = models.CharField("说明", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")

    guards = (
        *append_only("retrofits_stagechange"),
        Guard(
            "retrofits_stagechange_in_order",
            INSERT,
            "retrofits_stagechange: earlier than the line before it",
            "EXISTS (SELECT 1 FROM projects_stagechange s "
            "WHERE s.project_id = NEW.project_id AND s.on_day > NEW.on_day)",
        ),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "阶段记录"
        ordering = ["project_id", "on_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="paused") | ~Q(reason=""),
                name="retrofits_pause_has_reason",
                violation_error_message="暂停要写明原因",
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}{self.on_day}"

    @property
    def community_id(self):
        return self.project.community_id


class ExpectedChange(models.Model):
    """The day on which it can be used is expected to be another: what it was, what it became (None: unknown), why."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="expected_changes")
    old_on = models.DateField("原来预计")
    new_on = models.DateField("改为", null=True)
    reason = models.CharField("原因", max_length=200)
    entered_at = models.DateTimeField("登记时间")

    guards = append_only("retrofits_expectedchange")

    class Meta:
        verbose_name = verbose_name_plural = "预计可以使用日期的改动"
        ordering = ["project_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(new_on__isnull=True) | ~Q(new_on=F("old_on"))),
                name="retrofits_expectedchange_explained",
                violation_error_message="改日期要写明原因",
            )
        ]

    def __str__(self):
        return f"改期{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id
