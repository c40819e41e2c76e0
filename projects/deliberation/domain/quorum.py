"""Whether enough are there: people, households, area, each only where the meeting's rule asks for it."""

import re
from dataclasses import dataclass
from fractions import Fraction

MEASURES = ("people", "households", "area")
_THRESHOLD = re.compile(r"(>=|>)([1-9]\d?)/([1-9]\d?)")


@dataclass(frozen=True)
class Light:
    """One measure: ``lacking`` is how many more must come (people, households, cm²); 0 when ``met``."""

    measure: str
    present: int
    due: int
    required: str
    lacking: int

    @property
    def met(self) -> bool:
        return self.lacking == 0


def lights(required: dict[str, str], present: dict[str, int], due: dict[str, int]) -> list[Light]:
    """One for every measure that ``required`` names: {"people": ">1/2"}; exact fractions, never percentages."""
    return [
        Light(name, present[name], due[name], required[name], _lacking(required[name], present[name], due[name]))
        for name in MEASURES
        if required.get(name)
    ]


def is_quorate(found: list[Light]) -> bool | None:
    """None where nothing is asked."""
    return all(light.met for light in found) if found else None


def _lacking(required, present, due):
    """A quorum of nobody is never met: at least one must be there."""
    sign, numerator, denominator = _THRESHOLD.fullmatch(required).groups()
    exact = Fraction(int(numerator), int(denominator)) * due
    least = -(-exact.numerator // exact.denominator) if sign == ">=" else exact.numerator // exact.denominator + 1
    return max(0, max(least, 1) - present)
