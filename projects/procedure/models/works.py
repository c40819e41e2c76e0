"""The site: milestones with every change of their days, and the acceptances at which owners were present."""

from django.db import models
from django.db.models import F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.procedure.enums import AcceptanceKind, AcceptanceResult, MilestoneDay
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import DONE, WORKS, Project

#: Works have begun, or are over.
ON_SITE = (*WORKS, *DONE)
#: Agreed on, so that noise is announced and the site made safe before the first day.
AHEAD = (Stage.NOT_STARTED, *ON_SITE)
LOOK_AND_CHANGE = frozenset({"view", "change"})
#: Whoever stands on the site writes it down: the committee, and a 楼组长 for the own stairs.
KEEPERS = dict.fromkeys(("secretary", "committee", "group_leader"), LOOK_AND_CHANGE)

_STAGES = ", ".join(f"'{stage}'" for stage in ON_SITE)
_PROJECT = "SELECT 1 FROM projects_project p WHERE p.id = NEW.project_id"


def on_site(prefix, event, unless=""):
    """Only while the works are under way or after them."""
    when = f"NOT EXISTS ({_PROJECT} AND p.stage IN ({_STAGES}))"
    return Guard(
        f"{prefix}_on_site_{event.lower()}",
        event,
        f"{prefix}: the works have not begun",
        f"{unless} AND {when}" if unless else when,
        lock=f"{_PROJECT} FOR SHARE OF p",
    )


def _moved(what):
    column = f"{what}_on"
    return (
        f"OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column} AND NOT EXISTS (SELECT 1 "
        f"FROM projects_milestonechange c WHERE c.milestone_id = NEW.id AND c.what = '{what}' "
        f"AND c.old_on = OLD.{column} AND c.new_on IS NOT DISTINCT FROM NEW.{column})"
    )


class WorkSite(Project):
    """工地: a project as those on the site see it."""

    grants = KEEPERS

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "工地"


class MilestoneKind(models.Model):
    """One of the milestones of a kind of project, with its usual duration: the same for every community."""

    project_kind = models.CharField("项目种类", max_length=20, choices=ProjectKind)
    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("次序")
    least_days = models.PositiveSmallIntegerField("通常最少天数")
    most_days = models.PositiveSmallIntegerField("通常最多天数")
    citation = models.CharField("依据", max_length=200)
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = verbose_name_plural = "施工节点种类"
        ordering = ["project_kind", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_days__gte=1, most_days__gte=F("least_days")),
                name="works_kind_days_sane",
                violation_error_message="通常天数要从少到多",
            )
        ]

    def __str__(self):
        return self.name


class Milestone(models.Model):
    """Days are days in Shanghai. A day once written changes only with its line in ``changes``."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="milestones")
    kind = models.ForeignKey(MilestoneKind, models.PROTECT, verbose_name="节点", related_name="milestones")
    planned_on = models.DateField("计划完成日期", null=True, blank=True)
    started_on = models.DateField("实际开始日期", null=True, blank=True)
    done_on = models.DateField("实际完成日期", null=True, blank=True)

    guards = (
        fixed("works_milestone", "project_id", "kind_id"),
        on_site("works_milestone", INSERT),
        on_site("works_milestone", UPDATE),
        Guard(
            "works_milestone_of_its_kind",
            INSERT,
            "works_milestone: of another kind of project",
            "NOT EXISTS (SELECT 1 FROM projects_milestonekind k JOIN projects_project p ON p.kind = k.project_kind "
            "WHERE k.id = NEW.kind_id AND p.id = NEW.project_id)",
        ),
        *(
            Guard(
                f"works_milestone_not_in_future_{event.lower()}",
                event,
                "works_milestone: a day that has not come",
                "NEW.started_on > {today} OR NEW.done_on > {today}",
            )
            for event in (INSERT, UPDATE)
        ),
        Guard(
            "works_milestone_change_recorded",
            UPDATE,
            "works_milestone: another day needs its line with the reason",
            " OR ".join(f"({_moved(what)})" for what in MilestoneDay.values),
        ),
        Guard("works_milestone_no_delete", DELETE, "works_milestone: milestones are kept"),
        Guard("works_milestone_no_truncate", TRUNCATE, "works_milestone: milestones are kept"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "施工节点"
        ordering = ["project_id", "kind__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"], name="works_milestone_once", violation_error_message="这个节点已经有了"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(started_on__isnull=False, done_on__gte=F("started_on")),
                name="works_milestone_days_ordered",
                violation_error_message="完成要有开始日期，而且不能早于开始日期",
            ),
        ]

    def __str__(self):
        return f"{self.kind}{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id


class MilestoneChange(models.Model):
    """A day of a milestone was changed: what it was, what it became (none: struck out), and why. Residents see it."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, verbose_name="节点", related_name="changes")
    what = models.CharField("改哪个日期", max_length=10, choices=MilestoneDay)
    old_on = models.DateField("原来的日期")
    new_on = models.DateField("改为", null=True)
    reason = models.CharField("原因", max_length=200)
    entered_at = models.DateTimeField("登记时间")

    guards = append_only("works_milestonechange")

    class Meta:
        verbose_name = verbose_name_plural = "施工节点改期"
        ordering = ["milestone_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(new_on__isnull=True) | ~Q(new_on=F("old_on"))),
                name="works_change_explained",
                violation_error_message="改日期要写明原因",
            ),
            models.CheckConstraint(
                condition=Q(new_on__isnull=False) | Q(what__in=["started", "done"]),
                name="works_plan_is_moved_not_struck",
                violation_error_message="计划日期只能改到另一天",
            ),
        ]

    def __str__(self):
        return f"节点改期{self.pk}"

    @property
    def community_id(self):
        return self.milestone.community_id


class Acceptance(models.Model):
    """How many owners' representatives were present; who they were stands on the paper record alone."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="acceptances")
    kind = models.CharField("哪一次验收", max_length=12, choices=AcceptanceKind)
    on_day = models.DateField("验收日期")
    result = models.CharField("结果", max_length=8, choices=AcceptanceResult)
    owners_present = models.PositiveSmallIntegerField("到场业主代表人数")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    guards = (
        *append_only("works_acceptance"),
        on_site("works_acceptance", INSERT),
        Guard(
            "works_acceptance_not_in_future",
            INSERT,
            "works_acceptance: a day that has not come",
            "NEW.on_day > {today}",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "分阶段验收"
        ordering = ["project_id", "on_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(result="passed"),
                name="works_acceptance_passed_once",
                violation_error_message="这次验收已经登记通过",
            ),
            models.CheckConstraint(
                condition=Q(owners_present__gte=1, owners_present__lte=500),
                name="works_acceptance_with_owners",
                violation_error_message="验收要有业主代表在场：至少1人",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id
