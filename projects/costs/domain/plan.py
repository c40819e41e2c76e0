"""A sharing plan (design: sharing plan): what is paid, what is granted, and each unit's part to the fen."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from .splitting import BadPlan, split

PLAN_FORMAT = "linli/sharing-plan/1"
_DECIMAL = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,8})?")
_MONEY = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?")


def money(fen: int) -> str:
    """Yuan with two decimals, as plans are written: 45000000 is "450000.00"."""
    return f"{fen // 100}.{fen % 100:02d}"


def fen(text: str) -> int:
    """ "450000.00" is 45000000; raises BadPlan on anything but yuan with at most two decimals."""
    return _fen(text, "金额")


def subsidy_total(cost: int, subsidies: Sequence[dict]) -> int:
    """Fen of all subsidies: each on the whole cost, rounded down, capped; together never above the cost."""
    return min(cost, sum(_subsidy(cost, item) for item in subsidies))


def apportion(plan: dict) -> dict:
    """Compute a sharing plan (design: sharing plan). Returns the result as printed; raises BadPlan."""
    cost, subsidy, units, weights = _read(plan)
    parts = split(cost - subsidy, weights)
    return {
        "cost": money(cost),
        "subsidy": money(subsidy),
        "owners_pay": money(cost - subsidy),
        "shares": [{"unit": unit["unit"], "amount": money(part)} for unit, part in zip(units, parts, strict=True)],
        "total": money(sum(parts)),
    }


def bear(plan: dict, total: int) -> list[int]:
    """Another sum of ``total`` fen borne by the same units by the same weights, in input order; raises BadPlan."""
    return split(total, _read(plan)[3])


def _read(plan):
    """(cost, subsidy, units, one integer weight a unit) of a plan that can be computed."""
    if not isinstance(plan, dict) or plan.get("format") != PLAN_FORMAT:
        raise BadPlan(f"不是分摊方案文件：format 应为 {PLAN_FORMAT}")
    cost = _fen(plan.get("cost"), "总价")
    if cost <= 0:
        raise BadPlan("总价要大于0")
    subsidy = subsidy_total(cost, _objects(plan.get("subsidies", []), "subsidies"))
    units = _units(plan)
    return cost, subsidy, units, _whole(_weights(plan, units, cost - subsidy))


def _weights(plan, units, owners_pay):
    """One Fraction a unit, zero for a waived one."""
    method = plan.get("method")
    if method == "floor_percent":
        return _percent_weights(_by_floor(plan, units), units)
    weigh = {
        "equal": lambda: [Fraction(1)] * len(units),
        "floor_coefficient": lambda: _by_floor(plan, units),
        "floor_coefficient_area": lambda: _by_floor_and_area(plan, units),
        "fixed": lambda: _fixed(units, owners_pay),
    }.get(method if isinstance(method, str) else None)
    if weigh is None:
        raise BadPlan(f"分摊办法不认识：{method!r}")
    return [Fraction(0) if _waived(unit) else weight for unit, weight in zip(units, weigh(), strict=True)]


def _by_floor(plan, units):
    floors = plan.get("floors")
    if not isinstance(floors, dict):
        raise BadPlan("缺少 floors（每层的系数或百分比）")
    weights = {floor: _fraction(value, f"{floor}层的系数") for floor, value in floors.items()}
    result = []
    for unit in units:
        floor = unit.get("floor")
        if isinstance(floor, bool) or not isinstance(floor, int) or str(floor) not in weights:
            raise BadPlan(f"{unit['unit']}的楼层没有系数：{floor!r}")
        result.append(weights[str(floor)])
    return result


def _by_floor_and_area(plan, units):
    areas = [_fraction(unit.get("area"), f"{unit['unit']}的面积") for unit in units]
    if any(area <= 0 for area in areas):
        raise BadPlan("面积要大于0")
    return [weight * area for weight, area in zip(_by_floor(plan, units), areas, strict=True)]


def _percent_weights(percents, units):
    """A floor's percentage in equal parts among its paying units."""
    of_floor = {unit["floor"]: percent for unit, percent in zip(units, percents, strict=True)}
    if sum(of_floor.values()) != 100:
        raise BadPlan(f"有住户的楼层百分比合计应为100，现在是{float(sum(of_floor.values())):g}")
    paying = dict.fromkeys(of_floor, 0)
    for unit in units:
        paying[unit["floor"]] += not _waived(unit)
    if alone := [floor for floor, number in paying.items() if not number and of_floor[floor]]:
        raise BadPlan(f"{alone[0]}层没有一户分摊，这一层的份额无人承担")
    return [
        Fraction(0) if _waived(unit) else percent / paying[unit["floor"]]
        for unit, percent in zip(units, percents, strict=True)
    ]


def _fixed(units, owners_pay):
    amounts = [_fen(unit.get("amount"), f"{unit['unit']}的金额") for unit in units]
    if sum(amounts) != owners_pay:
        raise BadPlan(f"各户金额合计{money(sum(amounts))}，应为{money(owners_pay)}")
    return [Fraction(amount) for amount in amounts]


def _whole(weights):
    """The same proportions as integers."""
    scale = lcm(*(weight.denominator for weight in weights))
    return [int(weight * scale) for weight in weights]


def _subsidy(cost, item):
    if ("rate" in item) == ("amount" in item):
        raise BadPlan("补贴要写 rate（比例）或 amount（金额）中的一个")
    if "rate" in item:
        rate = _fraction(item["rate"], "补贴比例")
        if rate > 1:
            raise BadPlan("补贴比例不能超过1")
        amount = int(cost * rate)
    else:
        amount = _fen(item["amount"], "补贴金额")
    return min(amount, _fen(item["cap"], "补贴上限")) if item.get("cap") is not None else amount


def _units(plan):
    units = _objects(plan.get("units"), "units")
    if not units:
        raise BadPlan("没有任何一户")
    names = [unit.get("unit") for unit in units]
    if not all(isinstance(name, str) and name and _printable(name) for name in names):
        raise BadPlan("户号缺失或写法不对")
    if len(set(names)) < len(names):
        raise BadPlan("户号重复")
    if not all(isinstance(unit.get("waived", False), bool) for unit in units):
        raise BadPlan("waived 只能是 true 或 false")
    return units


def _printable(name):
    """Half of a surrogate pair passes as JSON, and no terminal can print it."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _waived(unit):
    return unit.get("waived", False)


def _objects(value, name):
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadPlan(f"{name} 应是列表")
    return value


def _fraction(text, what):
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise BadPlan(f"{what}不是十进制数：{text!r}")
    return Fraction(text)


def _fen(text, what):
    if not isinstance(text, str) or not _MONEY.fullmatch(text):
        raise BadPlan(f"{what}应写成元、最多两位小数：{text!r}")
    return int(Fraction(text) * 100)
