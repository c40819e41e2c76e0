"""How fast a community builds: medians of days, by year and by step. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

#: Fewer durations than this name no step as slow: one unlucky project is not a rule.
ENOUGH = 3


@dataclass(frozen=True)
class Built:
    """One accepted project; ``begun_on`` is when its consultation began, None where nobody wrote it down."""

    done_on: date
    begun_on: date | None


@dataclass(frozen=True)
class Year:
    """What was accepted in one year; ``median`` days of the ``known`` ones, None without any."""

    year: int
    count: int
    known: int
    median: Fraction | None


@dataclass(frozen=True)
class Pace:
    """One step over ``count`` projects, in days from its opening to its end."""

    code: str
    name: str
    count: int
    median: Fraction
    least: int
    most: int

    @property
    def is_telling(self) -> bool:
        return self.count >= ENOUGH


def median(days: Iterable[int]) -> Fraction | None:
    """The middle one; between the two in the middle half way; None of nothing."""
    found = sorted(days)
    if not found:
        return None
    half = len(found) // 2
    return Fraction(found[half]) if len(found) % 2 else Fraction(found[half - 1] + found[half], 2)


def plain(days: Fraction) -> str:
    """87 or 87.5: a median of whole days has no other part."""
    return str(days.numerator) if days.denominator == 1 else f"{days.numerator // 2}.5"


def whole(built: Iterable[Built]) -> tuple[int, Fraction | None]:
    """(how many of them have both days, the median of those)."""
    days = [_days(item) for item in built if item.begun_on]
    return len(days), median(days)


def years(built: Iterable[Built]) -> list[Year]:
    """By year of acceptance, the first year first; years without any are left out."""
    found = {}
    for item in built:
        found.setdefault(item.done_on.year, []).append(item)
    return [Year(year, len(items), *whole(items)) for year, items in sorted(found.items())]


def paces(steps: Iterable[tuple[str, str, date, date]]) -> list[Pace]:
    """One a step, in the order in which the codes first come, from (code, name, opened, done)."""
    found, names = {}, {}
    for code, name, opened_on, done_on in steps:
        found.setdefault(code, []).append((done_on - opened_on).days)
        names[code] = name
    return [Pace(code, names[code], len(days), median(days), min(days), max(days)) for code, days in found.items()]


def slowest(found: Iterable[Pace], number: int = 3) -> list[Pace]:
    """The steps with the longest medians, the slowest first, of those that tell enough."""
    return sorted((pace for pace in found if pace.is_telling), key=lambda pace: (-pace.median, pace.code))[:number]


def drawn(found: list[Pace], width: int = 300) -> list[tuple[Pace, int]]:
    """Each with the length of its bar; the longest median fills ``width``, and the shortest stays visible."""
    longest = max((pace.median for pace in found), default=0)
    return [(pace, max(1, int(pace.median * width / longest)) if longest else 1) for pace in found]


def _days(item):
    return (item.done_on - item.begun_on).days
