"""A sheet into checked rows, one at a time, so that a large register never stands in memory twice."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from . import cells, headings
from .cells import CellError
from .headings import REQUIRED, Heading
from .people import Person
from .sheet import Sheet
from .workbook import open_sheets

CERTIFICATE_HIDDEN = "（不显示）"
_TOTAL = re.compile(r"(?:本页|本楼|本门|全部|以上)?(?:合计|总计|小计|共计)")
_FOOTER = re.compile(r"(?:填表|制表|审核|经办|负责人|联系人|说明|备注|注|日期|填报)[^:]{0,6}[::]|第[0-9]+页")


class Row(NamedTuple):
    """One flat as the sheet says it. ``None`` (and an empty ``people``) means the sheet says nothing about it."""

    number: int
    compound: str
    group: str
    room: str
    floor: int | None
    area_cm2: int | None
    area_source: str | None
    area_as_of: datetime.date | None
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Fault:
    """``row`` is the sheet's own row number; ``column`` the sheet's own heading."""

    row: int
    column: str
    value: str
    message: str


def open_register(content: bytes, filename: str) -> tuple[Sheet, Heading | None, list[Fault]]:
    """The sheet that is the register, its header, and what is wrong with the header. Raises Unreadable."""
    sheet = heading = None
    complete = []
    for candidate in open_sheets(content, filename):
        found = headings.find(candidate.rows())
        complete += [candidate.name] if found and not found.missing else []
        if sheet is None or _rank(found) > _rank(heading):
            sheet, heading = candidate, found
    if len(complete) > 1:
        listed = "、".join(f"“{name}”" for name in complete)
        message = f"有{len(complete)}张工作表都像登记表：{listed}。请只留一张，或分成几个文件"
        return sheet, heading, [Fault(heading.row, "工作表", "", message)]
    return sheet, heading, list(_heading_faults(heading))


def _rank(heading):
    return (not heading.missing, len(heading.columns)) if heading else (False, 0)


def _heading_faults(heading) -> Iterator[Fault]:
    if heading is None:
        wanted = "、".join(REQUIRED.values())
        yield Fault(1, wanted, "", f"没有找到表头。表头那一行要有这几列：{wanted}")
        return
    for name in heading.missing:
        yield Fault(heading.row, name, "", f"缺少“{name}”这一列")
    for word, first, second in heading.doubled:
        places = "和".join(_letters(place) + "列" for place in (first, second))
        yield Fault(heading.row, word, word, f"“{word}”重复了：{places}说的是同一项。请只留一列")
    if heading.foreign_unit:
        yield Fault(heading.row, heading.words["area"], heading.foreign_unit, "面积的单位要是平方米")


def _letters(place) -> str:
    text = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        text, place = chr(65 + rest) + text, place - 1
    return text


def checked_rows(
    sheet: Sheet, heading: Heading, fingerprint: Callable[[str], str]
) -> Iterator[tuple[Row | None, list[Fault]]]:
    """Every row with content below the header: checked, or with all its faults. Totals and footers are passed over."""
    reader = _RowReader(sheet, heading, fingerprint)
    for number, row in sheet.rows():
        if number > heading.row and any(row) and not _is_no_flat(row, heading):
            yield reader.read(number, row)


def _is_no_flat(row, heading) -> bool:
    """An empty row, a total, a footer, or the header again."""
    first = next(value for value in row if value)
    kind = _opening(first) if isinstance(first, str) else ""
    room = heading.columns["room"]
    room = row[room] if room < len(row) else ""
    if kind == "total" or (isinstance(room, str) and not room.isascii() and headings.repeats(heading, row)):
        return True
    if cells.tight(room):
        return False
    filled = sum(1 for value in row if value != "" and cells.tight(value))
    return not filled or (kind == "footer" and filled <= 3)


@lru_cache(maxsize=4096)
def _opening(text):
    text = cells.tight(text)
    return "total" if _TOTAL.match(text) else "footer" if _FOOTER.match(text) else ""


class _RowReader:
    PARSERS = {
        "compound": cells.compound,
        "group": cells.group,
        "room": cells.room,
        "area": cells.area,
        "floor": cells.floor,
        "area_source": cells.area_source,
        "area_as_of": cells.day,
        "owner": cells.names,
        "co_owner": cells.names,
        "agent": cells.names,
        "tenant": cells.names,
        "phone": cells.phone,
        "note": cells.note,
        "certificate": cells.certificates,
    }

    one_each = frozenset({"co_owner", "agent", "tenant", "certificate"})

    def __init__(self, sheet, heading, fingerprint):
        self.heading, self.fingerprint = heading, fingerprint
        self.plan = [
            (field, place, self.PARSERS[field], REQUIRED.get(field)) for field, place in heading.columns.items()
        ]
        self.valueless = sheet.faults

    def read(self, number, row) -> tuple[Row | None, list[Fault]]:
        said, faults, width = {}, [], len(row)
        for field, place, parse, required in self.plan:
            value = row[place] if place < width else ""
            try:
                if self.valueless and (number, place) in self.valueless:
                    raise CellError(self.valueless[number, place])
                if value == "":
                    if required:
                        raise CellError(_empty(required))
                    continue
                parsed = said[field] = parse(value)
                if required and parsed == "":
                    raise CellError(_empty(required))
            except CellError as error:
                faults.append(self.fault(number, field, value, str(error)))
        people = ()
        if not faults:
            try:
                people = self.people(said)
            except CellError as error:
                faults.append(self.fault(number, "certificate", "", str(error)))
        if faults:
            return None, faults
        row = Row(
            number,
            said["compound"],
            said["group"],
            said["room"],
            said.get("floor"),
            said["area"],
            said.get("area_source"),
            said.get("area_as_of"),
            people,
        )
        return row, faults

    def fault(self, number, field, value, message) -> Fault:
        shown = CERTIFICATE_HIDDEN if field == "certificate" else cells.plain(value)[:60]
        return Fault(number, self.heading.words[field], shown, message)

    def people(self, said) -> tuple[Person, ...]:
        """Everybody the row names; a second name in the owner's cell is a co-owner, phone and note are the first's."""
        owners = said.get("owner", ())
        if len(owners) == 1 and self.one_each.isdisjoint(said):
            return (Person("owner", owners[0], said.get("phone", ""), said.get("note", "")),)
        others = [name for name in said.get("co_owner", ()) if name not in owners]
        listed = [("owner", name) for name in owners[:1]] + [("co_owner", name) for name in (*owners[1:], *others)]
        numbers = said.get("certificate", ())
        if len(numbers) > 1 and len(numbers) != len(listed):
            raise CellError("证件号码的个数和人数不一致：只写业主一人的，或按业主、共有人的次序每人一个")
        if numbers and not owners:
            raise CellError("有证件号码，却没有写业主")
        listed += [(role, name) for role in ("agent", "tenant") for name in said.get(role, ())]
        if not listed:
            return ()
        prints = [self.fingerprint(number) for number in numbers]
        prints += [""] * (len(listed) - len(prints))
        (role, name), *others = listed
        first = Person(role, name, said.get("phone", ""), said.get("note", ""), prints[0])
        if not others:
            return (first,)
        return (first, *(Person(*each, fingerprint=mark) for each, mark in zip(others, prints[1:], strict=True)))


def _empty(name) -> str:
    hint = "还不知道就写“待核”" if name == "建筑面积" else "合并的单元格请拆开，每行都填"
    return f"没有填“{name}”。{hint}"


def by_row(faults: Iterable[Fault]) -> dict[int, list[Fault]]:
    """Faults gathered under their row, in order."""
    gathered = {}
    for fault in faults:
        gathered.setdefault(fault.row, []).append(fault)
    return gathered
