"""概算: what the project is expected to cost, item by item; frozen once a chosen scheme rests on it."""

from django.db import models
from django.db.models import Q, Sum

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from projects.costs.enums import BudgetKind
from projects.retrofits.models import Project

_USED = "SELECT 1 FROM projects_sharingscheme s WHERE s.budget_id = {row}.budget_id AND s.state <> 'draft'"


def _while_unused(event, row, suffix=""):
    """Choosing a scheme holds its budget (schemes.py), so no item slips in behind its sum."""
    return Guard(
        f"costs_item_frozen_{event.lower()}{suffix}",
        event,
        "costs_item: a chosen scheme rests on this budget",
        f"EXISTS ({_USED.format(row=row)})",
        lock=f"SELECT 1 FROM projects_budget b WHERE b.id = {row}.budget_id FOR SHARE OF b",
    )


class Budget(models.Model):
    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="budgets")
    version = models.PositiveSmallIntegerField("版本", editable=False)
    note = models.CharField("说明", max_length=200, blank=True, help_text="例如：设计院2026年10月报价")
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    guards = (fixed("costs_budget", "project_id", "version"),)
    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "概算"
        ordering = ["project_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="costs_budget_version_once",
                violation_error_message="这个版本的概算刚刚已有人登记，请刷新后再试",
            )
        ]

    def __str__(self):
        return f"{self.project}概算第{self.version}稿"

    @property
    def community_id(self):
        return self.project.community_id

    @property
    def total_fen(self):
        return self.items.aggregate(total=Sum("amount_fen", default=0))["total"]

    @property
    def construction_fen(self):
        """施工金额: what a subsidy by rate is counted on."""
        counted = self.items.filter(counts_for_subsidy=True)
        return counted.aggregate(total=Sum("amount_fen", default=0))["total"]


class BudgetItem(models.Model):
    budget = models.ForeignKey(Budget, models.PROTECT, verbose_name="概算", related_name="items")
    kind = models.CharField("项目", max_length=12, choices=BudgetKind)
    note = models.CharField("说明", max_length=60, blank=True)
    amount_fen = models.BigIntegerField("金额（分）")
    counts_for_subsidy = models.BooleanField(
        "计入施工金额", default=True, help_text="按比例的补贴以计入的项目合计为基数"
    )

    guards = (
        _while_unused(INSERT, "NEW"),
        _while_unused(UPDATE, "NEW"),
        _while_unused(UPDATE, "OLD", "_from"),
        _while_unused(DELETE, "OLD"),
        Guard("costs_item_no_truncate", TRUNCATE, "costs_item: a chosen scheme may rest on this budget"),
    )
    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "概算项目"
        ordering = ["budget_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "kind", "note"],
                name="costs_item_once",
                violation_error_message="同一项目写了两次；确实有两笔，请在“说明”里写明区别",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=10**13),
                name="costs_item_amount_sane",
                violation_error_message="金额要大于0，最多1000亿元",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.note}"

    @property
    def community_id(self):
        return self.budget.project.community_id
