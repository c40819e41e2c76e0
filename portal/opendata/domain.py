"""A table as a CSV file that spreadsheets open rightly: UTF-8 with its mark, and no cell that runs. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = tuple("=+-@\t\r\n＝＋－＠")


def csv_file(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """The file's bytes; empty for None; text that a spreadsheet would take for a formula starts with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value):
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS) else text
