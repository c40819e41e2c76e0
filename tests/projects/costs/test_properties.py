"""Any plan: computed again by a second way of doing it, in exact fractions, and equal to the fen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.costs.domain import BadPlan, apportion, bear

COEFFICIENTS = st.decimals(0, 5, places=2).map(str)
AREAS = st.integers(1, 2_000_000).map(lambda cm2: str(Decimal(cm2) / 10_000))
YUAN = st.integers(1, 10**11).map(lambda fen: str(Decimal(fen) / 100))
SUBSIDIES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"rate": st.decimals(0, 1, places=4).map(str)}, optional={"cap": YUAN}),
        st.fixed_dictionaries({"amount": YUAN}),
    ),
    max_size=3,
)


@st.composite
def plans(draw):
    """Up to eight floors of up to four flats; some flats waived, a floor's percentages cut from 100."""
    storeys, flats = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    method = draw(st.sampled_from(("floor_percent", "floor_coefficient", "floor_coefficient_area", "equal")))
    values = draw(st.lists(COEFFICIENTS, min_size=storeys, max_size=storeys))
    if method == "floor_percent":
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=storeys - 1, max_size=storeys - 1)))
        values = [str(high - low) for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    units = [
        {"unit": f"{floor}-{flat}", "floor": floor, "area": draw(AREAS), "waived": draw(st.integers(0, 5)) == 0}
        for floor in range(1, storeys + 1)
        for flat in range(flats)
    ]
    return {
        "format": "linli/sharing-plan/1",
        "cost": draw(YUAN),
        "subsidies": draw(SUBSIDIES),
        "method": method,
        "floors": {str(floor): value for floor, value in enumerate(values, start=1)},
        "units": units,
    }


def weighed(plan):
    """A Fraction a unit, by the words of the format; None where nobody can bear a floor or the whole."""
    floors = {int(floor): Fraction(value) for floor, value in plan["floors"].items()}
    weights = []
    for unit in plan["units"]:
        weight = {
            "equal": Fraction(1),
            "floor_coefficient": floors[unit["floor"]],
            "floor_coefficient_area": floors[unit["floor"]] * Fraction(unit["area"]),
            "floor_percent": floors[unit["floor"]],
        }[plan["method"]]
        if plan["method"] == "floor_percent":
            payers = sum(not other["waived"] for other in plan["units"] if other["floor"] == unit["floor"])
            if not payers and weight:
                return None
            weight = weight / payers if payers else weight
        weights.append(Fraction(0) if unit["waived"] else weight)
    return weights


def counted(plan):
    """(fen owners pay, fen of each unit) by exact fractions: whole fen first, then the largest remainders in order."""
    cost, granted = Fraction(plan["cost"]) * 100, 0
    for item in plan["subsidies"]:
        amount = int(cost * Fraction(item["rate"])) if "rate" in item else Fraction(item["amount"]) * 100
        granted += min(amount, Fraction(item["cap"]) * 100) if "cap" in item else amount
    owners = int(cost - min(cost, granted))
    weights = weighed(plan)
    if weights is None or (owners and not sum(weights)):
        return owners, None
    exact = [owners * weight / sum(weights) if owners else Fraction(0) for weight in weights]
    fen = [part.numerator // part.denominator for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (fen[at] - exact[at], at))
    for at in by_rest[: owners - sum(fen)]:
        fen[at] += 1
    return owners, fen


def compare(plan):
    owners, expected = counted(plan)
    if expected is None:
        with pytest.raises(BadPlan):
            apportion(plan)
        return
    result = apportion(plan)
    parts = [int(Decimal(share["amount"]) * 100) for share in result["shares"]]
    assert parts == expected
    assert sum(parts) == owners == int(Decimal(result["owners_pay"]) * 100)
    assert result["total"] == result["owners_pay"]
    assert all(part == 0 for part, unit in zip(parts, plan["units"], strict=True) if unit["waived"])


@settings(max_examples=300, deadline=None)
@given(plans())
def test_any_plan_is_computed_as_by_exact_fractions(plan):
    compare(plan)


@pytest.mark.slow
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_hundred_thousand_plans_are_computed_as_by_exact_fractions(plan):
    compare(plan)


@settings(max_examples=200, deadline=None)
@given(plans(), st.integers(0, 10**9))
def test_any_other_sum_is_borne_whole_by_the_same_units(plan, total):
    weights = weighed(plan)
    if weights is None or not sum(weights):
        return
    borne = bear(plan, total)
    assert sum(borne) == total
    assert all(part == 0 for part, weight in zip(borne, weights, strict=True) if not weight)
