"""How near a vote is to what it needs: the part of each test that still lacks. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from projects.consultations.domain import Rule, Threshold

#: Areas of a counted record stand in square metres.
CM2 = 10_000


@dataclass(frozen=True)
class Shortfall:
    """One test that is not met: ``lacking`` more of ``whole``, in heads or in cm² (``is_area``)."""

    test: str
    lacking: int
    whole: int

    @property
    def is_area(self) -> bool:
        return self.test.startswith("area")


def of_turnout(rule: Rule, *, heads: int, of_heads: int, area: int, of_area: int) -> list[Shortfall]:
    """What the quorum lacks while papers come in; the consent is nobody's to know yet."""
    asked = (("area_quorum", rule.area_quorum, area, of_area), ("head_quorum", rule.head_quorum, heads, of_heads))
    return _lacking(asked)


def of_count(tests: Iterable[dict]) -> list[Shortfall]:
    """What the four tests of a count lacked, as design's record prints them."""
    return _lacking(
        (test["name"], test["required"] and Threshold.parse(test["required"]), *_integers(test)) for test in tests
    )


def distance(shortfalls: Iterable[Shortfall]) -> Fraction:
    """The largest part of a whole that still lacks: by it the nearest stand first."""
    return max((Fraction(item.lacking, item.whole) for item in shortfalls if item.whole), default=Fraction(0))


def _lacking(asked):
    found = [
        Shortfall(name, threshold.lacking(part, whole), whole) for name, threshold, part, whole in asked if threshold
    ]
    return [item for item in found if item.lacking]


def _integers(test):
    scale = CM2 if test["name"].startswith("area") else 1
    return (int(Decimal(test[side]) * scale) for side in ("numerator", "denominator"))
