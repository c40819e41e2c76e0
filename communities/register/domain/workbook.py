"""Bytes into sheets, whatever the file is; what it may cost is checked before it is opened."""

import csv
import io
import re
from collections.abc import Iterator

from . import headings, xlsx
from .sheet import MAX_BYTES, MAX_ROWS, Sheet, Unreadable


def open_sheets(content: bytes, filename: str, find=headings.find) -> Iterator[Sheet]:
    """The visible sheets of an xlsx, or the one table of a csv, one after the other.

    ``find`` knows the heading of the table that is looked for; a csv is cut where it knows most of it.
    """
    ending = filename.lower().rpartition(".")[2]
    if not content:
        raise Unreadable("文件是空的（0字节）")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"文件太大，最大{MAX_BYTES // 1024 // 1024}MB。请按小区分成几个文件")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("文件有打开密码。请在Excel或WPS里取消密码后另存为xlsx")
        raise Unreadable("这是旧版xls文件。请在Excel或WPS里另存为xlsx")
    packed = content.startswith(b"PK")
    if ending == "xlsx" and packed:
        return xlsx.sheets(content)
    if ending == "csv" and not packed:
        return iter([_csv(content, find)])
    if ending in ("xlsx", "csv"):
        raise Unreadable(f"文件名是{ending}，内容却不是。请用Excel或WPS打开后另存为xlsx")
    raise Unreadable("只能导入xlsx或csv文件")


def _csv(content, find) -> Sheet:
    text = _decode(content)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml|head|meta)", text[:200], re.IGNORECASE):
        raise Unreadable("这是网页文件，不是表格。请用Excel或WPS打开后另存为xlsx")
    if text.count("\n") + text.count("\r") > 2 * MAX_ROWS:
        raise Unreadable(f"行数太多，最多{MAX_ROWS}行。请按小区分成几个文件")
    delimiter = max(",;\t", key=lambda mark: _known_headings(text, mark, find))
    return Sheet("csv", lambda: enumerate(_records(text, delimiter), start=1))


def _decode(content) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("看不懂文件的文字编码。请另存为xlsx，或UTF-8、GBK编码的csv")


def _known_headings(text, delimiter, find):
    head = io.StringIO("\n".join(text[:20000].splitlines()[: headings.SEARCHED_ROWS]), newline="")
    found = find(enumerate(csv.reader(head, delimiter=delimiter), start=1))
    return len(found.columns) if found else 0


def _records(text, delimiter):
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Unreadable("csv的引号没有配对，后面的内容分不清。请另存为xlsx再导入") from None
