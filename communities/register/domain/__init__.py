"""A committee's spreadsheet read and checked, without Django: bytes in, checked rows and faults out."""

from .cells import (
    CellError,
    cell_of_names,
    compound,
    fingerprint,
    floor_of_room,
    group_key,
    group_slug,
    plain,
    room_key,
)
from .headings import SEARCHED_ROWS, Heading, heading_word
from .people import Holding, Person, Settlement, same_name, settle
from .rows import CERTIFICATE_HIDDEN, Fault, Row, by_row, checked_rows, open_register
from .sheet import MAX_BYTES, MAX_ROWS, Sheet, Unreadable
from .workbook import open_sheets

__all__ = [
    "CERTIFICATE_HIDDEN",
    "MAX_BYTES",
    "MAX_ROWS",
    "SEARCHED_ROWS",
    "CellError",
    "Fault",
    "Heading",
    "Holding",
    "Person",
    "Row",
    "Settlement",
    "Sheet",
    "Unreadable",
    "by_row",
    "cell_of_names",
    "checked_rows",
    "compound",
    "fingerprint",
    "floor_of_room",
    "group_key",
    "group_slug",
    "heading_word",
    "open_register",
    "open_sheets",
    "plain",
    "room_key",
    "same_name",
    "settle",
]
