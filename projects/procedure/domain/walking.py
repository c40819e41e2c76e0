"""A project walks the steps of its template: which may open, what one still lacks, whose turn it is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .gates import Facts, Lack, Named, lacking

WAITING, OPEN, DONE, SKIPPED = "waiting", "open", "done", "skipped"
SETTLED = (DONE, SKIPPED)


@dataclass(frozen=True)
class Stop:
    """One step of one project. Steps of one ``rank`` go side by side; all of a lower one must be settled first.

    ``missing``: required documents that are not there. ``stage_opening`` and ``stage_done``: the stage that opening or
    finishing it brings the project to, "" for none. ``is_permanent``: once open, it is never done.
    """

    key: int
    code: str
    rank: int
    name: Named
    actor: Named
    status: str = WAITING
    opens_with: tuple[str, ...] = ()
    closes_with: tuple[str, ...] = ()
    missing: tuple[Named, ...] = ()
    is_optional: bool = False
    is_permanent: bool = False
    stage_opening: str = ""
    stage_done: str = ""
    most_days: int | None = None
    opened_on: date | None = None
    done_on: date | None = None
    expected_on: date | None = None

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: ``state`` is working (at ``stop``), ready or blocked (``stop`` comes next), or over."""

    state: str
    stop: Stop | None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where one project stands on one day. ``days_*``: since the stage, since the step, past the day expected.

    ``reason`` is what somebody wrote: why it was paused, or why the present step's day was moved; "" for nothing.
    """

    stage: str
    turn: Turn
    reached: int
    total: int
    days_in_stage: int
    days_in_step: int | None = None
    days_late: int = 0
    reason: str = ""

    @property
    def percent(self) -> int:
        return percent(self.reached, self.total)

    @property
    def is_stuck(self) -> bool:
        """Paused, past its day, or longer at the step than is usual."""
        most = self.turn.stop.most_days if self.turn.stop else None
        too_long = most is not None and self.days_in_step is not None and self.days_in_step > most
        return self.stage == "paused" or self.days_late > 0 or too_long


def lacks_to_open(stop: Stop, stops: Sequence[Stop], facts: Facts) -> list[Lack]:
    """What keeps a waiting step from opening."""
    return unsettled_before(stop, stops) + lacking(stop.opens_with, facts)


def unsettled_before(stop: Stop, stops: Sequence[Stop]) -> list[Lack]:
    """Steps of a lower rank that are neither done nor left out."""
    return [
        Lack("previous", {"step": other.name}) for other in stops if other.rank < stop.rank and not other.is_settled
    ]


def lacks_to_finish(stop: Stop, facts: Facts) -> list[Lack]:
    """What keeps an open step from being done."""
    return lacking(stop.closes_with, facts) + [Lack("document", {"name": name}) for name in stop.missing]


def frontier(stops: Sequence[Stop]) -> list[Stop]:
    """Steps at which something can be done: the open ones, and those waiting with nothing unsettled before them."""
    lowest = min((stop.rank for stop in stops if not stop.is_settled), default=0)
    return [stop for stop in stops if stop.status == OPEN or (stop.status == WAITING and stop.rank <= lowest)]


def turn(stops: Sequence[Stop], facts: Facts) -> Turn:
    """The first open step that ends, else the first that comes next, else the one that goes on for good."""
    front = frontier(stops)
    working = next((stop for stop in front if stop.status == OPEN and not stop.is_permanent), None)
    if working:
        return Turn("working", working, tuple(lacks_to_finish(working, facts)))
    coming = next((stop for stop in front if stop.status == WAITING), None)
    if coming:
        lacks = tuple(lacks_to_open(coming, stops, facts))
        return Turn("blocked" if lacks else "ready", coming, lacks)
    return Turn("over", front[-1] if front else None)


def reached(stops: Sequence[Stop]) -> int:
    """How many are behind the project: done, not needed, or open for good."""
    return sum(stop.is_settled or (stop.is_permanent and stop.status == OPEN) for stop in stops)


def percent(part: int, whole: int) -> int:
    """Truncated, so that 100 means all."""
    return part * 100 // whole if whole else 0


def stage_of(stops: Sequence[Stop]) -> str:
    """The stage of the project that its steps speak of: of the furthest step that brings one; "" before the first."""
    stage = ""
    for stop in sorted(stops, key=lambda stop: stop.rank):
        if stop.stage_opening and stop.status in (OPEN, DONE):
            stage = stop.stage_opening
        if stop.stage_done and stop.is_settled:
            stage = stop.stage_done
    return stage
