"""The register as a workbook: everything for the street's office, or the sheet that came in with its faults marked."""

import datetime
import io
from collections import defaultdict
from decimal import Decimal

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from communities.journal.enums import EntryKind
from communities.owners.models import Ownership
from communities.places.enums import AreaSource
from communities.places.models import Unit
from communities.register import domain

EXPORT_PERMISSION = "communities.view_upload"
COLUMNS = (
    *("自然小区", "门号", "室号", "楼层", "建筑面积（平方米）", "面积来源", "面积核对日期"),
    *("产权人", "共有人", "代理人", "承租人", "联系电话", "备注"),
)
ROLES = ("owner", "co_owner", "agent", "tenant")
FAULT_COLUMN = "错误说明"
NOT_REPEATED = "（证件号码不写回）"
_FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
_CHUNK = 2000


def export_register(*, community, by) -> bytes:
    """Every flat with its people as xlsx, in the form that imports again without a change. Logged as a reading."""
    scope = by.scope(EXPORT_PERMISSION)
    if not (scope.everywhere or community.pk in scope.communities):
        raise PermissionDenied("这个居民区不在您负责的范围内")
    with transaction.atomic():
        book = _Book("登记表", COLUMNS)
        for values in _export_rows(community):
            book.write(values)
        journal.record_reading(
            by=by, object_key="communities.owner", community_id=community.pk, purpose="导出住户登记表", rows=book.rows
        )
        journal.record(
            by=by,
            action="communities.upload.export",
            obj=community,
            changes={"行数": [None, book.rows]},
            kind=EntryKind.ACCESS,
        )
    return book.close()


def _export_rows(community):
    today = timezone.localdate()
    units = (
        Unit.objects.filter(building_group__community=community)
        .select_related("building_group__compound")
        .order_by(
            *("building_group__compound__position", "building_group__compound_id"),
            *("building_group__position", "building_group_id", "floor", "room", "pk"),
        )
    )
    chunk = []
    for unit in units.iterator(chunk_size=_CHUNK):
        chunk.append(unit)
        if len(chunk) == _CHUNK:
            yield from _with_people(chunk, today)
            chunk = []
    yield from _with_people(chunk, today)


def _with_people(units, today):
    people = defaultdict(lambda: defaultdict(list))
    ties = Ownership.objects.current(today).filter(unit_id__in=[unit.pk for unit in units])
    for tie in ties.select_related("owner").order_by("pk"):
        if tie.owner.name:
            people[tie.unit_id][tie.role].append(tie.owner)
    for unit in units:
        held = people[unit.pk]
        first = next((held[role][0] for role in ROLES if held[role]), None)
        yield (
            unit.building_group.compound.name,
            unit.building_group.name,
            unit.room,
            unit.floor,
            "待核" if unit.area_cm2 is None else Decimal(unit.area_cm2) / 10_000,
            AreaSource(unit.area_source).label,
            unit.area_as_of,
            *(domain.cell_of_names(owner.name for owner in held[role]) for role in ROLES),
            first.phone if first else "",
            first.note if first else "",
        )


def error_workbook(*, content: bytes, filename: str, errors) -> bytes:
    """The sheet that was uploaded with faulty cells marked and a last column that says why."""
    sheet, heading, _ = domain.open_register(content, filename)
    faults, width = domain.by_row(errors), 0
    places = {heading.words[field]: place for field, place in heading.columns.items()} if heading else {}
    hidden = heading.columns.get("certificate") if heading else None
    header_row = heading.row if heading else 1
    for _, row in sheet.rows():
        width = max(width, len(row))
    book = _Book(sheet.name, ())
    for number, row in _every_row(sheet, faults):
        values = [*row, *[""] * (width - len(row))]
        if hidden is not None and number > header_row and values[hidden] != "":
            values[hidden] = NOT_REPEATED
        said = faults.get(number, [])
        note = "；".join(f"{fault.column}：{fault.message}" if fault.column else fault.message for fault in said)
        if number == header_row:
            note = f"{FAULT_COLUMN}：{note}" if note else FAULT_COLUMN
        marked = {places.get(fault.column, width) for fault in said}
        book.write([*values, note], marked=marked | ({width} if note else set()))
    return book.close()


def _every_row(sheet, faults):
    """The sheet's rows at their own numbers, empty ones too, down to the last fault."""
    last = 0
    for number, row in sheet.rows():
        for gap in range(last + 1, number):
            yield gap, []
        yield number, row
        last = number
    for number in range(last + 1, max(faults, default=0) + 1):
        yield number, []


class _Book:
    """A workbook written row by row; text stays text, whatever it begins with."""

    def __init__(self, name, columns):
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"constant_memory": True})
        self.sheet = self.book.add_worksheet("".join(char for char in name if char not in "[]:*?/\\'")[:31] or "登记表")
        self.line = self.rows = 0
        form = self.book.add_format
        self.bold = form({"bold": True})
        self.forms = {
            False: {"": form(), "quoted": form({"quote_prefix": True}), "day": form({"num_format": "yyyy-mm-dd"})},
            True: {
                name: form({"bg_color": "#FBE6E3", "font_color": "#A3201D", **extra})
                for name, extra in (("", {}), ("quoted", {"quote_prefix": True}), ("day", {"num_format": "yyyy-mm-dd"}))
            },
        }
        if columns:
            self.sheet.set_column(0, len(columns) - 1, 14)
            self.sheet.freeze_panes(1, 0)
            for place, word in enumerate(columns):
                self.sheet.write_string(0, place, word, self.bold)
            self.line = 1

    def write(self, values, marked=frozenset()):
        for place, value in enumerate(values):
            self._cell(place, value, self.forms[place in marked])
        self.line, self.rows = self.line + 1, self.rows + 1

    def _cell(self, place, value, forms):
        if value is None or value == "":
            self.sheet.write_blank(self.line, place, None, forms[""])
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.line, place, value, forms[""])
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.line, place, value, forms[""])
        elif isinstance(value, datetime.date):
            self.sheet.write_datetime(self.line, place, value, forms["day"])
        else:
            text = str(value)[:32_000]
            self.sheet.write_string(self.line, place, text, forms["quoted" if text.startswith(_FORMULA_SIGNS) else ""])

    def close(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()
