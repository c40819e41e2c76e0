"""What a scheme consists of: its subsidies, a line for every flat, and what low floors receive."""

from django.db import models
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum

from communities import grants
from communities.places.models import Unit
from projects.costs.enums import SchemeState

from .gates import unit_at_home, while_draft
from .references import SubsidyPolicy
from .schemes import SharingScheme


class SchemeSubsidy(models.Model):
    """A subsidy as it was counted: rate of ``base_fen`` rounded down and capped, or a fixed amount."""

    scheme = models.ForeignKey(SharingScheme, models.PROTECT, verbose_name="方案", related_name="subsidies")
    policy = models.ForeignKey(SubsidyPolicy, models.PROTECT, verbose_name="政策", related_name="+")
    name = models.CharField("名称", max_length=60)
    citation = models.CharField("依据", max_length=200)
    rate_bp = models.PositiveIntegerField("比例（万分之几）", null=True)
    cap_fen = models.BigIntegerField("上限（分）", null=True)
    base_fen = models.BigIntegerField("基数（分）")
    amount_fen = models.BigIntegerField("金额（分）")

    guards = (*while_draft("costs_subsidy"),)

    class Meta:
        verbose_name = verbose_name_plural = "方案里的补贴"
        ordering = ["scheme_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "policy"], name="costs_subsidy_once", violation_error_message="同一补贴只算一次"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, base_fen__gt=0)
                & (Q(cap_fen__isnull=True) | Q(amount_fen__lte=F("cap_fen"))),
                name="costs_subsidy_within_cap",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def community_id(self):
        return self.scheme.community_id


class ShareQuerySet(models.QuerySet):
    def paying(self):
        return self.filter(amount_fen__gt=0)

    def unsigned(self):
        """Without a signature that stands."""
        signed = self.filter(signatures__isnull=False, signatures__withdrawn_at__isnull=True)
        return self.exclude(pk__in=signed.values("pk"))

    def with_signature(self):
        """``signed_on``: the day of the signature that stands; None without one."""
        standing = Q(signatures__withdrawn_at__isnull=True)
        return self.annotate(signed_on=Max("signatures__signed_on", filter=standing))

    def of_household(self, unit):
        """The flat's lines in the schemes that were chosen, the newest first.

        ``signed_on``: when somebody signed for it, None while nobody has; ``received_fen``: what it receives itself.
        """
        received = Compensation.objects.filter(scheme=OuterRef("scheme"), unit=OuterRef("unit"))
        return (
            self.with_signature()
            .filter(unit=unit, scheme__state=SchemeState.CHOSEN)
            .select_related("scheme__project__building_group__compound", "scheme__project__building_group__community")
            .annotate(received_fen=Subquery(received.values("amount_fen")[:1]))
            .order_by("-scheme__chosen_on", "-id")
        )

    def by_floor(self):
        """One row a floor, the top first: flats, payers, waived, least and most a payer pays, sums. No flat alone."""
        paying = Q(amount_fen__gt=0)
        rows = self.order_by().values("floor").annotate(flats=Count("id"), total_fen=Sum("amount_fen"))
        return rows.annotate(
            payers=Count("id", filter=paying),
            waived_flats=Count("id", filter=Q(waived=True)),
            borne_fen=Sum("compensation_fen"),
            least_fen=Min("amount_fen", filter=paying),
            most_fen=Max("amount_fen", filter=paying),
        ).order_by("-floor")


class Share(models.Model):
    """One flat in one scheme: floor and area as they were, and its part in fen.

    ``compensation_fen`` is its part of what low floors receive: a sum of its own, never in ``amount_fen``.
    """

    scheme = models.ForeignKey(SharingScheme, models.PROTECT, verbose_name="方案", related_name="shares")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    floor = models.SmallIntegerField("楼层")
    area_cm2 = models.BigIntegerField("建筑面积（平方厘米）")
    waived = models.BooleanField("免", default=False)
    waive_reason = models.CharField("免的原因", max_length=100, blank=True)
    amount_fen = models.BigIntegerField("应缴（分）")
    compensation_fen = models.BigIntegerField("分担补偿（分）", default=0)

    objects = ShareQuerySet.as_manager()
    guards = (*while_draft("costs_share"), *unit_at_home("costs_share"))
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "各户份额"
        ordering = ["scheme_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "unit"], name="costs_share_once", violation_error_message="这一室在方案里已有一行"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, compensation_fen__gte=0, area_cm2__gt=0), name="costs_share_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(waived=False, waive_reason="")
                | Q(waived=True, amount_fen=0, compensation_fen=0) & ~Q(waive_reason=""),
                name="costs_waiver_pays_nothing",
                violation_error_message="免的要写明原因，金额为0；不免的不写原因",
            ),
        ]

    def __str__(self):
        return f"份额{self.pk}"

    @property
    def community_id(self):
        return self.scheme.community_id


class Compensation(models.Model):
    """补偿: what a flat receives from those who pay, a line of its own."""

    scheme = models.ForeignKey(SharingScheme, models.PROTECT, verbose_name="方案", related_name="compensations")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("原因", max_length=100, help_text="例如：采光受影响，楼组会议商定")

    guards = (*while_draft("costs_compensation"), *unit_at_home("costs_compensation"))

    class Meta:
        verbose_name = verbose_name_plural = "补偿"
        ordering = ["scheme_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "unit"],
                name="costs_compensation_once",
                violation_error_message="这一室的补偿已写过",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(reason=""),
                name="costs_compensation_said",
                violation_error_message="补偿要大于0，并写明原因",
            ),
        ]

    def __str__(self):
        return f"补偿{self.pk}"

    @property
    def community_id(self):
        return self.scheme.community_id
