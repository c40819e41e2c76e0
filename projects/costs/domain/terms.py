"""What a team settles, put into the form of a sharing plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .plan import PLAN_FORMAT, money


@dataclass(frozen=True)
class Terms:
    """How to share. ``floors`` as in a plan; the other mappings are by flat (primary key): reason, (fen, reason), fen.

    ``source`` says where the values come from; ``amounts`` belong to the method ``fixed``.
    """

    method: str
    floors: Mapping[str, str]
    source: str
    waivers: Mapping[int, str] = field(default_factory=dict)
    compensations: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    amounts: Mapping[int, int] = field(default_factory=dict)

    @property
    def compensation_fen(self) -> int:
        return sum(fen for fen, _ in self.compensations.values())


@dataclass(frozen=True)
class Grant:
    """A subsidy as counted on ``base_fen``: a rate in basis points rounded down and capped, or an amount."""

    name: str
    rate_bp: int | None
    cap_fen: int | None
    base_fen: int
    amount_fen: int


@dataclass(frozen=True)
class Flat:
    """A flat's line in a plan; ``amount_fen`` for the method ``fixed`` only."""

    room: str
    floor: int
    area_cm2: int
    waived: bool = False
    amount_fen: int | None = None


@dataclass(frozen=True)
class Span:
    """What the households of one floor pay: least and most of those who pay anything, and all together; fen."""

    least: int
    most: int
    total: int


def spans(shares: Iterable[tuple[int, int]]) -> dict[int, Span]:
    """By floor, from (floor, fen) of every flat."""
    found = {}
    for floor, fen in shares:
        found.setdefault(floor, []).append(fen)
    return {
        floor: Span(min((fen for fen in amounts if fen), default=0), max(amounts), sum(amounts))
        for floor, amounts in found.items()
    }


def granted(base_fen: int, rate_bp: int | None, cap_fen: int | None, amount_fen: int | None) -> int:
    """Fen of one subsidy: its amount, or its rate of ``base_fen`` rounded down and limited by its cap."""
    if rate_bp is None:
        return amount_fen
    part = base_fen * rate_bp // 10_000
    return part if cap_fen is None else min(part, cap_fen)


def plan(cost_fen: int, grants: Iterable[Grant], method: str, floors: Mapping[str, str], flats: Sequence[Flat]) -> dict:
    """The sharing plan (design: sharing plan) from which ``manage.py apportion`` computes the very same shares."""
    return {
        "format": PLAN_FORMAT,
        "cost": money(cost_fen),
        "subsidies": [_subsidy(cost_fen, grant) for grant in grants],
        "method": method,
        "floors": dict(floors),
        "units": [_unit(flat) for flat in flats],
    }


def _subsidy(cost_fen, grant):
    """By its rate where that is a rate of the whole cost, as plans have it; otherwise by what it came to."""
    if grant.rate_bp is None or grant.base_fen != cost_fen:
        return {"name": grant.name, "amount": money(grant.amount_fen)}
    rate = {"name": grant.name, "rate": f"{grant.rate_bp // 10_000}.{grant.rate_bp % 10_000:04d}"}
    return rate if grant.cap_fen is None else {**rate, "cap": money(grant.cap_fen)}


def _unit(flat):
    area = f"{flat.area_cm2 // 10_000}.{flat.area_cm2 % 10_000:04d}"
    unit = {"unit": flat.room, "floor": flat.floor, "area": area}
    if flat.waived:
        unit["waived"] = True
    if flat.amount_fen is not None:
        unit["amount"] = money(flat.amount_fen)
    return unit
