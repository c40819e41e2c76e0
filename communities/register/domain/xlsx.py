"""An xlsx without surprises: formulas are never evaluated, and no file costs more than it says.

calamine lays a sheet out as one full rectangle: a cell at the far corner would cost gigabytes, and a large register
twice its size. So the packed XML is measured first, and then handed over some thousand rows at a time.
"""

import io
import re
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from posixpath import join, normpath
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .headings import SEARCHED_ROWS
from .sheet import MAX_CELLS, MAX_ROWS, MAX_UNPACKED, Sheet, Unreadable

PIECE = 256 * 1024
PORTION = 4 * PIECE  # of XML at a time: some thousand rows
FORMULA = "单元格是公式，没有数值。请在表格软件里打开、保存一次，或直接填写数值"
BROKEN = "单元格是错误值（例如#REF!）。请改成真正的内容"
DAMAGED = "xlsx文件已损坏，打不开。请在Excel或WPS里打开后另存一次"
UNUSUAL = "xlsx文件的写法不常见，怕读错。请在Excel或WPS里打开后另存一次"

# Searched in every piece, so each begins with a literal; the careful ones below run only where these find something.
_ODD_CELL = re.compile(rb"<c(?! r=\")(?=[\s/>])")
_FAR = re.compile(rb"r=\"(?:[A-Z]{2}|[A-Z][0-9]{6})")
_FORMULA = re.compile(rb"<f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]+)([0-9]+)[\"'][^>]*(?<!/)>")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=)")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\s*>")


def sheets(content: bytes):
    """The visible sheets, one after the other."""
    with _damage():
        package = zipfile.ZipFile(io.BytesIO(content))  # stays open: rows are read later
        suspects = _check_package(package)
        portions = _Portions(package)
        for index, about in enumerate(portions.about):
            if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet:
                place = portions.places[index]
                faults = _faults(package, place) if place in suspects else {}
                yield Sheet(about.name, lambda index=index: portions.rows(index), faults)


@contextmanager
def _damage():
    """Whatever a broken package provokes is one answer to the person."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    except (CalamineError, ElementTree.ParseError, KeyError, IndexError, ValueError, OverflowError) as error:
        raise Unreadable(DAMAGED) from error


# measured first -------------------------------------------------------------------------------------------------------


def _check_package(package) -> set[str]:
    """Refuse what would cost too much; returns the sheets that may hold cells without a value."""
    members = package.infolist()
    if "xl/workbook.xml" not in package.NameToInfo:
        raise Unreadable("这是压缩文件，不是xlsx登记表")
    if len(members) > 2000 or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(f"文件展开后太大，最多{MAX_UNPACKED // 1024 // 1024}MB。请按小区分成几个文件")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("文件有打开密码。请取消密码后再导入")
    suspects = set()
    for member in members:
        if _is_xml(member.filename):
            with package.open(member) as stream:
                if _check_part(stream, is_sheet=_is_sheet(member.filename)):
                    suspects.add(member.filename)
    return suspects


def _is_xml(name):
    return name.lower().endswith((".xml", ".rels"))


def _is_sheet(name):
    return "worksheets/" in name and "_rels/" not in name


def _check_part(stream, *, is_sheet) -> bool:
    """Read one part to its end (its checksum with it); measure a sheet; whether it may hold cells without a value."""
    suspect, width, height = False, 26, 99_999
    for buffer in _buffers(stream):
        if b"\x00" in buffer or (b"<!" in buffer and (is_sheet or re.search(rb"<!(?:DOCTYPE|ENTITY)", buffer))):
            raise Unreadable(UNUSUAL)
        if not is_sheet:
            continue
        odd = _ODD_CELL.search(buffer) or b":c" in buffer
        if odd and _UNPLACED.search(buffer):
            raise Unreadable(UNUSUAL)
        if odd or _FAR.search(buffer):
            for letters, digits in _CELL.findall(buffer):
                width, height = max(width, _column(letters.decode()) + 1), max(height, int(digits))
        suspect = suspect or bool(odd or b't="e"' in buffer or _FORMULA.search(buffer))
    if height > MAX_ROWS + SEARCHED_ROWS:
        raise Unreadable(f"行数太多，最多{MAX_ROWS}行。请按小区分成几个文件")
    if width * height > MAX_CELLS:
        raise Unreadable("表格太宽，右边很远的地方还有内容。请删掉没有用的列再导入")
    return suspect


def _buffers(stream):
    """The part in pieces that end before a tag begins, so that no tag is cut."""
    rest = b""
    while piece := stream.read(PIECE):
        buffer = rest + piece
        cut = buffer.rfind(b"<")
        buffer, rest = buffer[:cut], buffer[cut:]
        if len(rest) > 8 * PIECE:
            raise Unreadable("有一个单元格的内容太长")
        yield buffer
    yield rest


def _column(letters) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# cells without a value ------------------------------------------------------------------------------------------------


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


# read a portion at a time ---------------------------------------------------------------------------------------------


class _Portions:
    """The package without its sheets, to which one portion of one sheet at a time is added for calamine."""

    def __init__(self, package):
        self.package = package
        self.buffer = io.BytesIO()
        with zipfile.ZipFile(self.buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as frame:
            for name in package.namelist():
                if _is_xml(name) and not _is_sheet(name):
                    with package.open(name) as part, frame.open(name, "w") as copy:
                        shutil.copyfileobj(part, copy, PIECE)
        self.buffer.seek(0)
        self.start = frame.start_dir
        self.directory = self.buffer.getvalue()[self.start :]
        self.about = CalamineWorkbook.from_filelike(self.buffer).sheets_metadata
        self.places = _sheet_places(package)

    def rows(self, index):
        with _damage():
            for portion in self.portions(self.places[index]):
                self.buffer.seek(self.start)
                self.buffer.truncate()
                self.buffer.write(self.directory)
                with (
                    zipfile.ZipFile(self.buffer, "a", zipfile.ZIP_STORED) as frame,
                    frame.open(self.places[index], "w") as part,
                ):
                    part.writelines(portion)
                self.buffer.seek(0)
                sheet = CalamineWorkbook.from_filelike(self.buffer).get_sheet_by_index(index)
                if sheet.start is not None:
                    first, left = sheet.start
                    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1):
                        yield number, [""] * left + row if left else row

    def portions(self, place):
        """The sheet's XML cut after a row: lists of pieces, each with the sheet's opening and an end of its own."""
        opening, held, size = b"", [], 0
        with self.package.open(place) as stream:
            for buffer in _buffers(stream):
                if not opening:
                    if not (found := _DATA.search(buffer)):
                        return  # an empty sheet, or one whose rows begin beyond a megabyte of settings
                    opening, buffer = buffer[: found.end()], buffer[found.end() :]
                    ending = b"</%bsheetData></%bworksheet>" % (found[1], found[1])
                    last = b"</%brow>" % found[1]
                size += len(buffer)
                cut = buffer.rfind(last) + len(last)
                if size < PORTION or cut < len(last):
                    held.append(buffer)
                    continue
                yield [opening, *held, buffer[:cut], ending]
                held, size = [buffer[cut:]], len(buffer) - cut
        if opening:
            yield [opening, *held]


def _sheet_places(package) -> list[str]:
    """Where each sheet's XML lies, in the order of the workbook."""
    targets = {}
    for node in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):  # noqa: S314 - no DTD gets here
        targets[node.get("Id")] = normpath(join("/xl", node.get("Target", ""))).lstrip("/")
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - no DTD gets here
    found = [node for node in book.iter() if node.tag.endswith("}sheet")]
    keys = [next((value for name, value in node.attrib.items() if name.endswith("}id")), "") for node in found]
    return [targets.get(key, "") for key in keys]
