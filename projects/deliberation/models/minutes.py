"""What came of a meeting: how many were there, the minutes two people stand behind, and what was resolved."""

from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.bodies.models import Body
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed, same_community
from communities.people.models import User
from communities.places.models import Community
from projects.deliberation.domain import lights
from projects.deliberation.enums import MinutesStatus

from .meetings import Meeting

_PUBLISHED = "EXISTS (SELECT 1 FROM projects_minutes m WHERE m.meeting_id = {}.meeting_id AND m.status = 'published')"
#: What was checked with the minutes: another resolution needs another check.
_CHECKED = "EXISTS (SELECT 1 FROM projects_minutes m WHERE m.meeting_id = {}.meeting_id AND m.status <> 'draft')"
TEXTS = ("chair", "recorder", "guests", "text")
_REWRITTEN = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in (*TEXTS, "written_by_id"))
_MOVES = (("draft", "checked"), ("checked", "draft"), ("checked", "published"))
_MOVE = " OR ".join(f"(OLD.status = '{old}' AND NEW.status = '{new}')" for old, new in _MOVES)


class Attendance(models.Model):
    """One count of who is there: numbers only, who came stays on the signed sheet. The latest counts."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="attendances")
    people_due = models.PositiveIntegerField("应到人数")
    people_present = models.PositiveIntegerField("实到人数")
    households_due = models.PositiveIntegerField("应到户数", default=0)
    households_present = models.PositiveIntegerField("实到户数", default=0)
    area_due_cm2 = models.BigIntegerField("应到面积（平方厘米）", default=0)
    area_present_cm2 = models.BigIntegerField("实到面积（平方厘米）", default=0)
    required = models.JSONField("当时的要求", default=dict)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    guards = (
        *append_only("deliberation_attendance"),
        Guard(
            "deliberation_attendance_in_time",
            INSERT,
            "deliberation_attendance: not called, or its minutes are published",
            "NOT EXISTS (SELECT 1 FROM projects_meeting m WHERE m.id = NEW.meeting_id "
            f"AND m.status IN ('called', 'held')) OR {_PUBLISHED.format('NEW')}",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "到会人数"
        ordering = ["meeting_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    people_present__lte=F("people_due"),
                    households_present__lte=F("households_due"),
                    area_present_cm2__gte=0,
                    area_present_cm2__lte=F("area_due_cm2"),
                ),
                name="deliberation_attendance_within",
                violation_error_message="实到不能多于应到",
            )
        ]

    def __str__(self):
        return f"应到{self.people_due}人，实到{self.people_present}人"

    @property
    def community_id(self):
        return self.meeting.community_id

    @property
    def lights(self):
        """One for every measure that was asked for."""
        present = {"people": self.people_present, "households": self.households_present, "area": self.area_present_cm2}
        due = {"people": self.people_due, "households": self.households_due, "area": self.area_due_cm2}
        return lights(self.required, present, due)


class MinutesQuerySet(models.QuerySet):
    def to_check(self, by):
        """Written by somebody else, so that ``by`` may check them."""
        return self.filter(status=MinutesStatus.DRAFT).exclude(written_by=by)


class Minutes(models.Model):
    """议事会议纪要. Posts, never names: ``chair`` and ``recorder`` are duties, and so is the checker on the page."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, verbose_name="会议", related_name="minutes")
    chair = models.CharField("主持（职务）", max_length=40)
    recorder = models.CharField("记录（职务）", max_length=40)
    guests = models.CharField("列席", max_length=200, blank=True)
    text = models.TextField("各方意见")
    status = models.CharField("状态", max_length=10, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    written_at = models.DateTimeField("写好的时间")
    written_by = models.ForeignKey(User, models.PROTECT, verbose_name="写的人", related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, verbose_name="核对人", null=True, related_name="+")
    checker_duty = models.CharField("核对人职务", max_length=40, blank=True)
    published_at = models.DateTimeField("公布时间", null=True)
    published_by = models.ForeignKey(User, models.PROTECT, verbose_name="公布人", null=True, related_name="+")
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, verbose_name="公布的到会人数", null=True, related_name="+"
    )

    objects = MinutesQuerySet.as_manager()
    guards = (
        fixed("deliberation_minutes", "meeting_id"),
        Guard(
            "deliberation_minutes_starts_draft",
            INSERT,
            "deliberation_minutes: starts as a draft",
            "NEW.status <> 'draft'",
        ),
        Guard(
            "deliberation_minutes_of_held",
            INSERT,
            "deliberation_minutes: the meeting was not held",
            "NOT EXISTS (SELECT 1 FROM projects_meeting m WHERE m.id = NEW.meeting_id AND m.status = 'held')",
        ),
        Guard(
            "deliberation_minutes_frozen",
            UPDATE,
            "deliberation_minutes: published minutes never change",
            "OLD.status = 'published'",
        ),
        Guard(
            "deliberation_minutes_moves",
            UPDATE,
            "deliberation_minutes: no such step",
            f"OLD.status <> NEW.status AND NOT ({_MOVE})",
        ),
        Guard(
            "deliberation_minutes_as_checked",
            UPDATE,
            "deliberation_minutes: other words than were checked",
            f"NEW.status <> 'draft' AND (({_REWRITTEN}) OR (OLD.status = 'checked' AND ("
            "OLD.checked_by_id IS DISTINCT FROM NEW.checked_by_id OR OLD.checker_duty <> NEW.checker_duty)))",
        ),
        Guard("deliberation_minutes_no_delete", DELETE, "deliberation_minutes: minutes are kept"),
        Guard("deliberation_minutes_no_truncate", TRUNCATE, "deliberation_minutes: minutes are kept"),
    )
    grants = grants.COMMITTEE

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(chair="") & ~Q(recorder="") & ~Q(text=""),
                name="deliberation_minutes_whole",
                violation_error_message="主持、记录和各方意见都要写",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("written_by")),
                name="deliberation_minutes_second_person",
                violation_error_message="写的人不能自己核对：请另一位同事用自己的账号核对",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", checked_by__isnull=True, checked_at__isnull=True, checker_duty="")
                | ~Q(status="draft") & Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checker_duty=""),
                name="deliberation_minutes_checked_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="published", published_by__isnull=False, published_at__isnull=False)
                | ~Q(status="published") & Q(published_by__isnull=True, published_at__isnull=True),
                name="deliberation_minutes_published_by_whom",
            ),
        ]

    def __str__(self):
        return f"第{self.meeting_id}号会议的纪要"

    @property
    def community_id(self):
        return self.meeting.community_id


class Addendum(models.Model):
    """What is added to published minutes: dated and beneath them, never in them."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, verbose_name="会议纪要", related_name="addenda")
    text = models.CharField("补充说明", max_length=500)
    added_at = models.DateTimeField("补充时间")
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="补充人", related_name="+")

    guards = (
        *append_only("deliberation_addendum"),
        Guard(
            "deliberation_addendum_after_publishing",
            INSERT,
            "deliberation_addendum: the minutes are not published",
            "NOT EXISTS (SELECT 1 FROM projects_minutes m WHERE m.id = NEW.minutes_id AND m.status = 'published')",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "补充说明"
        ordering = ["minutes_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="deliberation_addendum_says_something"),
        ]

    def __str__(self):
        return f"补充说明{self.pk}"

    @property
    def community_id(self):
        return self.minutes.community_id


class ResolutionQuerySet(models.QuerySet):
    def public(self):
        """Those of published minutes."""
        return self.filter(meeting__minutes__status=MinutesStatus.PUBLISHED)

    def overdue(self, today):
        """Published, their day has passed, and not done."""
        return self.public().filter(done_on__isnull=True, due_on__lt=today)


_FROZEN = ("meeting_id", "community_id", "year", "serial", "text", "body_id", "owner", "due_on", "review_on")
_REWORDED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FROZEN)


class Resolution(models.Model):
    """决议 with a number of its community and year; ``owner`` is a post. Late or done follows from the days."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="resolutions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="resolutions")
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveSmallIntegerField("序号")
    text = models.CharField("决议", max_length=300)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="负责的组织", related_name="resolutions")
    owner = models.CharField("负责的职务", max_length=40, blank=True)
    due_on = models.DateField("期限")
    review_on = models.DateField("回头看的日期", null=True, blank=True)
    done_on = models.DateField("办完日期", null=True, blank=True)
    done_note = models.CharField("落实情况", max_length=300, blank=True)

    objects = ResolutionQuerySet.as_manager()
    guards = (
        *same_community("deliberation_resolution", "communities_body", "body_id"),
        *same_community("deliberation_resolution", "projects_meeting", "meeting_id"),
        Guard(
            "deliberation_resolution_before_check",
            INSERT,
            "deliberation_resolution: the minutes are checked already",
            _CHECKED.format("NEW"),
        ),
        Guard(
            "deliberation_resolution_frozen",
            UPDATE,
            "deliberation_resolution: cannot change after the check",
            f"({_REWORDED}) AND {_CHECKED.format('OLD')}",
        ),
        Guard(
            "deliberation_resolution_done_once",
            UPDATE,
            "deliberation_resolution: done for good",
            "OLD.done_on IS NOT NULL",
        ),
        Guard(
            "deliberation_resolution_no_delete",
            DELETE,
            "deliberation_resolution: resolutions that were checked are kept",
            _CHECKED.format("OLD"),
        ),
        Guard("deliberation_resolution_no_truncate", TRUNCATE, "deliberation_resolution: resolutions are kept"),
    )
    grants = {"secretary": grants.LOOK | {"change"}, "committee": grants.LOOK | {"change"}}

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year", "serial"],
                name="deliberation_resolution_numbered",
                violation_error_message="这个决议号已经用过",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="deliberation_resolution_says_something"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_note="") | Q(done_on__isnull=False) & ~Q(done_note=""),
                name="deliberation_resolution_done_how",
                violation_error_message="办完要写日期和落实情况",
            ),
        ]

    def __str__(self):
        return f"决议{self.number}"

    @property
    def number(self):
        return f"{self.year}-{str(self.serial).zfill(2)}"
