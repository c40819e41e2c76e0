"""诉求: what a resident asks, through 受理, 办理, 答复 and 回访; who is not satisfied has it taken up again."""

from django.db import models
from django.db.models import Count, F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed, same_community
from communities.people.models import User
from communities.places.models import BuildingGroup, Community, Unit
from projects.outreach.enums import ConcernKind, ConcernSource, ConcernStatus, Rating

from .gates import SERVING, not_ahead, only_forgotten

OPEN = (ConcernStatus.RECEIVED, ConcernStatus.HANDLING)
MOVES = (("received", "handling"), ("handling", "answered"), ("answered", "closed"), ("answered", "handling"))
_MOVE = " OR ".join(f"(s.status = '{old}' AND NEW.status = '{new}')" for old, new in MOVES)
_WORDS = ("text", "caller", "phone")


class ConcernQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def overdue(self, today):
        """Not answered although the promised day has passed."""
        return self.open().filter(due_on__lt=today)

    def telling(self):
        """Rows that still hold something a person said, or was told."""
        told = ConcernStep.objects.exclude(note="")
        return self.filter(~Q(text="", caller="", phone="") | Q(pk__in=told.values("concern")))

    def expired(self, today):
        return self.telling().filter(expires_on__lt=today)

    def counts(self):
        """[(kind, open or not, how many)], one query."""
        is_open = Q(status__in=OPEN)
        rows = self.order_by().values("kind").annotate(n=Count("pk"), waiting=Count("pk", filter=is_open))
        return [(row["kind"], row["n"], row["waiting"]) for row in rows]


class Concern(models.Model):
    """One question. ``number_hash``: keyed hash of the number its asker holds; ``serial``: how many steps it took.

    The text stands as it was given until it is forgotten; nobody rewrites it.
    """

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="concerns")
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="楼组", null=True, blank=True, related_name="concerns"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", null=True, blank=True, related_name="concerns")
    source = models.CharField("怎样收到", max_length=10, choices=ConcernSource)
    received_on = models.DateField("收到日期")
    kind = models.CharField("哪一类", max_length=12, choices=ConcernKind, default=ConcernKind.OTHER)
    text = models.TextField("诉求", blank=True, help_text="照原话写，最多2000字")
    caller = models.CharField("称呼", max_length=40, blank=True, help_text="本人愿意才写。例如：李阿姨")
    phone = models.CharField("电话", max_length=40, blank=True, help_text="本人愿意留才写，只用来回访")
    status = models.CharField(
        "状态", max_length=10, choices=ConcernStatus, default=ConcernStatus.RECEIVED, editable=False
    )
    serial = models.PositiveSmallIntegerField("步数", default=1, editable=False)
    assignee = models.ForeignKey(
        User, models.PROTECT, verbose_name="承办人", null=True, editable=False, related_name="+"
    )
    due_on = models.DateField("期限", null=True, editable=False)
    number_hash = models.CharField("查询编号摘要", max_length=64, editable=False)
    purpose = models.CharField("使用目的", max_length=60, default="答复诉求并回访", editable=False)
    expires_on = models.DateField("保存到", editable=False)
    entered_at = models.DateTimeField("登记时间", editable=False)
    entered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记人", null=True, editable=False, related_name="+"
    )
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = ConcernQuerySet.as_manager()
    personal_fields = frozenset(_WORDS)
    guards = (
        fixed(
            "outreach_concern",
            "community_id",
            "building_group_id",
            "unit_id",
            "source",
            "received_on",
            "number_hash",
            "entered_at",
            "entered_by_id",
            "is_demo",
        ),
        *same_community("outreach_concern", "communities_buildinggroup", "building_group_id"),
        *not_ahead("outreach_concern", "received_on"),
        Guard(
            "outreach_concern_unit_home",
            INSERT,
            "outreach_concern: other community",
            "NEW.unit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM communities_unit u "
            "WHERE u.id = NEW.unit_id AND u.building_group_id = NEW.building_group_id)",
        ),
        Guard(
            "outreach_concern_begins",
            INSERT,
            "outreach_concern: begins as received",
            "NEW.status <> 'received' OR NEW.serial <> 1",
        ),
        Guard(
            "outreach_concern_words_kept",
            UPDATE,
            "outreach_concern: text, caller, phone cannot change",
            " OR ".join(f"(NEW.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in _WORDS),
        ),
        Guard(
            "outreach_concern_step_recorded",
            UPDATE,
            "outreach_concern: a status needs its line in the history",
            "(OLD.status <> NEW.status OR OLD.serial <> NEW.serial) AND NOT EXISTS (SELECT 1 "
            "FROM projects_concernstep s WHERE s.concern_id = NEW.id AND s.serial = NEW.serial "
            "AND s.status = NEW.status AND NEW.serial = OLD.serial + 1)",
        ),
        Guard("outreach_concern_no_delete", DELETE, "outreach_concern: questions are kept"),
        Guard("outreach_concern_no_truncate", TRUNCATE, "outreach_concern: questions are kept"),
    )
    grants = SERVING

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "kind", "status"], name="outreach_concern_counts")]
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash"],
                name="outreach_concern_number_once",
                violation_error_message="这条诉求刚刚已收到",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("received_on")),
                name="outreach_concern_expires_later",
                violation_error_message="保存期限要晚于收到日期",
            ),
            models.CheckConstraint(
                condition=Q(status="received", assignee=None, due_on=None)
                | ~Q(status="received") & Q(assignee__isnull=False, due_on__isnull=False),
                name="outreach_concern_somebody_acts",
                violation_error_message="办理要有承办人和期限",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ConcernKind.values, source__in=ConcernSource.values),
                name="outreach_concern_known_words",
            ),
        ]

    def __str__(self):
        return f"诉求{self.pk}"

    @property
    def group_id(self):
        return self.building_group_id


class ConcernStep(models.Model):
    """One line of a question's history; nothing of it changes but that ``note`` is forgotten in time."""

    concern = models.ForeignKey(Concern, models.PROTECT, verbose_name="诉求", related_name="steps")
    serial = models.PositiveSmallIntegerField("第几步")
    status = models.CharField("到哪一步", max_length=10, choices=ConcernStatus)
    on_day = models.DateField("日期")
    note = models.TextField("说明或答复", blank=True)
    rating = models.CharField("回访结果", max_length=12, choices=Rating, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    personal_fields = frozenset({"note"})
    #: Its words go with those of this row, on the same day and for the same purpose.
    kept_with = "concern"
    guards = (
        only_forgotten(
            "outreach_concernstep", ("concern_id", "serial", "status", "on_day", "rating", "at", "by_id"), ("note",)
        ),
        Guard(
            "outreach_concernstep_in_order",
            INSERT,
            "outreach_concernstep: no such step",
            "NOT (NEW.serial = 1 AND NEW.status = 'received') AND NOT EXISTS (SELECT 1 FROM projects_concernstep s "
            f"WHERE s.concern_id = NEW.concern_id AND s.serial = NEW.serial - 1 AND s.on_day <= NEW.on_day "
            f"AND ({_MOVE}))",
        ),
        Guard("outreach_concernstep_no_delete", DELETE, "outreach_concernstep: append-only"),
        Guard("outreach_concernstep_no_truncate", TRUNCATE, "outreach_concernstep: append-only"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "诉求的每一步"
        ordering = ["concern_id", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "serial"],
                name="outreach_concernstep_once",
                violation_error_message="刚刚已有人办过这一步，请刷新后再看",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", rating__in=("satisfied", "fair"))
                | Q(status="handling", rating__in=("", "dissatisfied"))
                | Q(status__in=("received", "answered"), rating=""),
                name="outreach_concernstep_rated",
                violation_error_message="满意才办结，不满意要重新办理",
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()}{self.on_day}"

    @property
    def community_id(self):
        return self.concern.community_id


def outreach_findings():
    """A question stands where its history ends; one line for each that does not."""
    rows = Concern.objects.prefetch_related("steps").order_by("pk")
    for concern in rows.iterator(chunk_size=500):
        last = max(concern.steps.all(), key=lambda step: step.serial, default=None)
        if last is None or (last.status, last.serial) != (concern.status, concern.serial):
            yield f"concern {concern.pk} is {concern.status}, its history says otherwise"
