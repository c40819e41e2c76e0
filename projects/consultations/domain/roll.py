"""Who counts as one head, and with how much area (建筑物区分所有权解释 arts. 8, 9)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .refusal import Refused

#: Unsold or undelivered flats of the developer count together as one head, whatever rows it was registered under.
DEVELOPER = "developer"
#: What a head stands for where only heads are counted (a committee, a residents' meeting): 1 平方米.
NOMINAL_CM2 = 10_000


@dataclass(frozen=True)
class Holder:
    """The owner of a flat as the roll knows one: by key, never by name."""

    key: str
    is_developer: bool = False

    @property
    def identity(self) -> str:
        return DEVELOPER if self.is_developer else self.key


@dataclass(frozen=True)
class Flat:
    """A flat as the register has it; ``owners`` are its current owners, co-owners left out."""

    unit_id: int
    label: str
    floor: int | None
    area_cm2: int | None
    owners: tuple[Holder, ...]


@dataclass(frozen=True)
class Head:
    """One voter: all flats of one owner as (unit_id, area); none where only heads are counted."""

    identity: str
    units: tuple[tuple[int, int], ...] = ()

    @property
    def area_cm2(self) -> int:
        return sum(area for _, area in self.units) or NOMINAL_CM2


def build_roll(flats: Iterable[Flat]) -> list[Head]:
    """One head an owner, in the order of first flats. Refused: what the register lacks, flat by flat."""
    flats = list(flats)
    if not flats:
        raise Refused("这个范围里没有登记任何一室，请先导入名册")
    if faults := [f"{flat.label}：{'、'.join(lacks)}" for flat in flats if (lacks := _lacks(flat))]:
        raise Refused(*faults)
    units = {}
    for flat in flats:
        units.setdefault(flat.owners[0].identity, []).append((flat.unit_id, flat.area_cm2))
    return [Head(identity, tuple(held)) for identity, held in units.items()]


def _lacks(flat):
    tests = {
        "缺楼层": flat.floor is None,
        "缺建筑面积": not flat.area_cm2,
        "缺业主": not flat.owners,
        "有不止一位现任业主，请核对产权关系": len(flat.owners) > 1,
    }
    return [words for words, lacking in tests.items() if lacking]


def square_metres(area_cm2: int) -> str:
    """Decimal text, exact: two places, four where the register is finer than that."""
    whole, rest = divmod(area_cm2, 10_000)
    return f"{whole}.{rest:04d}" if rest % 100 else f"{whole}.{rest // 100:02d}"


def roll_rows(voters: Iterable[tuple[str, int]], delivered: Collection[str] = ()) -> list[dict]:
    """The roll as the record carries it: (key, area), in the order of keys, which tells nothing."""
    return [
        {"voter": key, "area": square_metres(area)} | ({"delivered": True} if key in delivered else {})
        for key, area in sorted(voters)
    ]
