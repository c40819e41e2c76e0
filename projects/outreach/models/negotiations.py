"""协商: what was offered and agreed with one household, rung by rung. Never public; any floor may object."""

from django.db import models
from django.db.models import F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, Guard, fixed
from communities.people.models import User
from communities.places.models import Unit
from projects.outreach.enums import NegotiationStatus, Rung

from .gates import SERVING, not_ahead, only_forgotten


class NegotiationQuerySet(models.QuerySet):
    def telling(self):
        told = NegotiationStep.objects.exclude(offer="", reply="")
        return self.filter(~Q(agreement="") | Q(pk__in=told.values("negotiation")))

    def expired(self, today):
        return self.telling().filter(expires_on__lt=today)


class Negotiation(models.Model):
    """One course of talks with one flat; at most one is open. The ballot of the flat is no matter of this table."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="negotiations")
    opened_on = models.DateField("开始日期")
    status = models.CharField(
        "状态", max_length=10, choices=NegotiationStatus, default=NegotiationStatus.OPEN, editable=False
    )
    agreement = models.TextField("谈成了什么", blank=True, editable=False)
    closed_on = models.DateField("结束日期", null=True, editable=False)
    purpose = models.CharField("使用目的", max_length=60, default="协商记录，供调解时核对", editable=False)
    expires_on = models.DateField("保存到", help_text="到期后自动清除提出和谈成的内容，步数保留")
    opened_at = models.DateTimeField("登记时间", editable=False)
    opened_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记人", null=True, editable=False, related_name="+"
    )
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = NegotiationQuerySet.as_manager()
    personal_fields = frozenset({"agreement"})
    guards = (
        fixed("outreach_negotiation", "unit_id", "opened_on", "opened_at", "opened_by_id", "is_demo"),
        *not_ahead("outreach_negotiation", "opened_on"),
        Guard("outreach_negotiation_no_delete", DELETE, "outreach_negotiation: talks are kept"),
        Guard("outreach_negotiation_no_truncate", TRUNCATE, "outreach_negotiation: talks are kept"),
    )
    grants = SERVING

    class Meta:
        verbose_name = verbose_name_plural = "协商"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(status="open"),
                name="outreach_negotiation_one_open",
                violation_error_message="这一室已有在谈的协商，请在那一条里加一步",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on=None, agreement="")
                | Q(status__in=("agreed", "stopped"), closed_on__isnull=False, closed_on__gte=F("opened_on")),
                name="outreach_negotiation_closed_whole",
                violation_error_message="结束要有日期，不早于开始",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("opened_on")),
                name="outreach_negotiation_expires_later",
                violation_error_message="保存期限要晚于开始日期",
            ),
        ]

    def __str__(self):
        return f"协商{self.pk}"

    @property
    def group_id(self):
        return self.unit.building_group_id

    @property
    def community_id(self):
        return self.unit.community_id


class NegotiationStep(models.Model):
    """On which rung of the ladder, what was offered, what was answered; only forgotten, never rewritten."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, verbose_name="协商", related_name="steps")
    rung = models.CharField("在哪一级谈", max_length=12, choices=Rung)
    on_day = models.DateField("日期")
    offer = models.TextField("提出什么", blank=True)
    reply = models.TextField("对方怎么说", blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    personal_fields = frozenset({"offer", "reply"})
    kept_with = "negotiation"
    guards = (
        only_forgotten("outreach_talk", ("negotiation_id", "rung", "on_day", "at", "by_id"), ("offer", "reply")),
        Guard(
            "outreach_talk_in_order",
            INSERT,
            "outreach_talk: earlier than the line before it",
            "NEW.on_day > {today} OR EXISTS (SELECT 1 FROM projects_negotiationstep s "
            "WHERE s.negotiation_id = NEW.negotiation_id AND s.on_day > NEW.on_day) OR NOT EXISTS (SELECT 1 "
            "FROM projects_negotiation n WHERE n.id = NEW.negotiation_id AND n.status = 'open' "
            "AND n.opened_on <= NEW.on_day)",
        ),
        Guard("outreach_talk_no_delete", DELETE, "outreach_talk: append-only"),
        Guard("outreach_talk_no_truncate", TRUNCATE, "outreach_talk: append-only"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "协商的每一步"
        ordering = ["negotiation_id", "on_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="outreach_talk_known_rung"),
        ]

    def __str__(self):
        return f"{self.get_rung_display()}{self.on_day}"

    @property
    def community_id(self):
        return self.negotiation.community_id
