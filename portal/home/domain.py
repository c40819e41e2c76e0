"""What the public pages count and draw: tiles, the growth chart, the four phases, a typed house number. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

DONE = ("completed", "delivered")
WORKS = ("under_construction", "paused")
AHEAD = ("not_started", "consulting")

# The growth chart (templates/components/growth.html): room for text twice as large above and below the columns, and
# five of them, so that three digits or two of a year never meet their neighbour in the largest text.
CHART_WIDTH, BASE_LINE, TALLEST, MOST_COLUMNS = 312, 160, 116, 5

PHASES = ("consult", "prepare", "build", "operate")
PHASE_OF = {"consulting": 0, "not_started": 1, "under_construction": 2, "completed": 3, "delivered": 3}


@dataclass(frozen=True)
class Cell:
    """How many building groups of one compound are in one stage (None: no project), completed in ``year``."""

    compound: int
    name: str
    stage: str | None
    year: int | None
    stairs: int


@dataclass
class Tile:
    """One compound: its building groups by stage of their lift."""

    compound: int
    name: str
    counts: dict[str | None, int] = field(default_factory=dict)

    def _sum(self, stages):
        return sum(self.counts.get(stage, 0) for stage in stages)

    @property
    def stairs(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self._sum(DONE)

    @property
    def building(self) -> int:
        return self.counts.get("under_construction", 0)

    @property
    def paused(self) -> int:
        return self.counts.get("paused", 0)

    @property
    def waiting(self) -> int:
        return self.counts.get("not_started", 0)

    @property
    def consulting(self) -> int:
        return self.counts.get("consulting", 0)

    @property
    def lifts(self) -> int:
        return self.stairs - self.idle

    @property
    def idle(self) -> int:
        return self.counts.get(None, 0)

    @property
    def shape(self) -> str:
        """What moves decides: triangle 施工, square 筹备, circle 在用, ring 未启动."""
        if self._sum(WORKS):
            return "triangle"
        if self._sum(AHEAD):
            return "square"
        return "circle" if self.done else "ring"


def tiles(cells: Iterable[Cell]) -> list[Tile]:
    """One tile a compound, in the order in which the compounds come."""
    found: dict[int, Tile] = {}
    for cell in cells:
        tile = found.setdefault(cell.compound, Tile(cell.compound, cell.name))
        tile.counts[cell.stage] = tile.counts.get(cell.stage, 0) + cell.stairs
    return list(found.values())


def total(tiles: Iterable[Tile], name: str = "") -> Tile:
    """All compounds together."""
    whole = Tile(0, name)
    for tile in tiles:
        for stage, stairs in tile.counts.items():
            whole.counts[stage] = whole.counts.get(stage, 0) + stairs
    return whole


@dataclass(frozen=True)
class Year:
    year: int
    added: int
    total: int


def growth(cells: Iterable[Cell]) -> list[Year]:
    """Lifts completed, year by year without gaps, from the first to the latest year with one."""
    added: dict[int, int] = {}
    for cell in cells:
        if cell.stage in DONE and cell.year is not None:
            added[cell.year] = added.get(cell.year, 0) + cell.stairs
    years, running = [], 0
    for year in range(min(added, default=0), max(added, default=-1) + 1):
        running += added.get(year, 0)
        years.append(Year(year, added.get(year, 0), running))
    return years


@dataclass(frozen=True)
class Column:
    """One bar of the growth chart, in units of the drawing; ``label_y`` is the base line of the number above it."""

    year: int
    total: int
    x: int
    y: int
    width: int
    height: int

    @property
    def short(self) -> str:
        return f"{self.year % 100:02d}"

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def label_y(self) -> int:
        return self.y - 8


def columns(years: Sequence[Year]) -> list[Column]:
    """The latest years as bars from zero; the tallest fills the drawing. Earlier years stand in the table alone."""
    shown = years[-MOST_COLUMNS:]
    if not shown:
        return []
    pitch = CHART_WIDTH // len(shown)
    width = min(46, pitch * 3 // 4)
    tallest = shown[-1].total
    drawn = []
    for index, year in enumerate(shown):
        height = (2 * year.total * TALLEST + tallest) // (2 * tallest)
        x = index * pitch + (pitch - width) // 2
        drawn.append(Column(year.year, year.total, x, BASE_LINE - height, width, height))
    return drawn


@dataclass(frozen=True)
class Phase:
    """One of the four phases. ``state``: done, now, paused or todo; ``began`` and ``ended`` where known."""

    name: str
    state: str
    began: date | None = None
    ended: date | None = None


def phases(history: Sequence[tuple[str, date]]) -> tuple[Phase, ...]:
    """The four phases from a project's (stage, day) lines, oldest first. A pause stays in the phase it stopped."""
    walked = [(PHASE_OF[stage], day) for stage, day in history if stage in PHASE_OF]
    if not walked:
        return tuple(Phase(name, "todo") for name in PHASES)
    now = walked[-1][0]
    paused = history[-1][0] == "paused"
    found = []
    for number, name in enumerate(PHASES):
        if number > now:
            found.append(Phase(name, "todo"))
        elif number == now:
            found.append(Phase(name, "paused" if paused else "now", began=_last_entry(walked, number)))
        else:
            found.append(Phase(name, "done", began=_last_entry(walked, number), ended=_left_behind(walked, number)))
    return tuple(found)


def _last_entry(walked, number):
    """The day the phase was last entered, from another phase."""
    entered, before = None, None
    for phase, day in walked:
        if phase == number and before != number:
            entered = day
        before = phase
    return entered


def _left_behind(walked, number):
    """The day from which everything that follows is a later phase."""
    ended = None
    for phase, day in reversed(walked):
        if phase <= number:
            return ended
        ended = day
    return ended


@dataclass(frozen=True)
class Stair:
    """A building group as somebody may write it: its address number, its name, its compound."""

    no: str
    name: str
    compound: str


_ENDINGS = ("号楼组", "号楼", "号门", "楼组", "单元", "号", "楼", "幢", "栋", "门", "#")


def number_of(text: str) -> str:
    """What is left of a typed house number: ``１２ 号楼`` and ``12`` are both ``12``."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    for ending in _ENDINGS:
        if text.endswith(ending) and text != ending:
            text = text.removesuffix(ending)
            break
    return text.lstrip("0") if text.isdecimal() and text.strip("0") else text


def find(text: str, stairs: Iterable[Stair]) -> list[Stair]:
    """Building groups that the typed number may mean: by address number, by name, by compound and name."""
    wanted = number_of(text)
    if not wanted:
        return []
    return [
        stair
        for stair in stairs
        if wanted in {number_of(stair.no), number_of(stair.name), number_of(stair.compound + stair.name)}
    ]


def forest(rows: Iterable[tuple[int, int | None]]) -> list[tuple[int, list]]:
    """(id, parent id) pairs as nested (id, children). A parent that is not among them, or a circle, makes a root."""
    rows = list(rows)
    known = {pk for pk, _ in rows}
    children: dict[int | None, list[int]] = {}
    for pk, parent in rows:
        children.setdefault(parent if parent in known else None, []).append(pk)
    placed: set[int] = set()

    def grow(pk):
        placed.add(pk)
        return pk, [grow(child) for child in children.get(pk, ()) if child not in placed]

    roots = [grow(pk) for pk in children.get(None, ())]
    return roots + [grow(pk) for pk, _ in rows if pk not in placed]


def spoken(name: str) -> str:
    """The stairs as neighbours say it: 12号 is 12号楼."""
    return f"{name}楼" if name.endswith("号") else name
