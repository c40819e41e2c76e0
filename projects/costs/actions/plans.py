"""The frozen plan of a scheme: whoever has it computes the same shares without this site."""

from projects.costs.domain import BadPlan, Flat, apportion, bear, fen, plan
from projects.costs.enums import Method


def plan_of(scheme):
    """The sharing plan (design: sharing plan) of one scheme. It holds rooms and areas: for staff and the stair only."""
    fixed = scheme.method == Method.FIXED
    flats = [
        Flat(share.unit.room, share.floor, share.area_cm2, share.waived, share.amount_fen if fixed else None)
        for share in scheme.shares.select_related("unit").order_by("id")
    ]
    return plan(scheme.cost_fen, scheme.subsidies.order_by("id"), scheme.method, scheme.floors, flats)


def faults_of(scheme):
    """What is wrong with the stored sums of a scheme, one line each; none when anybody computes the same."""
    shares = list(scheme.shares.order_by("id"))
    compensation = sum(scheme.compensations.values_list("amount_fen", flat=True))
    try:
        found = plan_of(scheme)
        result, borne = apportion(found), bear(found, compensation)
    except BadPlan as error:
        yield f"cannot be computed: {error}"
        return
    if fen(result["owners_pay"]) != scheme.owners_pay_fen:
        yield f"lets owners pay {scheme.owners_pay_fen}, its plan {fen(result['owners_pay'])}"
    computed = [fen(share["amount"]) for share in result["shares"]]
    if wrong := sum(share.amount_fen != part for share, part in zip(shares, computed, strict=True)):
        yield f"has {wrong} shares that its plan does not compute to"
    if wrong := sum(share.compensation_fen != part for share, part in zip(shares, borne, strict=True)):
        yield f"has {wrong} parts of the compensation that its plan does not compute to"
