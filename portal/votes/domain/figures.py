"""Figures of a vote as a page shows them: bars and what they miss by, and the stairs floor by floor. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from projects.consultations.domain import Threshold

BAR = 300
#: A flat of the façade, the gap beside it, and how many stand in a line: 296 units wide.
CELL_WIDTH, CELL_HEIGHT, GAP, IN_LINE = 68, 38, 8, 4
#: No row of the façade is a single flat: a floor that has but one stands together with its neighbour.
LEAST_FLATS = 2


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


def rounded_up(area_cm2: int) -> int:
    """To the hundredth of a square metre, upwards: what still lacks is never told as less."""
    return -(-area_cm2 // 100) * 100


@dataclass(frozen=True)
class Cell:
    """One flat of a row, somewhere: those that voted stand first, so the place tells nothing."""

    x: int
    y: int
    has_voted: bool


@dataclass(frozen=True)
class Row:
    """Floors ``low`` to ``high`` of the façade with ``flats``, of which ``voted`` handed in a paper."""

    low: int
    high: int
    flats: int
    voted: int

    @property
    def waiting(self) -> int:
        return self.flats - self.voted

    @property
    def cells(self) -> list[Cell]:
        step_x, step_y = CELL_WIDTH + GAP, CELL_HEIGHT + GAP
        places = (divmod(number, IN_LINE) for number in range(self.flats))
        return [Cell(x * step_x, y * step_y, number < self.voted) for number, (y, x) in enumerate(places)]

    @property
    def height(self) -> int:
        return -(-self.flats // IN_LINE) * (CELL_HEIGHT + GAP) - GAP


def facade(floors: Iterable[tuple[int, int, int]]) -> list[Row]:
    """From (floor, flats, flats that voted), the top first. Nothing where even together they are too few."""
    rows = []
    for floor, flats, voted in sorted(floors, reverse=True):
        row = Row(floor, floor, flats, voted)
        rows.append(_joined(rows.pop(), row) if rows and rows[-1].flats < LEAST_FLATS else row)
    if len(rows) > 1 and rows[-1].flats < LEAST_FLATS:
        last = rows.pop()
        rows.append(_joined(rows.pop(), last))
    return [row for row in rows if row.flats >= LEAST_FLATS]


def _joined(above, below):
    return Row(below.low, above.high, above.flats + below.flats, above.voted + below.voted)
