"""Figures of a count as a page shows them: lengths of bars, and by how much a test was missed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from projects.consultations.domain import Threshold

BAR = 300


@dataclass(frozen=True)
class Gauge:
    """One of the four tests. ``missing``: percentage points, empty when met; ``bar`` and ``tick`` are out of 300."""

    name: str
    numerator: str
    denominator: str
    percent: str
    required: Threshold | None
    met: bool | None
    missing: str
    bar: str
    tick: str

    @property
    def is_area(self) -> bool:
        return self.name.startswith("area")


def gauges(tests: Iterable[dict]) -> list[Gauge]:
    """From the tests as a count prints them (design: consultation record)."""
    return [_gauge(**test) for test in tests]


def _gauge(*, name, numerator, denominator, required, met, percent):
    threshold = None if required is None else Threshold.parse(required)
    share = share_of(numerator, denominator)
    wanted = None if threshold is None else Fraction(threshold.numerator, threshold.denominator)
    return Gauge(
        name=name,
        numerator=numerator,
        denominator=denominator,
        percent=percent,
        required=threshold,
        met=met,
        missing=missing_points(share, wanted) if met is False else "",
        bar=length(share),
        tick="" if wanted is None else length(wanted),
    )


def share_of(part, whole) -> Fraction:
    """Of decimal texts or integers; nothing of nothing is nothing."""
    return Fraction(part) / Fraction(whole) if Fraction(whole) else Fraction(0)


def missing_points(share: Fraction, wanted: Fraction) -> str:
    """Rounded up to a tenth of a percentage point: what was missed by a hair never reads 0.0."""
    tenths = max(1, -((share - wanted) * 1000 // 1))
    return f"{tenths // 10}.{tenths % 10}"


def length(share: Fraction) -> str:
    hundredths = round(share * BAR * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
