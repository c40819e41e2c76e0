"""What the 34 lifts cost and who bears what: budget, subsidy, scheme, signatures and contributors, all 示例数据.

Made up by rule from the stair's number: 640,000 to 750,000 元, three ways of sharing in turn. The first floor pays
nothing anywhere. Two stairs compensate it, one changed its scheme, and in 16号 one flat did not take part at first.
"""

from datetime import timedelta

from django.db import transaction

from projects.costs import actions
from projects.costs.domain import Terms
from projects.costs.enums import BudgetKind as Kind
from projects.costs.models import Budget, ReferenceTable, SubsidyPolicy
from projects.retrofits.enums import Stage
from projects.retrofits.models import Project
from seeds import read

#: Items in hundredths of the whole; the lift itself is the rest. Where works have begun, they go by four contracts.
TOGETHER = (
    (Kind.SURVEY, 6, "含检测论证"),
    (Kind.FOUNDATION, 20, "含管线移位"),
    (Kind.SHAFT, 33, "含幕墙连廊"),
)
PARTS = (
    (Kind.SURVEY, 4, ""),
    (Kind.TESTING, 2, ""),
    (Kind.FOUNDATION, 12, ""),
    (Kind.SHAFT, 22, ""),
    (Kind.CLADDING, 11, ""),
    (Kind.PIPES, 8, ""),
    (Kind.SUPERVISION, 2, ""),
    (Kind.AGENT, 4, ""),
    (Kind.AUDIT, 1, ""),
    (Kind.INSPECTION, 1, ""),
)
#: What a meeting of the stair settled on, by number of storeys.
OWN_PERCENT = {
    5: {"1": "0", "2": "10", "3": "22", "4": "31", "5": "37"},
    6: {"1": "0", "2": "6", "3": "13", "4": "20", "5": "27", "6": "34"},
}
TABLES = ("GZ_COEFFICIENT", "GZ_COEFFICIENT_AREA", None)
COMPENSATED, CHANGED, NOT_YET_IN = {"40", "69"}, "50", ("16", "201")
COMPENSATION_FEN = 500_000


@transaction.atomic
def load(community, tally):
    if Budget.objects.filter(project__community=community).exists():
        return
    tables = {table.code: table for table in ReferenceTable.objects.all()}
    policies = list(SubsidyPolicy.objects.filter(community=None, scope="city"))
    rows = Project.objects.filter(community=community).select_related("building_group")
    projects = {project.building_group.no: project for project in rows}
    for row in read(__file__, "lifts.toml")["lift"]:
        project = projects[row["no"]]
        works = next(day for stage, day, *_ in row["steps"] if stage == "not_started")
        _share(project, row["no"], works, tables, policies, tally)


def _share(project, no, works, tables, policies, tally):
    budget = actions.draw_budget(
        project=project, items=_items(project, int(no)), by=None, note="示例数据：按规则编写", is_demo=True
    )
    units = actions.flats_of(project)
    draft = {"project": project, "budget": budget, "policies": policies, "by": None, "is_demo": True}
    if no == CHANGED:
        first = actions.draft_scheme(**draft, terms=actions.terms_of(tables["EQUAL"], units), reference=tables["EQUAL"])
        actions.choose(scheme=first, on=works - timedelta(days=40), by=None)
        _sign(first, works - timedelta(days=38), rooms=8)
        tally.added += 1 + len(units) + 8
    table = tables.get(TABLES[int(no) % len(TABLES)])
    scheme = actions.draft_scheme(**draft, terms=_terms(no, table, units), reference=table)
    reason = "二楼、三楼住户提出楼层不同、受益不同，楼组会议改为按楼层分摊" if no == CHANGED else ""
    actions.choose(scheme=scheme, on=works - timedelta(days=21), by=None, reason=reason)
    signed = _sign(scheme, works - timedelta(days=14))
    contributors = actions.enter_contributors(scheme=scheme, on=works, by=None)
    tally.added += 2 + budget.items.count() + len(units) + len(signed) + len(contributors)


def _items(project, no):
    """(kind, fen, note, counts for the subsidy); whole yuan, hundredths of the cost each."""
    cost, waits = 64_000_000 + no * 7 % 12 * 1_000_000, project.stage == Stage.NOT_STARTED
    parts = [(kind, cost // 100 * hundredths, note, True) for kind, hundredths, note in (PARTS if waits else TOGETHER)]
    rest = "" if waits else "含监理、代建、审价、检验"
    return [*parts, (Kind.LIFT, cost - sum(part[1] for part in parts), rest, True)]


def _terms(no, table, units):
    if table is not None:
        terms = actions.terms_of(table, units)
    else:
        storeys = max(unit.floor for unit in units)
        terms = Terms("floor_percent", OWN_PERCENT[storeys], "楼组会议商定（示例数据）")
    waived = {unit.pk: "当时没有参加，以后可以补交加入" for unit in units if (no, unit.room) == NOT_YET_IN}
    paid = {unit.pk: (COMPENSATION_FEN, "采光和通风受影响，楼组会议商定") for unit in units if unit.floor == 1}
    return Terms(
        terms.method, terms.floors, terms.source, waivers=waived, compensations=paid if no in COMPENSATED else {}
    )


def _sign(scheme, day, rooms=None):
    payers = list(scheme.shares.paying().order_by("id"))[:rooms]
    return actions.sign(scheme=scheme, shares=payers, signed_on=day, by=None)
