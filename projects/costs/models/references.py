"""What a plan starts from: subsidies with their validity, and tables of floors, each with its source."""

from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.guards import fixed
from communities.places.models import Community
from projects.costs.enums import Method, PolicyScope


class SubsidyPolicyQuerySet(models.QuerySet):
    def for_community(self, community_id):
        """Those of everybody and those of this community."""
        return self.filter(Q(community__isnull=True) | Q(community=community_id))

    def valid_on(self, day):
        """In force on ``day``; ``valid_to`` is the last day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class SubsidyPolicy(models.Model):
    """补贴政策: a rate in basis points (4000 = 40%) with a cap, or an amount. No community: for every community."""

    community = models.ForeignKey(
        Community, models.PROTECT, verbose_name="居民区", null=True, blank=True, related_name="subsidy_policies"
    )
    name = models.CharField("名称", max_length=60, help_text="例如：街道加装电梯补贴")
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    scope = models.CharField("谁发放", max_length=10, choices=PolicyScope)
    rate_bp = models.PositiveIntegerField("比例（万分之几）", null=True, blank=True, help_text="4000就是40%")
    cap_fen = models.BigIntegerField("上限（分）", null=True, blank=True)
    amount_fen = models.BigIntegerField("定额（分）", null=True, blank=True)
    valid_from = models.DateField("开始日期", null=True, blank=True)
    valid_to = models.DateField("截止日期", null=True, blank=True, help_text="不知道就留空")
    citation = models.CharField("依据", max_length=200, help_text="文件名和文号，或消息来源")
    checked_on = models.DateField("核对日期")

    objects = SubsidyPolicyQuerySet.as_manager()
    guards = (fixed("costs_policy", "community_id"),)
    grants = grants.COMMITTEE

    class Meta:
        verbose_name = verbose_name_plural = "补贴政策"
        ordering = ["scope", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_bp__isnull=False, rate_bp__gte=1, rate_bp__lte=10_000, amount_fen__isnull=True)
                | Q(rate_bp__isnull=True, cap_fen__isnull=True, amount_fen__isnull=False, amount_fen__gt=0),
                name="costs_policy_rate_or_amount",
                violation_error_message="比例（可以有上限）和定额只填一个，都要大于0",
            ),
            models.CheckConstraint(
                condition=Q(cap_fen__isnull=True) | Q(cap_fen__gt=0),
                name="costs_policy_cap_positive",
                violation_error_message="上限要大于0",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="costs_policy_dates_ordered",
                violation_error_message="截止日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=~Q(citation="") & ~Q(name=""),
                name="costs_policy_has_citation",
                violation_error_message="名称和依据都要写",
            ),
            models.UniqueConstraint(
                fields=["community", "name", "valid_from"],
                condition=Q(community__isnull=False),
                name="costs_policy_once",
                violation_error_message="这个居民区已有同名、同日开始的补贴政策",
            ),
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                condition=Q(community__isnull=True),
                name="costs_common_policy_once",
                violation_error_message="已有同名、同日开始的通用补贴政策",
            ),
        ]

    def __str__(self):
        return self.name


class ReferenceTable(models.Model):
    """分摊参考表: a value a floor, ``floors`` as in a sharing plan ({"2": "5"}); never more than a starting point."""

    code = models.CharField("代码", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    method = models.CharField("办法", max_length=24, choices=Method)
    floors = models.JSONField("每层的数值", default=dict, blank=True)
    intervals = models.JSONField("指导区间", default=dict, blank=True, help_text="原文的区间，例如：4–6")
    citation = models.CharField("依据", max_length=200)
    status = models.CharField("效力", max_length=60, default="仅供参考", help_text="例如：仅供参考")
    note = models.TextField("说明", blank=True)
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = verbose_name_plural = "分摊参考表"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(citation=""), name="costs_reference_has_citation"),
            models.CheckConstraint(
                condition=Q(method__in=["floor_percent", "floor_coefficient", "floor_coefficient_area", "equal"]),
                name="costs_reference_method_known",
            ),
        ]

    def __str__(self):
        return self.name
