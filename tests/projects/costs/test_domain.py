"""Worked examples A, B, C of the sharing rules, and: the parts always sum to the whole."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.costs.domain import BadPlan, apportion, split, subsidy_total

GUANGZHOU = {"1": "0", "2": "0.5", "3": "1", "4": "1.1", "5": "1.2", "6": "1.3"}
SHANGHAI_7 = {"1": "0", "2": "5", "3": "9", "4": "14", "5": "19", "6": "24", "7": "29"}
CITY = {"name": "市区补贴", "rate": "0.40", "cap": "280000.00"}


def plan(method, floors=None, per_floor=2, storeys=6, cost="470000.00", subsidies=(), **unit):
    units = [
        {"unit": f"{floor}0{number}", "floor": floor, "area": "54.36", **unit}
        for floor in range(1, storeys + 1)
        for number in range(1, per_floor + 1)
    ]
    return {
        "format": "linli/sharing-plan/1",
        "cost": cost,
        "subsidies": list(subsidies),
        "method": method,
        "floors": floors or {},
        "units": units,
    }


def amounts(result):
    return {share["unit"]: share["amount"] for share in result["shares"]}


def test_example_a_guangzhou_coefficients():
    result = apportion(plan("floor_coefficient", GUANGZHOU))
    shares = amounts(result)
    assert [shares[f"{floor}02"] for floor in range(1, 7)] == [
        "0.00",
        "23039.22",
        "46078.43",
        "50686.27",
        "55294.12",
        "59901.96",
    ]
    assert result["total"] == result["owners_pay"] == "470000.00"


def test_example_b_shanghai_midpoints_two_flats_a_floor():
    shares = amounts(apportion(plan("floor_percent", SHANGHAI_7, storeys=7)))
    assert [shares[f"{floor}01"] for floor in range(2, 8)] == [
        "11750.00",
        "21150.00",
        "32900.00",
        "44650.00",
        "56400.00",
        "68150.00",
    ]
    assert shares["101"] == "0.00"


def test_example_c_three_flats_a_floor_ties_by_order():
    result = apportion(plan("floor_percent", SHANGHAI_7, storeys=7, per_floor=3))
    shares = amounts(result)
    assert [shares["201"], shares["202"], shares["203"]] == ["7833.34", "7833.34", "7833.33"]
    assert result["total"] == "470000.00"


@pytest.mark.parametrize(
    "cost,subsidy,owners",
    [
        ("650000.00", "260000.00", "390000.00"),
        ("700000", "280000.00", "420000.00"),
        ("750000.00", "280000.00", "470000.00"),
    ],
)
def test_city_subsidy_is_40_percent_capped(cost, subsidy, owners):
    result = apportion(plan("equal", cost=cost, subsidies=[CITY]))
    assert (result["subsidy"], result["owners_pay"], result["total"]) == (subsidy, owners, owners)


def test_subsidies_are_rounded_down_and_never_exceed_the_cost():
    assert subsidy_total(101, [{"rate": "0.5"}]) == 50
    assert subsidy_total(10_000, [{"amount": "80.00"}, {"amount": "30.00"}]) == 10_000
    assert apportion(plan("equal", cost="1.00", subsidies=[{"amount": "2.00"}]))["total"] == "0.00"


def test_waived_unit_pays_nothing_and_the_others_bear_it_by_weight():
    waiver = plan("floor_coefficient", GUANGZHOU)
    waiver["units"][2]["waived"] = True
    result = apportion(waiver)
    assert amounts(result)["201"] == "0.00"
    assert amounts(result)["202"] == "24226.80"
    assert result["total"] == "470000.00"


def test_waived_unit_of_a_percent_floor_is_borne_by_its_floor():
    waiver = plan("floor_percent", SHANGHAI_7, storeys=7)
    waiver["units"][2]["waived"] = True
    shares = amounts(apportion(waiver))
    assert (shares["201"], shares["202"], shares["301"]) == ("0.00", "23500.00", "21150.00")
    waiver["units"][3]["waived"] = True
    with pytest.raises(BadPlan, match="2层"):
        apportion(waiver)


def test_fixed_amounts_must_sum_to_what_owners_pay():
    fixed = plan("fixed", storeys=1, cost="100.00", amount="50.00")
    assert amounts(apportion(fixed)) == {"101": "50.00", "102": "50.00"}
    fixed["units"][0]["amount"] = "49.99"
    with pytest.raises(BadPlan, match=r"99\.99"):
        apportion(fixed)


def test_coefficient_times_area_follows_area():
    by_area = plan("floor_coefficient_area", {"1": "0", "2": "1"}, storeys=2, cost="100.00")
    by_area["units"][3]["area"] = "108.72"
    shares = amounts(apportion(by_area))
    assert shares == {"101": "0.00", "102": "0.00", "201": "33.33", "202": "66.67"}
    assert apportion(by_area)["total"] == "100.00"


@pytest.mark.parametrize(
    "damage",
    [
        lambda p: p.update(format="x"),
        lambda p: p.update(cost="0.00"),
        lambda p: p.update(cost="-5"),
        lambda p: p.update(cost="1.234"),
        lambda p: p.update(cost=470000),
        lambda p: p.update(method="by_mood"),
        lambda p: p.update(method=["equal"]),
        lambda p: p.update(floors={"1": "0"}),
        lambda p: p.update(floors=None),
        lambda p: p.update(floors=dict.fromkeys(GUANGZHOU, "0")),
        lambda p: p.update(floors=GUANGZHOU | {"2": "-1"}),
        lambda p: p.update(method="floor_percent"),
        lambda p: p.update(units=[]),
        lambda p: p.update(units="x"),
        lambda p: p["units"].append(dict(p["units"][0])),
        lambda p: p["units"][0].pop("unit"),
        lambda p: p["units"][0].update(floor="1"),
        lambda p: p["units"][0].update(waived="yes"),
        lambda p: p.update(subsidies=[{"name": "x"}]),
        lambda p: p.update(subsidies=[{"rate": "0.4", "amount": "1"}]),
        lambda p: p.update(subsidies=[{"rate": "1.5"}]),
        lambda p: p.update(method="floor_coefficient_area", units=[{"unit": "101", "floor": 2, "area": "0"}]),
    ],
)
def test_bad_plan_is_refused_with_a_reason(damage):
    broken = copy.deepcopy(plan("floor_coefficient", GUANGZHOU))
    damage(broken)
    with pytest.raises(BadPlan) as refusal:
        apportion(broken)
    assert str(refusal.value)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_split_sums_to_the_total_and_is_off_by_less_than_one_fen(total, weights):
    if not any(weights):
        weights[0] = 1
    parts = split(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))
