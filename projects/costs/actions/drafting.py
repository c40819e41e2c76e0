"""A draft of the scheme: computed from the budget, the subsidies and a table of floors, and stored line by line."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.journal import actions as journal
from communities.places.models import Unit
from projects.costs.domain import BadPlan, Flat, Refused, Terms, apportion, bear, fen, granted, plan
from projects.costs.enums import Method, SchemeState
from projects.costs.models import Compensation, SchemeSubsidy, Share, SharingScheme, SubsidyPolicy

from .access import locked_project, locked_scheme, require, require_state, words

MAX_SOURCE, MAX_REASON = 240, 100
GROUND_FLOOR = "一层不用电梯"


def draft_scheme(*, project, budget, terms, by, policies=None, reference=None, is_demo=False):
    """A new version, computed and stored as a draft. ``terms``: domain Terms; ``policies``: those in force today."""
    with transaction.atomic():
        project = locked_project(project)
        require(by, "add", "sharingscheme", project)
        version = 1 + (project.schemes.aggregate(last=Max("version"))["last"] or 0)
        scheme = SharingScheme(project=project, version=version, is_demo=is_demo)
        _write(scheme, budget, terms, policies, reference, by)
    return scheme


def redraft_scheme(*, scheme, budget, terms, by, policies=None, reference=None):
    """The same draft with other terms; every line is computed anew."""
    with transaction.atomic():
        held = locked_scheme(scheme)
        require(by, "change", "sharingscheme", held.project)
        require_state(held, SchemeState.DRAFT)
        _clear(held)
        _write(held, budget, terms, policies, reference, by)
    return held


def discard_scheme(*, scheme, by):
    """Throw a draft away; what was chosen can only be superseded."""
    with transaction.atomic():
        held = locked_scheme(scheme)
        require(by, "delete", "sharingscheme", held.project)
        require_state(held, SchemeState.DRAFT)
        _clear(held)
        journal.remove(held, by=by)


def terms_of(reference, units):
    """Terms as a reference table has them; refused where it was made for houses of another height."""
    floors = {str(unit.floor) for unit in units}
    if reference.method == Method.FLOOR_PERCENT and floors != set(reference.floors):
        raise Refused(f"“{reference.name}”是按{len(reference.floors)}层楼定的，这个楼组是{len(floors)}层，不能直接用")
    source = f"{reference.name}：{reference.citation}（{reference.status}）"
    ground = {unit.pk: GROUND_FLOOR for unit in units if unit.floor == 1}
    return Terms(
        method=reference.method,
        floors={floor: value for floor, value in reference.floors.items() if floor in floors},
        source=source[:MAX_SOURCE],
        waivers=ground if reference.method == Method.EQUAL else {},
    )


def flats_of(project):
    """Flats of the project's stair in the order of a plan; refused while a floor or an area is unknown."""
    rows = Unit.objects.filter(building_group=project.building_group_id).order_by("floor", "room")
    units = list(rows)
    if not units:
        raise Refused("这个楼组没有登记任何一室，请先导入名册")
    if unknown := [unit.room for unit in units if unit.floor is None or unit.area_cm2 is None]:
        raise Refused(f"还有{len(unknown)}室缺楼层或面积，例如{unknown[0]}室，请先补全")
    return units


def subsidy_lines(project, budget, policies=None):
    """Unsaved lines of what is granted: by default by every policy of the city and the community in force today."""
    if policies is None:
        policies = SubsidyPolicy.objects.for_community(project.community_id).valid_on(timezone.localdate())
    cost, base = budget.total_fen, budget.construction_fen
    return [
        SchemeSubsidy(
            policy=policy,
            name=policy.name,
            citation=policy.citation,
            rate_bp=policy.rate_bp,
            cap_fen=policy.cap_fen,
            base_fen=cost if policy.rate_bp is None else base,
            amount_fen=granted(base, policy.rate_bp, policy.cap_fen, policy.amount_fen),
        )
        for policy in policies
        if policy.rate_bp is None or base
    ]


def compute(units, cost_fen, lines, terms):
    """(result of the plan, fen each flat bears of the compensations); Refused says what is wrong with the terms.

    ``units`` in the order of the plan; ``lines`` are SchemeSubsidy or domain Grant rows.
    """
    fixed = terms.method == Method.FIXED
    flats = [
        Flat(u.room, u.floor, u.area_cm2, u.pk in terms.waivers, terms.amounts.get(u.pk, 0) if fixed else None)
        for u in units
    ]
    try:
        found = plan(cost_fen, lines, terms.method, terms.floors, flats)
        return apportion(found), bear(found, terms.compensation_fen)
    except BadPlan as error:
        raise Refused(str(error)) from error


def _write(scheme, budget, terms, policies, reference, by):
    if budget.project_id != scheme.project_id:
        raise Refused("所选的概算不是这个项目的")
    units = flats_of(scheme.project)
    _check(terms, units)
    lines = subsidy_lines(scheme.project, budget, policies)
    cost = budget.total_fen
    result, borne = compute(units, cost, lines, terms)
    scheme.budget, scheme.reference = budget, reference
    scheme.method, scheme.floors = terms.method, dict(terms.floors)
    scheme.source = words(terms.source, "数值从哪里来", MAX_SOURCE)
    scheme.cost_fen, scheme.owners_pay_fen = cost, fen(result["owners_pay"])
    scheme.subsidy_fen = cost - scheme.owners_pay_fen
    journal.store(scheme, by=by, action="draft")
    for line in lines:
        line.scheme = scheme
    SchemeSubsidy.objects.bulk_create(lines)
    amounts = [fen(share["amount"]) for share in result["shares"]]
    Share.objects.bulk_create(
        Share(
            scheme=scheme,
            unit=unit,
            floor=unit.floor,
            area_cm2=unit.area_cm2,
            waived=unit.pk in terms.waivers,
            waive_reason=terms.waivers.get(unit.pk, ""),
            amount_fen=amount,
            compensation_fen=part,
        )
        for unit, amount, part in zip(units, amounts, borne, strict=True)
    )
    Compensation.objects.bulk_create(
        Compensation(scheme=scheme, unit_id=pk, amount_fen=amount, reason=reason)
        for pk, (amount, reason) in terms.compensations.items()
    )
    counts = {"户数": len(units), "免": len(terms.waivers), "补偿合计（分）": terms.compensation_fen}
    changes = {name: [None, number] for name, number in counts.items()}
    journal.record(by=by, action="projects.sharingscheme.lines", obj=scheme, changes=changes)


def _check(terms, units):
    here = {unit.pk for unit in units}
    if not {*terms.waivers, *terms.compensations, *terms.amounts} <= here:
        raise Refused("免的、补偿的室要在这个楼组里")
    for reason in terms.waivers.values():
        words(reason, "免的原因", MAX_REASON)
    for amount, reason in terms.compensations.values():
        words(reason, "补偿的原因", MAX_REASON)
        if amount <= 0:
            raise Refused("补偿要大于0")


def _clear(scheme):
    for rows in (scheme.subsidies, scheme.shares, scheme.compensations):
        rows.all().delete()
