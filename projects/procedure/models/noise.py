"""Noise: told ahead of time, written down when it was made, and the days that stay quiet."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from communities.grants import LOOK
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.people.models import User
from projects.procedure.domain import Span
from projects.retrofits.models import Project

from .works import KEEPERS, on_site

#: So long a mark stands on the committee's desk.
LATELY = timedelta(days=30)


class QuietDay(models.Model):
    """A day without noise for everybody's sake (高考, 中考), the same for every community."""

    day = models.DateField("日期")
    name = models.CharField("名称", max_length=20, help_text="例如：高考")
    name_en = models.CharField("英文名称", max_length=60, blank=True)
    citation = models.CharField("依据", max_length=200, help_text="例如：市教育考试院当年的通知")
    checked_on = models.DateField("核对日期")

    grants = {"secretary": LOOK | {"add"}, "committee": LOOK | {"add"}}

    class Meta:
        verbose_name = verbose_name_plural = "安静日"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], name="works_quietday_once", violation_error_message="这一天已经登记过"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(citation=""),
                name="works_quietday_cited",
                violation_error_message="请写名称和依据",
            ),
        ]

    def __str__(self):
        return f"{self.day}{self.name}"


class NoiseWindowQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(cancelled_at__isnull=True)

    def ahead(self, now):
        """Not over yet, the next first."""
        return self.standing().filter(ends_at__gt=now).order_by("starts_at", "id")

    def known_before(self, moment):
        """Those that residents had been told of, and not told off, when it began."""
        return self.filter(Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=moment), announced_at__lte=moment)


class NoiseWindow(models.Model):
    """Residents were told: from then to then it is loud, and of what."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="noise_windows")
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到")
    text = models.CharField("什么声音", max_length=120)
    exception = models.CharField("为什么在这个时间", max_length=200, blank=True)
    announced_at = models.DateTimeField("预告时间")
    announced_by = models.ForeignKey(User, models.PROTECT, verbose_name="预告人", null=True, related_name="+")
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, verbose_name="取消人", null=True, related_name="+")
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)

    objects = NoiseWindowQuerySet.as_manager()
    guards = (
        fixed(
            "works_noisewindow",
            *("project_id", "starts_at", "ends_at", "text", "exception", "announced_at", "announced_by_id"),
        ),
        Guard(
            "works_noisewindow_ahead",
            INSERT,
            "works_noisewindow: noise is announced before it begins",
            "NEW.starts_at <= {now}",
        ),
        Guard(
            "works_noisewindow_cancelled_for_good",
            UPDATE,
            "works_noisewindow: cancelled ones cannot change",
            "OLD.cancelled_at IS NOT NULL",
        ),
        Guard("works_noisewindow_no_delete", DELETE, "works_noisewindow: what was announced is kept"),
        Guard("works_noisewindow_no_truncate", TRUNCATE, "works_noisewindow: what was announced is kept"),
    )
    grants = KEEPERS

    class Meta:
        verbose_name = verbose_name_plural = "噪声预告"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & ~Q(text=""),
                name="works_noisewindow_sane",
                violation_error_message="结束要晚于开始，并写清是什么声音",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="works_noisewindow_cancelled_with_reason",
                violation_error_message="取消要写明原因",
            ),
        ]

    def __str__(self):
        return f"噪声预告{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id

    @property
    def span(self):
        return Span(self.starts_at, self.ends_at)


class NoisyWorkQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def marked(self):
        """Outside the announced hours, at night, on a holiday or a quiet day."""
        outside = Q(is_unannounced=True) | Q(is_night=True) | Q(is_holiday=True) | Q(is_quiet=True)
        return self.standing().filter(outside)

    def lately(self, now):
        """Of ``marked``: those of the last 30 days, which somebody should talk over with the contractor."""
        return self.marked().filter(starts_at__gt=now - LATELY)


class NoisyWork(models.Model):
    """It was loud then. The four marks are what held by the windows and calendars known when it was written down."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="noisy_works")
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到")
    text = models.CharField("什么声音", max_length=120)
    is_unannounced = models.BooleanField("不在预告的时间里")
    is_night = models.BooleanField("夜间（22:00～6:00）")
    is_holiday = models.BooleanField("法定休假日")
    is_quiet = models.BooleanField("安静日")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, verbose_name="撤销人", null=True, related_name="+")
    withdraw_reason = models.CharField("撤销原因", max_length=200, blank=True)

    objects = NoisyWorkQuerySet.as_manager()
    guards = (
        fixed(
            "works_noisywork",
            *("project_id", "starts_at", "ends_at", "text", "is_unannounced", "is_night", "is_holiday", "is_quiet"),
            *("entered_at", "entered_by_id"),
        ),
        on_site("works_noisywork", INSERT),
        Guard("works_noisywork_over", INSERT, "works_noisywork: it has not ended yet", "NEW.ends_at > {now}"),
        Guard(
            "works_noisywork_withdrawn_for_good",
            UPDATE,
            "works_noisywork: withdrawn ones cannot change",
            "OLD.withdrawn_at IS NOT NULL",
        ),
        Guard("works_noisywork_no_delete", DELETE, "works_noisywork: records are kept"),
        Guard("works_noisywork_no_truncate", TRUNCATE, "works_noisywork: records are kept"),
    )
    grants = KEEPERS

    class Meta:
        verbose_name = verbose_name_plural = "噪声施工记录"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & ~Q(text=""),
                name="works_noisywork_sane",
                violation_error_message="结束要晚于开始，并写清是什么声音",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason=""),
                name="works_noisywork_withdrawn_with_reason",
                violation_error_message="撤销要写明原因",
            ),
        ]

    def __str__(self):
        return f"噪声施工{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id
