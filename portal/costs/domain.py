"""A scheme as it is shown: floor by floor, never flat by flat. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The palest that still shows against the card.
PALEST = 15


@dataclass(frozen=True)
class Floor:
    """Fen; ``least`` and ``most`` of those who pay (both 0 where nobody does), ``depth`` in hundredths of the hue."""

    number: int
    flats: int
    payers: int
    least: int
    most: int
    total: int
    value: str = ""
    depth: int = 0

    @property
    def opacity(self) -> str:
        return f"{self.depth / 100:.2f}"


@dataclass(frozen=True)
class Subsidy:
    """A subsidy as it was counted: ``rate_bp`` basis points of ``base`` up to ``cap``, or a fixed ``amount``; fen."""

    name: str
    name_en: str
    citation: str
    scope: str
    rate_bp: int | None
    cap: int | None
    base: int
    amount: int

    @property
    def percent(self) -> str:
        """4000 is 40%, 4050 is 40.5%."""
        return f"{self.rate_bp // 100}.{self.rate_bp % 100:02d}".rstrip("0").rstrip(".") + "%"

    @property
    def uncapped(self) -> int:
        return self.base * self.rate_bp // 10_000


def shaded(floors: Iterable[Floor]) -> list[Floor]:
    """The same floors, the top first, the one that pays most in full colour."""
    rows = sorted(floors, key=lambda floor: -floor.number)
    top = max((floor.most for floor in rows), default=0)
    return [Floor(**{**vars(floor), "depth": _depth(floor.most, top)}) for floor in rows]


def floors_of(shares: Sequence[tuple[int, int]], values: dict[str, str]) -> list[Floor]:
    """From (floor, fen) of every flat; ``values`` as in a sharing plan."""
    amounts = {}
    for number, fen in shares:
        amounts.setdefault(number, []).append(fen)
    return shaded(
        Floor(
            number=number,
            flats=len(found),
            payers=sum(fen > 0 for fen in found),
            least=min((fen for fen in found if fen), default=0),
            most=max(found),
            total=sum(found),
            value=values.get(str(number), ""),
        )
        for number, found in amounts.items()
    )


def _depth(fen, top):
    return max(PALEST, fen * 100 // top) if fen else 0
