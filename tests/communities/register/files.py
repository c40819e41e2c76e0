"""Registers as bytes, written for a test."""

import csv
import datetime
import io
import zipfile
from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).with_name("samples")
HEADER = ("小区", "门号", "室号", "建筑面积", "业主")
ROW = ("东村", "8号", "101", 54.36, "示例业主甲")


def sample(name) -> bytes:
    return (SAMPLES / name).read_bytes()


class Formula(str):
    """A formula cell with the value its program computed; without one nobody has."""

    value = ""

    def __new__(cls, text, value=""):
        made = super().__new__(cls, text)
        made.value = value
        return made


def xlsx(*rows, header=HEADER, sheets=None, hidden=()) -> bytes:
    """``sheets`` maps names to rows; without it one sheet of ``header`` and ``rows``."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in (sheets or {"登记表": [header, *rows] if header else rows}).items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for line, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                _write(sheet, line, place, cell, day)
    book.close()
    return buffer.getvalue()


def _write(sheet, line, place, cell, day):
    if isinstance(cell, Formula):
        sheet.write_formula(line, place, str(cell), None, cell.value)
    elif isinstance(cell, str):
        sheet.write_string(line, place, cell)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(line, place, cell, day)
    else:
        sheet.write(line, place, cell)


def text(*rows, header=HEADER, encoding="utf-8-sig", delimiter=",") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([header, *rows])
    return buffer.getvalue().encode(encoding)


def repacked(content, name="xl/worksheets/sheet1.xml", change=None, extra=()) -> bytes:
    """The package with one part changed (bytes to bytes) and further parts added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name and change else data)
        for part, data in extra:
            new.writestr(part, data)
    return buffer.getvalue()
