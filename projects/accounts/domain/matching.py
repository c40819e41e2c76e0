"""Which household a line of the bank may be from: by amount and by what was written with it. Pure.

A proposal is never more than that; somebody confirms it. ``certain`` means that the amount is exactly what is open and
the room or the payer says the same household, with nothing against it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

#: A payment entered by hand this near may be the very same money.
NEAR = timedelta(days=7)
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)}
_PART = re.compile(r"第?([1-9一二三四五六七八九])期")
_DOOR = re.compile(r"(?<!\d)(\d{1,4})(?:号楼|号门|号(?!室|房)|幢|栋)|(?<!\d)(\d{1,3})-(?=\d{3,4}(?!\d))")


@dataclass(frozen=True)
class Household:
    """``names`` of those who hold the flat; ``open`` what it still owes, oldest first: (number of the call or None,
    fen)."""

    unit: int
    room: str
    names: frozenset[str]
    open: tuple[tuple[int | None, int], ...]

    @property
    def amounts(self) -> set[int]:
        """What would settle a call, the oldest ones together, or all."""
        fen = [fen for _, fen in self.open]
        return {*fen, *accumulate(fen)}


@dataclass(frozen=True)
class Incoming:
    """A line not decided yet; ``key`` is the caller's."""

    key: int
    day: date
    amount_fen: int
    payer: str
    remark: str


@dataclass(frozen=True)
class Proposal:
    """``why`` for the person who decides, in words."""

    unit: int
    is_certain: bool
    why: str


def match(
    lines: Iterable[Incoming],
    households: Iterable[Household],
    door: str,
    booked: Mapping[tuple[int, int], Collection[date]],
) -> dict[int, Proposal]:
    """{line's key: proposal}; a line that points nowhere, or to several, is left out.

    ``door`` is the number of these stairs ("12"); ``booked`` are payments entered by hand: {(unit, fen): days}.
    """
    known, found = {home.unit: home for home in households}, {}
    for line in sorted(lines, key=lambda line: (line.day, line.key)):
        proposal = _propose(line, list(known.values()), door, booked)
        if proposal is None:
            continue
        found[line.key] = proposal
        if proposal.is_certain:
            known[proposal.unit] = _settled(known[proposal.unit], line.amount_fen)
    return found


def unpaid(charges: Iterable[tuple[int | None, int]], credit_fen: int) -> tuple[tuple[int | None, int], ...]:
    """Of (call, fen) oldest first, what is left when ``credit_fen`` is used up on the oldest; what lessens a debt
    (fen below zero) is credit too."""
    charges = list(charges)
    credit_fen -= sum(fen for _, fen in charges if fen < 0)
    left = []
    for call, fen in charges:
        used = min(max(fen, 0), credit_fen)
        credit_fen -= used
        left += [(call, fen - used)] if fen > used else []
    return tuple(left)


def _propose(line, households, door, booked):
    remark, payer = _tight(line.remark), _tight(line.payer)
    doors = {first or second for first, second in _DOOR.findall(remark)}
    here = not doors or door in doors
    by_room = {home.unit for home in households if here and _names_room(home.room, remark)}
    by_name = {home.unit for home in households if _names_person(home.names, payer, remark)}
    told = by_room & by_name or by_room or by_name
    fitting = [home for home in households if line.amount_fen in home.amounts]
    if told:
        homes = [home for home in households if home.unit in told]
        home = homes[0] if len(homes) == 1 else next(iter(_only(homes, fitting)), None)
    else:
        home = fitting[0] if here and len(fitting) == 1 else None
    if home is None:
        return None
    against = list(_against(line, home, remark, by_room, by_name, len(told), booked, fitting))
    said = [word for word, units in (("室号", by_room), ("户名", by_name)) if home.unit in units]
    said += ["金额"] if home in fitting else []
    return Proposal(home.unit, bool(told) and not against, "、".join(said) + "对得上" + "".join(against))


def _only(homes, fitting):
    found = [home for home in homes if home in fitting]
    return found if len(found) == 1 else []


def _against(line, home, remark, by_room, by_name, told, booked, fitting):
    """What speaks against it, each in words."""
    if home not in fitting:
        yield "，金额不是应缴的数"
    if by_room and by_name and not by_room & by_name:
        yield "，附言里的室号和付款人不是同一户"
    if told > 1:
        yield "，还可能是另一户"
    part = _PART.search(remark)
    if part and (_NUMERALS.get(part[1]) or int(part[1])) not in {call for call, _ in home.open}:
        yield "，附言里的期数已缴清或者还没有通知"
    if any(abs(day - line.day) <= NEAR for day in booked.get((home.unit, line.amount_fen), ())):
        yield "，可能已经手工登记过"


def _settled(home, fen):
    return Household(home.unit, home.room, home.names, unpaid(home.open, fen))


def _tight(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _names_room(room, remark):
    return bool(re.search(rf"(?<![\d.]){re.escape(room)}(?!\d|\.\d|元|块|期|年|月|日|弄)", remark))


def _names_person(names, payer, remark):
    names = {_tight(name) for name in names}
    return payer in names or any(len(name) > 1 and name in remark for name in names)
