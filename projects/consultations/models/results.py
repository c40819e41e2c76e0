"""What was counted, how long it hangs, and what was said against it."""

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.consultations.domain import Sums, last_day, year_wanting
from projects.consultations.enums import Answer

from .consultations import Consultation
from .gates import while_
from .roll import RollVoter
from .rules import Holiday


class Result(models.Model):
    """The count as it was frozen at closing; a new count needs a new consultation, so this one stays readable.

    ``counted_by`` is empty only where the count was made before it was written down; a new one needs it.
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, verbose_name="征询", related_name="result")
    counted_at = models.DateTimeField("计票时间")
    counted_by = models.ForeignKey(User, models.PROTECT, verbose_name="计票人", null=True, related_name="+")
    passed = models.BooleanField("通过")
    heads_agree = models.PositiveIntegerField("同意人数")
    heads_disagree = models.PositiveIntegerField("不同意人数")
    heads_abstain = models.PositiveIntegerField("弃权人数")
    area_agree_cm2 = models.BigIntegerField("同意面积（平方厘米）")
    area_disagree_cm2 = models.BigIntegerField("不同意面积（平方厘米）")
    area_abstain_cm2 = models.BigIntegerField("弃权面积（平方厘米）")
    ballots = models.PositiveIntegerField("票的记录条数", help_text="含改过的")
    counted = models.JSONField("计票表")
    channels = models.JSONField("各方式交回张数")
    set_aside = models.JSONField("无效和待核实张数")
    digest = models.CharField("表决记录摘要", max_length=64)

    guards = (
        *append_only("consultations_result"),
        while_("consultations_result", INSERT, "open"),
        Guard(
            "consultations_result_counted_by_somebody",
            INSERT,
            "consultations_result: counted by nobody",
            "NEW.counted_by_id IS NULL",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "表决结果"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_agree_cm2__gte=0, area_disagree_cm2__gte=0, area_abstain_cm2__gte=0)
                & Q(ballots__gte=F("heads_agree") + F("heads_disagree") + F("heads_abstain")),
                name="consultations_result_adds_up",
            ),
        ]

    def __str__(self):
        return f"第{self.consultation_id}号征询的结果"

    @property
    def community_id(self):
        return self.consultation.community_id

    @property
    def heads(self):
        roll = self.consultation.roll_heads
        return Sums(roll, self.heads_agree, self.heads_disagree, self.heads_abstain)

    @property
    def areas(self):
        roll = self.consultation.roll_area_cm2
        return Sums(roll, self.area_agree_cm2, self.area_disagree_cm2, self.area_abstain_cm2)


class DisplayQuerySet(models.QuerySet):
    def with_objections(self):
        """``received`` and ``answered``: how many objections to the result there are, whichever display they met."""
        answered = Q(consultation__objections__answered_at__isnull=False)
        return self.annotate(
            received=Count("consultation__objections"),
            answered=Count("consultation__objections", filter=answered),
        )

    def with_doubt(self):
        """``is_doubtful``: whether to ask ``last_day`` again, since holidays came in or those of a year did not."""
        moved = Exists(Holiday.objects.filter(day=OuterRef("ends_on")))
        known = Exists(Holiday.objects.filter(day__year=OuterRef("ends_on__year"), day__month__lt=12))
        at_new_year = Q(ends_on__month=12, ends_on__day__gte=30)
        return self.annotate(is_doubtful=Case(When(moved | ~known | at_new_year, then=True), default=False))


class Display(models.Model):
    """公示: the start day is not counted; ``ends_on`` is the last day, moved past the holidays known when it began.

    The first one publishes the result: started by another person than who counted, for the count with that ``digest``.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="displays")
    number = models.PositiveSmallIntegerField("第几次公示")
    starts_on = models.DateField("公示之日")
    days = models.PositiveSmallIntegerField("天数")
    ends_on = models.DateField("最后一天")
    reason = models.CharField("重新公示的原因", max_length=200, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, verbose_name="核对并公示的人", null=True, related_name="+")
    started_at = models.DateTimeField("核对的时间", null=True, editable=False)
    digest = models.CharField("核对的表决记录摘要", max_length=64, default="", editable=False)

    objects = DisplayQuerySet.as_manager()
    guards = (
        *append_only("consultations_display"),
        while_("consultations_display", INSERT, "counted", "displayed"),
        Guard(
            "consultations_display_second_person",
            INSERT,
            "consultations_display: who counted does not publish",
            "NEW.started_by_id IS NULL OR NEW.started_at IS NULL OR (EXISTS (SELECT 1 FROM projects_result r "
            "WHERE r.consultation_id = NEW.consultation_id AND r.counted_by_id = NEW.started_by_id) "
            "AND NOT EXISTS (SELECT 1 FROM projects_display d WHERE d.consultation_id = NEW.consultation_id))",
        ),
        Guard(
            "consultations_display_of_this_result",
            INSERT,
            "consultations_display: checked against another count",
            "NOT EXISTS (SELECT 1 FROM projects_result r WHERE r.consultation_id = NEW.consultation_id "
            "AND r.digest = NEW.digest)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["consultation_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="consultations_display_once",
                violation_error_message="这一次公示已经开始",
            ),
            models.UniqueConstraint(
                fields=["consultation", "starts_on"],
                name="consultations_display_day_once",
                violation_error_message="这一天已经开始过一次公示",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, number__gte=1, ends_on__gt=F("starts_on")),
                name="consultations_display_lasts",
                violation_error_message="公示至少一天",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="consultations_redisplay_has_reason",
                violation_error_message="重新公示要写明原因",
            ),
        ]

    def __str__(self):
        return f"第{self.number}次公示"

    def last_day(self):
        """(last day by the holidays known now, the year whose holidays are still wanting or None)."""
        holidays = Holiday.objects.about(self.starts_on)
        day = max(self.ends_on, last_day(self.starts_on, self.days, holidays))
        return day, year_wanting(day, holidays)

    @property
    def community_id(self):
        return self.consultation.community_id


class Objection(models.Model):
    """异议: each is answered in writing with reasons before the result becomes final. Never shown in public."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="objections")
    voter = models.ForeignKey(
        RollVoter, models.PROTECT, verbose_name="表决人", null=True, blank=True, related_name="objections"
    )
    received_on = models.DateField("收到日期")
    text = models.TextField("异议内容", help_text="写事由，不写姓名和电话")
    outcome = models.CharField("处理结果", max_length=10, choices=Answer, blank=True)
    answer = models.TextField("答复和理由", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    guards = (
        fixed("consultations_objection", "consultation_id", "voter_id", "received_on", "text"),
        while_("consultations_objection", INSERT, "displayed"),
        Guard(
            "consultations_objection_home",
            INSERT,
            "consultations_objection: voter of another roll",
            "NEW.voter_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_rollvoter v "
            "WHERE v.id = NEW.voter_id AND v.consultation_id = NEW.consultation_id)",
        ),
        while_("consultations_objection", UPDATE, "displayed"),
        Guard(
            "consultations_objection_answered_once",
            UPDATE,
            "consultations_objection: already answered",
            "OLD.answered_at IS NOT NULL",
        ),
        Guard("consultations_objection_no_delete", DELETE, "consultations_objection: objections are kept"),
        Guard("consultations_objection_no_truncate", TRUNCATE, "consultations_objection: objections are kept"),
    )
    grants = {"secretary": grants.LOOK | {"change"}, "committee": grants.LOOK | {"change"}}

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["consultation_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="consultations_objection_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", outcome="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(outcome="")),
                name="consultations_answer_is_whole",
                violation_error_message="答复要有处理结果和理由",
            ),
        ]

    def __str__(self):
        return f"异议{self.pk}"

    @property
    def community_id(self):
        return self.consultation.community_id
