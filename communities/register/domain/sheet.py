"""What every kind of file is turned into, and how much of it there may be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 200_000
MAX_CELLS = 6_000_000


class Unreadable(Exception):
    """The file as a whole cannot be read; the text tells the person why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """``rows()`` starts anew: (the sheet's own row number, cells). ``faults`` names cells without a value."""

    name: str
    rows: Callable[[], Iterator[tuple[int, list]]]
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
