"""分摊方案: one version of who bears what. A draft is drawn up and compared; chosen, it is frozen."""

from django.db import models
from django.db.models import Count, F, Max, Min, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from projects.consultations.models import Consultation
from projects.costs.enums import Method, SchemeState
from projects.retrofits.models import Project

from .budgets import Budget
from .references import ReferenceTable

#: What choosing freezes. Only the state and what belongs to it go on changing, and the vote is named once.
FROZEN = (
    *("budget_id", "reference_id", "method", "floors", "source", "cost_fen", "subsidy_fen", "owners_pay_fen"),
    *("chosen_on", "is_demo"),
)
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
_CHOOSING = "OLD.state = 'draft' AND NEW.state = 'chosen' AND "
_SHARES = "FROM projects_share h WHERE h.scheme_id = NEW.id"
_VOTE = (
    "SELECT 1 FROM projects_consultation c JOIN projects_project p ON p.id = NEW.project_id "
    "WHERE c.id = NEW.consultation_id AND (c.project_id = p.id "
    "OR (c.project_id IS NULL AND c.building_group_id = p.building_group_id)) "
    "AND c.status IN ('displayed', 'final') AND EXISTS "
    "(SELECT 1 FROM projects_result r WHERE r.consultation_id = c.id AND r.passed)"
)

_HELD_VOTE = "SELECT 1 FROM projects_consultation c WHERE c.id = NEW.consultation_id FOR SHARE OF c"


def _total(column, table, row="scheme_id = NEW.id"):
    return f"(SELECT COALESCE(SUM({column}), 0) FROM {table} WHERE {row})"


STEPS = (
    Guard("costs_scheme_starts_draft", INSERT, "costs_scheme: starts as a draft", "NEW.state <> 'draft'"),
    Guard(
        "costs_scheme_budget_home_insert",
        INSERT,
        "costs_scheme: budget of another project",
        "NOT EXISTS (SELECT 1 FROM projects_budget b WHERE b.id = NEW.budget_id AND b.project_id = NEW.project_id)",
    ),
    Guard(
        "costs_scheme_budget_home_update",
        UPDATE,
        "costs_scheme: budget of another project",
        "NOT EXISTS (SELECT 1 FROM projects_budget b WHERE b.id = NEW.budget_id AND b.project_id = NEW.project_id)",
    ),
    Guard(
        "costs_scheme_frozen",
        UPDATE,
        "costs_scheme: frozen since it was chosen",
        f"OLD.state <> 'draft' AND ({_CHANGED} "
        "OR (OLD.consultation_id IS NOT NULL AND OLD.consultation_id IS DISTINCT FROM NEW.consultation_id))",
    ),
    Guard(
        "costs_scheme_moves",
        UPDATE,
        "costs_scheme: no such step",
        "OLD.state <> NEW.state AND NOT (OLD.state = 'draft' AND NEW.state = 'chosen' "
        "OR OLD.state = 'chosen' AND NEW.state = 'superseded')",
    ),
    Guard(
        "costs_scheme_superseded_for_good",
        UPDATE,
        "costs_scheme: superseded for good",
        "OLD.state = 'superseded' AND (OLD.superseded_on IS DISTINCT FROM NEW.superseded_on "
        "OR OLD.supersede_reason <> NEW.supersede_reason)",
    ),
    Guard(
        "costs_scheme_cost_of_budget",
        UPDATE,
        "costs_scheme: its cost is not that of its budget",
        f"{_CHOOSING}NEW.cost_fen <> {_total('amount_fen', 'projects_budgetitem', 'budget_id = NEW.budget_id')}",
        lock="SELECT 1 FROM projects_budget b WHERE b.id = NEW.budget_id FOR UPDATE OF b",
    ),
    Guard(
        "costs_scheme_subsidies_whole",
        UPDATE,
        "costs_scheme: its subsidy is not the sum of its lines",
        f"{_CHOOSING}NEW.subsidy_fen <> (SELECT CASE WHEN x.total > NEW.cost_fen THEN NEW.cost_fen ELSE x.total END "
        f"FROM (SELECT {_total('amount_fen', 'projects_schemesubsidy')} AS total) x)",
    ),
    Guard(
        "costs_scheme_shares_whole",
        UPDATE,
        "costs_scheme: its shares are not what owners pay",
        f"{_CHOOSING}(NOT EXISTS (SELECT 1 {_SHARES}) "
        f"OR NEW.owners_pay_fen <> {_total('amount_fen', 'projects_share')} "
        f"OR {_total('compensation_fen', 'projects_share')} <> {_total('amount_fen', 'projects_compensation')})",
    ),
    Guard(
        "costs_scheme_every_flat",
        UPDATE,
        "costs_scheme: a flat of the stair has no line",
        f"{_CHOOSING}EXISTS (SELECT 1 FROM projects_project p JOIN communities_unit u "
        "ON u.building_group_id = p.building_group_id WHERE p.id = NEW.project_id "
        f"AND NOT EXISTS (SELECT 1 {_SHARES} AND h.unit_id = u.id))",
    ),
    Guard(
        "costs_scheme_vote_insert",
        INSERT,
        "costs_scheme: a vote of another place, not displayed, annulled or not passed",
        f"NEW.consultation_id IS NOT NULL AND NOT EXISTS ({_VOTE})",
        lock=_HELD_VOTE,
    ),
    Guard(
        "costs_scheme_vote_update",
        UPDATE,
        "costs_scheme: a vote of another place, not displayed, annulled or not passed",
        "NEW.consultation_id IS NOT NULL AND (OLD.consultation_id IS DISTINCT FROM NEW.consultation_id "
        f"OR OLD.state = 'draft') AND NOT EXISTS ({_VOTE})",
        lock=_HELD_VOTE,
    ),
    Guard("costs_scheme_no_delete", DELETE, "costs_scheme: chosen ones are kept", "OLD.state <> 'draft'"),
    Guard("costs_scheme_no_truncate", TRUNCATE, "costs_scheme: chosen ones are kept"),
)


def with_span(projects):
    """Projects with the least and the most a household pays by the chosen scheme (``least_fen``, ``most_fen``).

    ``scheme_id`` is None where none is chosen; households on whom nothing falls are left out.
    """
    chosen = Q(schemes__state=SchemeState.CHOSEN)
    paying = chosen & Q(schemes__shares__amount_fen__gt=0)
    return projects.annotate(
        scheme_id=Max("schemes__id", filter=chosen),
        least_fen=Min("schemes__shares__amount_fen", filter=paying),
        most_fen=Max("schemes__shares__amount_fen", filter=paying),
    )


class SharingSchemeQuerySet(models.QuerySet):
    def chosen(self):
        return self.filter(state=SchemeState.CHOSEN)

    def published(self):
        """What residents may read: a draft is the team's own."""
        return self.exclude(state=SchemeState.DRAFT)

    def with_signatures(self):
        """``payers``: households that pay; ``signed``: those of them whose signature stands."""
        standing = Q(shares__signatures__isnull=False, shares__signatures__withdrawn_at__isnull=True)
        return self.annotate(
            payers=Count("shares", filter=Q(shares__amount_fen__gt=0), distinct=True),
            signed=Count("shares__signatures", filter=standing, distinct=True),
        )

    def with_subsidies(self):
        """Each scheme once for every subsidy it counts (once, with ``line_name`` None, where there is none)."""
        columns = (
            "name",
            "citation",
            "rate_bp",
            "cap_fen",
            "base_fen",
            "amount_fen",
            "policy__scope",
            "policy__name_en",
        )
        lines = {f"line_{name.removeprefix('policy__')}": F(f"subsidies__{name}") for name in columns}
        return self.annotate(**lines).order_by("-version", "subsidies__id")


class SharingScheme(models.Model):
    """Sums in fen. ``floors`` as in a sharing plan; ``source`` says where its values come from.

    ``chosen_on`` and ``superseded_on`` are days in Shanghai; the vote that chose it may be named later, once.
    """

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="schemes")
    version = models.PositiveSmallIntegerField("版本", editable=False)
    budget = models.ForeignKey(Budget, models.PROTECT, verbose_name="概算", related_name="schemes")
    reference = models.ForeignKey(
        ReferenceTable, models.PROTECT, verbose_name="参考表", null=True, blank=True, related_name="schemes"
    )
    method = models.CharField("办法", max_length=24, choices=Method)
    floors = models.JSONField("每层的数值", default=dict, blank=True)
    source = models.CharField("数值从哪里来", max_length=240, help_text="例如：3月5日楼组会议商定")
    cost_fen = models.BigIntegerField("总价（分）", editable=False)
    subsidy_fen = models.BigIntegerField("补贴合计（分）", editable=False)
    owners_pay_fen = models.BigIntegerField("业主承担（分）", editable=False)
    state = models.CharField("状态", max_length=10, choices=SchemeState, default=SchemeState.DRAFT, editable=False)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, verbose_name="选定它的征询", null=True, blank=True, related_name="schemes"
    )
    chosen_on = models.DateField("选定日期", null=True, editable=False)
    superseded_on = models.DateField("被代替日期", null=True, editable=False)
    supersede_reason = models.CharField("被代替的原因", max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = SharingSchemeQuerySet.as_manager()
    guards = (fixed("costs_scheme", "project_id", "version"), *STEPS)
    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "分摊方案"
        ordering = ["project_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="costs_scheme_version_once",
                violation_error_message="这个版本的方案刚刚已有人登记，请刷新后再试",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="chosen"),
                name="costs_one_chosen_scheme",
                violation_error_message="这个项目刚刚已选定另一个方案，请刷新后再试",
            ),
            models.CheckConstraint(
                condition=Q(cost_fen__gt=0, subsidy_fen__gte=0, owners_pay_fen__gte=0)
                & Q(cost_fen=F("subsidy_fen") + F("owners_pay_fen")),
                name="costs_scheme_sums",
                violation_error_message="总价要大于0，等于补贴加业主承担额",
            ),
            models.CheckConstraint(
                condition=Q(method__in=Method.values) & ~Q(source=""),
                name="costs_scheme_method_known",
                violation_error_message="要写明办法和数值的来源",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", chosen_on__isnull=True, superseded_on__isnull=True, supersede_reason="")
                | Q(state="chosen", chosen_on__isnull=False, superseded_on__isnull=True, supersede_reason="")
                | Q(state="superseded", chosen_on__isnull=False, superseded_on__isnull=False) & ~Q(supersede_reason=""),
                name="costs_scheme_state_with_dates",
                violation_error_message="选定要有日期；代替要有日期和原因",
            ),
        ]

    def __str__(self):
        return f"{self.project}分摊方案第{self.version}稿"

    @property
    def community_id(self):
        return self.project.community_id
