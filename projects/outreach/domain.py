"""Who is to be visited first, how a question is numbered, and how few may be told of: pure."""

import datetime
from dataclasses import dataclass

from communities.households.domain import ALPHABET

#: 10 × 5 bits: looked up by a keyed hash only, a few wrong ones an hour.
NUMBER_LENGTH = 10
#: A figure below this may point at somebody, so it is not told.
LEAST_TOLD = 5
YEARS = range(2000, 2101)


class Refused(ValueError):
    """Nothing was written; ``messages`` says why and what to do, in the reader's words."""

    def __init__(self, *messages: str):
        super().__init__("；".join(messages))
        self.messages = list(messages)


class TooMany(Refused):
    """Too many questions, or wrong numbers, from one address or in one community within the hour."""


@dataclass(frozen=True)
class Household:
    """One flat of a stair for the round: ``next_on`` of its last visit, None where nothing was promised."""

    unit_id: int
    room: str
    floor: int | None
    reached_on: datetime.date | None = None
    next_on: datetime.date | None = None
    is_priority: bool = False

    def is_overdue(self, today: datetime.date) -> bool:
        """The promised day has passed and nobody came since."""
        return self.next_on is not None and self.next_on < today


def round_of(households: list[Household], today: datetime.date) -> list[Household]:
    """Overdue first, the longest wait at the top; then those never reached, marked ones before; the rest by floor."""

    def order(home):
        overdue = home.is_overdue(today)
        since = home.next_on if overdue else datetime.date.max
        return (not overdue, since, home.reached_on is not None, not home.is_priority, -(home.floor or 0), home.room)

    return sorted(households, key=order)


def number_from(bits: int) -> str:
    """50 bits as ten characters of Crockford's base 32."""
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(NUMBER_LENGTH)))


def is_number(text: str) -> bool:
    return len(text) == NUMBER_LENGTH and set(text) <= set(ALPHABET)


def spoken_number(number: str) -> str:
    """As it is shown and read out: 7K2M9-XQP4R."""
    return f"{number[:5]}-{number[5:]}"


@dataclass(frozen=True)
class Told:
    """What the public may know of counts by kind: ``rest`` is what all small kinds together hold.

    ``rest`` is None where even together they are fewer than ``LEAST_TOLD``; ``total`` then leaves them out.
    """

    kinds: list[tuple[str, int]]
    rest: int | None
    total: int


def told(counts: dict[str, int]) -> Told:
    """Kinds of five or more, the largest first; smaller ones only together, and only where that makes five."""
    kinds = sorted(((kind, n) for kind, n in counts.items() if n >= LEAST_TOLD), key=lambda item: (-item[1], item[0]))
    small = sum(n for n in counts.values() if n < LEAST_TOLD)
    rest = small if small == 0 or small >= LEAST_TOLD else None
    return Told(kinds, rest, sum(n for _, n in kinds) + (rest or 0))


def at_least(count: int) -> int | None:
    """The figure where it may be told: none at all, or five and more."""
    return count if count == 0 or count >= LEAST_TOLD else None
