"""Bytes into sheets. What a file may cost is checked before it is opened; formulas are never evaluated.

calamine lays a sheet out as a full rectangle, so one cell at the far corner would cost gigabytes: the extent is
measured in the packed XML first, in a stream of small pieces.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from . import headings

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 200_000
MAX_CELLS = 6_000_000
PIECE = 1024 * 1024
FORMULA = "单元格是公式，没有数值。请在表格软件里打开、保存一次，或直接填写数值"
BROKEN = "单元格是错误值（例如 #REF!）。请改成真正的内容"


class Unreadable(Exception):
    """The file as a whole cannot be read; the text tells the person why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """``rows()`` starts anew at the sheet's row 1; ``faults`` names cells that have no value of their own."""

    name: str
    rows: Callable[[], Iterator[list]]
    first_column: int = 0
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)


def open_sheets(content: bytes, filename: str) -> Iterator[Sheet]:
    """The visible sheets of an xlsx, or the one table of a csv, one after the other."""
    ending = filename.lower().rpartition(".")[2]
    if not content:
        raise Unreadable("文件是空的（0字节）")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"文件太大，最大{MAX_BYTES // 1024 // 1024}MB。请按小区分成几个文件")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("文件有打开密码。请在 Excel 或 WPS 里取消密码后另存为 xlsx")
        raise Unreadable("这是旧版 xls 文件。请在 Excel 或 WPS 里另存为 xlsx")
    packed = content.startswith(b"PK")
    if ending == "xlsx" and packed:
        return _xlsx(content)
    if ending == "csv" and not packed:
        return iter([_csv(content)])
    if ending in ("xlsx", "csv"):
        raise Unreadable(f"文件名是 {ending}，内容却不是。请用 Excel 或 WPS 打开后另存为 xlsx")
    raise Unreadable("只能导入 xlsx 或 csv 文件")


# csv -----------------------------------------------------------------------------------------------------------------


def _csv(content) -> Sheet:
    text = _decode(content)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml|head|meta)", text[:200], re.IGNORECASE):
        raise Unreadable("这是网页文件，不是登记表。请用 Excel 或 WPS 打开后另存为 xlsx")
    if text.count("\n") + text.count("\r") > 2 * MAX_ROWS:
        raise Unreadable(f"行数太多，最多{MAX_ROWS}行。请按小区分成几个文件")
    delimiter = max(",;\t", key=lambda mark: _known_headings(text, mark))
    return Sheet("csv", lambda: _records(text, delimiter))


def _decode(content) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("看不懂文件的文字编码。请另存为 xlsx，或 UTF-8、GBK 编码的 csv")


def _known_headings(text, delimiter):
    head = io.StringIO("\n".join(text[:20000].splitlines()[: headings.SEARCHED_ROWS]), newline="")
    found = headings.find(csv.reader(head, delimiter=delimiter))
    return len(found.columns) if found else 0


def _records(text, delimiter):
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Unreadable("csv 的引号没有配对，后面的内容分不清。请另存为 xlsx 再导入") from None


# xlsx ----------------------------------------------------------------------------------------------------------------

# Searched in every piece, so each begins with a literal; the careful ones below run only where these find something.
_UNUSUAL = re.compile(rb"<c(?! r=\")(?=[\s/>])")
_FAR = re.compile(rb"r=\"(?:[A-Z]{2}|[A-Z][0-9]{6})")
_FORMULA = re.compile(rb"<f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]+)([0-9]+)[\"'][^>]*(?<!/)>")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=)")
_DAMAGED = "xlsx 文件已损坏，打不开。请在 Excel 或 WPS 里打开后另存一次"


def _xlsx(content) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            suspects = _check_package(package)
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            for index, place in enumerate(_sheet_places(package)):
                about = book.sheets_metadata[index]
                if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_index(index)
                faults = _faults(package, place) if place in suspects else {}
                yield Sheet(about.name, sheet.iter_rows, sheet.start[1] if sheet.start else 0, faults)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(_DAMAGED) from error
    except (CalamineError, ElementTree.ParseError, KeyError, IndexError, ValueError, OverflowError) as error:
        raise Unreadable(_DAMAGED) from error


def _check_package(package) -> set[str]:
    """Refuse what would cost too much; returns the sheets that hold formulas or error values."""
    members = package.infolist()
    if "xl/workbook.xml" not in package.namelist():
        raise Unreadable("这是压缩文件，不是 xlsx 登记表")
    if len(members) > 2000 or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(f"文件展开后太大，最多{MAX_UNPACKED // 1024 // 1024}MB。请按小区分成几个文件")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("文件有打开密码。请取消密码后再导入")
    suspects = set()
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            with package.open(member) as stream:
                if _check_part(stream, is_sheet="worksheets/" in member.filename):
                    suspects.add(member.filename)
    return suspects


def _check_part(stream, *, is_sheet) -> bool:
    """Read one part to its end (its checksum with it); measure a sheet's extent; whether cells may lack a value."""
    rest, suspect, width, height = b"", False, 26, 99_999
    while piece := stream.read(PIECE):
        if b"\x00" in piece or (b"<!" in piece and re.search(rb"<!(?:DOCTYPE|ENTITY)", piece)):
            raise Unreadable(_DAMAGED)
        if not is_sheet:
            continue
        buffer = rest + piece
        cut = buffer.rfind(b"<")
        buffer, rest = buffer[:cut], buffer[cut:]
        if len(rest) > PIECE:
            raise Unreadable("有一个单元格的内容太长")
        unusual = _UNUSUAL.search(buffer) or b":c" in buffer
        if unusual and _UNPLACED.search(buffer):
            raise Unreadable("文件里的单元格没有位置。请在 Excel 或 WPS 里打开后另存一次")
        if unusual or _FAR.search(buffer):
            for letters, digits in _CELL.findall(buffer):
                width, height = max(width, _column(letters.decode()) + 1), max(height, int(digits))
        suspect = suspect or bool(unusual or b't="e"' in buffer or _FORMULA.search(buffer))
    if height > MAX_ROWS + headings.SEARCHED_ROWS:
        raise Unreadable(f"行数太多，最多{MAX_ROWS}行。请按小区分成几个文件")
    if width * height > MAX_CELLS:
        raise Unreadable("表格太宽，右边很远的地方还有内容。请删掉没有用的列再导入")
    return suspect


def _column(letters) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheet_places(package) -> list[str]:
    """Where each sheet's XML lies, in the order of the workbook."""
    targets = {}
    for node in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):  # noqa: S314 - no DTD gets here
        targets[node.get("Id")] = normpath(join("xl", node.get("Target", ""))).lstrip("/")
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - no DTD gets here
    found = []
    for node in book.iter():
        if node.tag.endswith("}sheet"):
            key = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
            place = targets.get(key, "")
            found.append(place if place in package.NameToInfo else place.removeprefix("xl/"))
    return found


def _faults(package, place) -> dict[tuple[int, int], str]:
    """Cells with a formula nobody has computed, or an error in place of a value."""
    found = {}
    with package.open(place) as stream:
        for _, node in ElementTree.iterparse(stream):  # noqa: S314 - no DTD gets here
            name = node.tag.rpartition("}")[2]
            if name == "c" and (fault := _fault(node)):
                letters, digits = re.fullmatch(r"([A-Z]+)([0-9]+)", node.get("r")).groups()
                found[int(digits), _column(letters)] = fault
            elif name == "row":
                node.clear()
    return found


def _fault(cell) -> str:
    if cell.get("t") == "e":
        return BROKEN
    names = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in names or cell.get("t") == "str":
        return ""
    value = names.get("v")
    return "" if value is not None and (value.text or "").strip() else FORMULA
