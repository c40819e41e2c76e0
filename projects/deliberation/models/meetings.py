"""A meeting of 红色议事厅: who calls it, where, when, about what, and every time it was moved."""

from django.db import models
from django.db.models import F, Q, Subquery

from communities import grants
from communities.bodies.models import Body
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed, same_community
from communities.places.models import BuildingGroup, Community
from projects.deliberation.enums import MeetingStatus, Mode
from projects.retrofits.models import Project

from .kinds import MeetingKind

#: What calling freezes: afterwards only time and place move, each move with its line and reason.
FROZEN = ("community_id", "kind_id", "body_id", "building_group_id", "project_id", "title", "is_transcript", "is_demo")
MOVES = (("draft", "called"), ("called", "held"), ("called", "cancelled"))
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
_MOVE = " OR ".join(f"(OLD.status = '{old}' AND NEW.status = '{new}')" for old, new in MOVES)
_WHEN = ("starts_at", "ends_at", "place", "mode")
_MOVED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _WHEN)
_LINE = " AND ".join(
    f"r.old_{column} IS NOT DISTINCT FROM OLD.{column} AND r.new_{column} IS NOT DISTINCT FROM NEW.{column}"
    for column in _WHEN
)
_PAST = Q(status=MeetingStatus.HELD)


class MeetingQuerySet(models.QuerySet):
    def public(self):
        """Everything residents may know of: a draft is the committee's own."""
        return self.exclude(status=MeetingStatus.DRAFT)

    def coming(self, now):
        """Not over yet, the next first; a cancelled one stays until its hour has passed."""
        return self.public().filter(~_PAST, ends_at__gt=now).order_by("starts_at", "id")

    def next_for(self, group, now):
        """The first one ahead that these stairs may go to: their own, or one for everybody. None when there is none."""
        open_to = self.filter(Q(building_group=group) | Q(building_group=None), community=group.community_id)
        return open_to.coming(now).filter(status=MeetingStatus.CALLED).first()

    def past(self, now):
        """Over or held, the latest first."""
        return self.public().filter(_PAST | Q(ends_at__lte=now)).order_by("-starts_at", "-id")

    def after(self, pk):
        """Of ``past``: those that follow the meeting ``pk``."""
        last = self.model.objects.filter(pk=pk).values("starts_at")
        return self.filter(Q(starts_at__lt=Subquery(last)) | Q(starts_at=Subquery(last), pk__lt=pk))

    def to_hold(self, now):
        """Over by the clock, and nobody said yet whether it took place."""
        return self.filter(status=MeetingStatus.CALLED, ends_at__lte=now)


class Meeting(models.Model):
    """``told_at`` is when residents were last told of it; ``sequence`` counts how often, for their calendars.

    ``is_transcript``: written down here after it had taken place; the page says so.
    """

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="meetings")
    kind = models.ForeignKey(MeetingKind, models.PROTECT, verbose_name="会议类型", related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="召集的组织", related_name="meetings")
    building_group = models.ForeignKey(
        BuildingGroup,
        models.PROTECT,
        verbose_name="楼组",
        null=True,
        blank=True,
        related_name="meetings",
        help_text="只和一个楼组有关的才选",
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="项目", null=True, blank=True, related_name="meetings"
    )
    title = models.CharField("会议名称", max_length=60, help_text="例如：12号楼电梯费用分摊协调会")
    mode = models.CharField("方式", max_length=10, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField("地点", max_length=80, blank=True, help_text="例如：居委会二楼议事厅")
    how_to_join = models.CharField("线上怎样参加", max_length=120, blank=True, help_text="例如：开会前向楼组长要会议号")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    is_transcript = models.BooleanField("补录", default=False, help_text="会已经开过，现在补录")
    status = models.CharField("状态", max_length=10, choices=MeetingStatus, default=MeetingStatus.DRAFT, editable=False)
    called_at = models.DateTimeField("通知时间", null=True, editable=False)
    told_at = models.DateTimeField("最后一次告知", null=True, editable=False)
    sequence = models.PositiveSmallIntegerField("改动次数", default=0, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = MeetingQuerySet.as_manager()
    guards = (
        *same_community("deliberation_meeting", "communities_body", "body_id"),
        *same_community("deliberation_meeting", "communities_buildinggroup", "building_group_id"),
        *same_community("deliberation_meeting", "projects_project", "project_id"),
        Guard(
            "deliberation_meeting_starts_draft",
            INSERT,
            "deliberation_meeting: starts as a draft",
            "NEW.status <> 'draft'",
        ),
        Guard(
            "deliberation_meeting_frozen",
            UPDATE,
            "deliberation_meeting: frozen since it was called",
            f"OLD.status <> 'draft' AND ({_CHANGED})",
        ),
        Guard(
            "deliberation_meeting_over",
            UPDATE,
            "deliberation_meeting: over or cancelled for good",
            "OLD.status IN ('held', 'cancelled')",
        ),
        Guard(
            "deliberation_meeting_moves",
            UPDATE,
            "deliberation_meeting: no such step",
            f"OLD.status <> NEW.status AND NOT ({_MOVE})",
        ),
        Guard(
            "deliberation_meeting_called_ahead",
            UPDATE,
            "deliberation_meeting: called for the past",
            "OLD.status = 'draft' AND NEW.status = 'called' AND (NEW.starts_at > {now}) = (NEW.is_transcript IS TRUE)",
        ),
        Guard(
            "deliberation_meeting_held_in_time",
            UPDATE,
            "deliberation_meeting: has not begun",
            "OLD.status = 'called' AND NEW.status = 'held' AND NEW.starts_at > {now}",
        ),
        Guard(
            "deliberation_meeting_move_recorded",
            UPDATE,
            "deliberation_meeting: a move needs its line with the reason",
            f"OLD.status = 'called' AND ({_MOVED}) AND NOT EXISTS (SELECT 1 FROM projects_rescheduling r "
            f"WHERE r.meeting_id = NEW.id AND {_LINE})",
        ),
        Guard(
            "deliberation_meeting_no_delete",
            DELETE,
            "deliberation_meeting: meetings that were called are kept",
            "OLD.status <> 'draft'",
        ),
        Guard("deliberation_meeting_no_truncate", TRUNCATE, "deliberation_meeting: meetings are kept"),
    )
    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="deliberation_meeting_titled",
                violation_error_message="请写会议名称",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="deliberation_meeting_ordered",
                violation_error_message="结束时间要晚于开始时间",
            ),
            models.CheckConstraint(
                condition=Q(mode="online") & ~Q(how_to_join="")
                | Q(mode="on_site") & ~Q(place="")
                | Q(mode="hybrid") & ~Q(place="") & ~Q(how_to_join=""),
                name="deliberation_meeting_reachable",
                violation_error_message="到场的要写地点，线上的要写怎样参加",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", called_at__isnull=True, told_at__isnull=True)
                | ~Q(status="draft") & Q(called_at__isnull=False, told_at__isnull=False),
                name="deliberation_meeting_called_at",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled") & ~Q(cancel_reason="") | ~Q(status="cancelled") & Q(cancel_reason=""),
                name="deliberation_meeting_cancelled_with_reason",
                violation_error_message="取消要写明原因",
            ),
        ]

    def __str__(self):
        return f"{self.title}（第{self.pk}号）"


class AgendaItem(models.Model):
    """One thing to talk over, and how long; written while the meeting is a draft."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="agenda")
    position = models.PositiveSmallIntegerField("次序", default=1)
    text = models.CharField("议题", max_length=120, help_text="例如：商量各层怎样分摊")
    minutes = models.PositiveSmallIntegerField("时长（分钟）")

    guards = (
        *(
            Guard(
                f"deliberation_agenda_in_draft_{event.lower()}",
                event,
                "deliberation_agenda: the meeting was called",
                "NOT EXISTS (SELECT 1 FROM projects_meeting m "
                f"WHERE m.id = {'OLD' if event == DELETE else 'NEW'}.meeting_id AND m.status = 'draft')",
            )
            for event in (INSERT, UPDATE, DELETE)
        ),
        fixed("deliberation_agenda", "meeting_id"),
    )
    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        ordering = ["meeting_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600) & ~Q(text=""),
                name="deliberation_agenda_sane",
                violation_error_message="每个议题要写内容，时长在1到600分钟之间",
            )
        ]

    def __str__(self):
        return f"{self.text}（{self.minutes}分钟）"

    @property
    def community_id(self):
        return self.meeting.community_id


class Rescheduling(models.Model):
    """A called meeting's time or place changed: what it was, what it became, and why. Residents see each."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="reschedulings")
    old_starts_at = models.DateTimeField("原来的开始时间")
    old_ends_at = models.DateTimeField("原来的结束时间")
    old_place = models.CharField("原来的地点", max_length=80, blank=True)
    old_mode = models.CharField("原来的方式", max_length=10, choices=Mode)
    new_starts_at = models.DateTimeField("改到")
    new_ends_at = models.DateTimeField("改后的结束时间")
    new_place = models.CharField("改后的地点", max_length=80, blank=True)
    new_mode = models.CharField("改后的方式", max_length=10, choices=Mode)
    reason = models.CharField("原因", max_length=200)
    moved_at = models.DateTimeField("登记时间")

    guards = append_only("deliberation_rescheduling")

    class Meta:
        verbose_name = verbose_name_plural = "改期"
        ordering = ["meeting_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="deliberation_rescheduling_explained",
                violation_error_message="改期要写明原因",
            )
        ]

    def __str__(self):
        return f"改期{self.pk}"

    @property
    def community_id(self):
        return self.meeting.community_id
