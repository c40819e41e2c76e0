# ruff: noqa: E501 - a case is one line
"""Sheets as they really arrive, good, odd and hostile: each is read as a person would, or refused in one sentence."""

import datetime
import io
import re
import zipfile

import pytest

from communities.register import domain

from .files import HEADER, ROW, Formula, repacked, sample, text, xlsx


def read(content, filename):
    """(checked rows, faults) of a file, without a database."""
    sheet, heading, faults = domain.open_register(content, filename)
    if faults:
        return [], faults
    checked = list(domain.checked_rows(sheet, heading, lambda number: f"mark-{number}"))
    return [row for row, wrong in checked if not wrong], [fault for _, wrong in checked for fault in wrong]


def with_value(field, value, header=None):
    """A sheet of one flat whose ``field`` holds ``value``."""
    words = list(header or HEADER)
    row = dict(zip(HEADER, ROW, strict=True)) | {field: value}
    if field not in words:
        words.append(field)
    return xlsx([row[word] for word in words], header=words)


WIDE = [("", "", *HEADER), ("", "", *ROW)]
# name: (content, filename, what is read of the first flat)
READ = {
    "title rows above": (xlsx(("示例小区登记表",), ("填表日期：2026年11月1日",), HEADER, ROW, header=None), {}),
    "empty rows above": (xlsx((), (), (), HEADER, ROW, header=None), {"number": 5}),
    "empty columns before": (xlsx(*WIDE, header=None), {"number": 2, "room": "101"}),
    "columns in another order": (xlsx(tuple(reversed(ROW)), header=tuple(reversed(HEADER))), {"area_cm2": 543_600}),
    "other words": (xlsx(ROW, header=("自然小区", "楼栋", "房号", "产权面积", "房主")), {"group": "8号"}),
    "bracketed unit": (xlsx(ROW, header=("小区", "幢号", "房间号", "面积（㎡）", "产权人（姓名）")), {"room": "101"}),
    "spaced and starred heading": (xlsx(ROW, header=("小 区", "门号*", "室 号：", "建筑\n面积", "业 主")), {}),
    "numbered rows": (xlsx((1, *ROW), header=("序号", *HEADER)), {"compound": "东村"}),
    "unknown columns": (xlsx((*ROW, "是"), header=(*HEADER, "是否党员")), {}),
    "row above full of words": (xlsx(("房屋", "", "", "人"), HEADER, ROW, header=None), {"number": 3}),
    "notes on a second sheet": (xlsx(sheets={"表": [HEADER, ROW], "说明": [("小区", "备注"), ("东村", "x")]}), {}),
    "notes on the first sheet": (xlsx(sheets={"说明": [("填写说明",)], "表": [HEADER, ROW]}), {}),
    "old copy on a hidden sheet": (xlsx(sheets={"新": [HEADER, ROW], "旧": [HEADER, ROW]}, hidden=["旧"]), {}),
    "total below": (xlsx(ROW, ("合计", "", "1户", "54.36", "")), {}),
    "total in another column": (xlsx(ROW, ("", "小 计", "", 54.36, "")), {}),
    "footer below": (xlsx(ROW, ("填表人：某某", "", "", "", ""), ("注：以产证为准",)), {}),
    "header again on the next page": (xlsx(ROW, HEADER), {}),
    "rows of spaces": (xlsx(ROW, (" ", "\u3000", "", "", "")), {}),
    "room as number": (with_value("室号", 101), {"room": "101"}),
    "room with 室": (with_value("室号", "１０１室"), {"room": "101"}),
    "room with letter": (with_value("室号", "b101"), {"room": "B101"}),
    "door as number": (with_value("门号", 8), {"group": "8号"}),
    "door as 号楼": (with_value("门号", "８号楼"), {"group": "8号"}),
    "door as 幢": (with_value("门号", "08幢"), {"group": "8号"}),
    "door with stem": (with_value("门号", "12甲"), {"group": "12号甲"}),
    "area full-width": (with_value("建筑面积", "５４．３６㎡"), {"area_cm2": 543_600}),
    "area with unit": (with_value("建筑面积", "54.36 平方米"), {"area_cm2": 543_600}),
    "area with thousands": (with_value("建筑面积", "1,054.36"), {"area_cm2": 10_543_600}),
    "area with full-width comma": (with_value("建筑面积", "1，054.36"), {"area_cm2": 10_543_600}),
    "area of four decimals": (with_value("建筑面积", 54.3625), {"area_cm2": 543_625}),
    "area computed to binary dust": (with_value("建筑面积", Formula("=0.1+0.2", 0.30000000000000004)), {"area_cm2": 3000}),
    "area by formula": (with_value("建筑面积", Formula("=50+4.36", 54.36)), {"area_cm2": 543_600}),
    "area not yet known": (with_value("建筑面积", "待核"), {"area_cm2": None}),
    "floor as 层": (with_value("楼层", "4层"), {"floor": 4}),
    "floor in numerals": (with_value("楼层", "十二层"), {"floor": 12}),
    "floor as float": (with_value("楼层", 4.0), {"floor": 4}),
    "floor below ground": (with_value("楼层", "地下1层"), {"floor": -1}),
    "floor as F": (with_value("楼层", "3F"), {"floor": 3}),
    "floor left empty": (with_value("楼层", ""), {"floor": None}),
    "source of the area": (with_value("面积来源", "房产证"), {"area_source": "registry"}),
    "day of the area": (with_value("面积核对日期", "2026年11月1日"), {"area_as_of": datetime.date(2026, 11, 1)}),
    "day as a date cell": (with_value("核对日期", datetime.date(2026, 11, 1)), {"area_as_of": datetime.date(2026, 11, 1)}),
    "flat without people": (with_value("业主", ""), {"people": ()}),
    "flat of 无": (with_value("业主", "无"), {"people": ()}),
    "invisible characters": (with_value("小区", "东\u200b村\ufeff\x07"), {"compound": "东村"}),
    "csv in UTF-8": (text(ROW), {}),
    "csv in UTF-8 without mark": (text(ROW, encoding="utf-8"), {}),
    "csv in GBK": (text(ROW, encoding="gbk"), {}),
    "csv in GB18030": (text(("㐂村", *ROW[1:]), encoding="gb18030"), {"compound": "㐂村"}),
    "csv in UTF-16": (text(ROW, encoding="utf-16", delimiter="\t"), {}),
    "csv with semicolons": (text(ROW, delimiter=";"), {}),
    "csv with tabs": (text(ROW, delimiter="\t"), {}),
    "csv with lines in a cell": (text((*ROW[:4], "示例\n业主甲"), ROW), {"number": 2}),
    "csv with empty lines": (b"\r\n\r\n" + text(ROW, encoding="gbk"), {"number": 4}),
    "formula text in a csv": (text((*ROW[:4], "=HYPERLINK(1)")), {"room": "101"}),
    "prefixed XML": (
        repacked(
            xlsx(ROW),
            change=lambda xml: re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="),
        ),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_sheet_is_read_as_a_person_would(name):
    content, expected = READ[name]
    rows, faults = read(content, "a.csv" if not content.startswith(b"PK") else "a.xlsx")
    assert faults == []
    assert len(rows) >= 1
    assert rows[0]._replace(**expected) == rows[0]


# name: (content, row, column, words of the message)
FAULTY = {
    "no column 小区": (xlsx(ROW[1:], header=HEADER[1:]), 1, "小区", "缺少“小区”这一列"),
    "no column 门号": (xlsx((*ROW[:1], *ROW[2:]), header=("小区", "室号", "面积", "业主")), 1, "门号", "缺少“门号”"),
    "no column 室号": (xlsx(ROW, header=("小区", "门号", "?", "面积", "业主")), 1, "室号", "缺少“室号”"),
    "no column 建筑面积": (xlsx(ROW, header=("小区", "门号", "室号", "套内面积", "业主")), 1, "建筑面积", "缺少"),
    "column twice": (xlsx((*ROW, "x"), header=(*HEADER, "业主")), 1, "业主", "E列和F列"),
    "two words for one": (xlsx((*ROW, 50), header=(*HEADER, "产权面积")), 1, "产权面积", "重复"),
    "no header": (xlsx(("住户", "电话"), header=None), 1, "小区、门号、室号、建筑面积", "没有找到表头"),
    "empty sheet": (xlsx(header=None), 1, "小区、门号、室号、建筑面积", "没有找到表头"),
    "csv of something else": (text(header=("hello", "world")), 1, "小区、门号、室号、建筑面积", "没有找到表头"),
    "two sheets alike": (xlsx(sheets={"一": [HEADER, ROW], "二": [HEADER, ROW]}), 1, "工作表", "“一”、“二”"),
    "area in 亩": (xlsx(ROW, header=("小区", "门号", "室号", "面积（亩）", "业主")), 1, "面积", "平方米"),
    "merged 小区": (xlsx(ROW, ("", *ROW[1:])), 3, "小区", "合并的单元格请拆开"),
    "area in words": (with_value("建筑面积", "六十"), 2, "建筑面积", "看不懂面积"),
    "area about": (with_value("建筑面积", "约54"), 2, "建筑面积", "看不懂面积"),
    "area empty": (with_value("建筑面积", ""), 2, "建筑面积", "没有填“建筑面积”"),
    "area zero": (with_value("建筑面积", 0), 2, "建筑面积", "大于0"),
    "area negative": (with_value("建筑面积", -3), 2, "建筑面积", "大于0"),
    "area negative text": (with_value("建筑面积", "−54.36"), 2, "建筑面积", "大于0"),
    "area too large": (with_value("建筑面积", 10_000), 2, "建筑面积", "小于10000"),
    "area huge": (with_value("建筑面积", 1e300), 2, "建筑面积", "小于10000"),
    "area of five decimals": (with_value("建筑面积", "54.36001"), 2, "建筑面积", "四位"),
    "area with decimal comma": (with_value("建筑面积", "54,36"), 2, "建筑面积", "看不懂面积"),
    "area in exponent": (with_value("建筑面积", "5.4e1"), 2, "建筑面积", "看不懂面积"),
    "area infinite": (with_value("建筑面积", "inf"), 2, "建筑面积", "看不懂面积"),
    "area as a date": (with_value("建筑面积", datetime.date(2026, 3, 1)), 2, "建筑面积", "日期"),
    "area as a boolean": (with_value("建筑面积", True), 2, "建筑面积", "是/否"),
    "area not computed": (sample("register-with-faults.xlsx"), 7, "建筑面积", "公式，没有数值"),
    "area an error": (with_value("建筑面积", Formula("=1/0", "#DIV/0!")), 2, "建筑面积", "错误值"),
    "owner an error": (with_value("业主", Formula("=A9", "#REF!")), 2, "业主", "错误值"),
    "door turned into a date": (with_value("门号", datetime.date(2026, 3, 1)), 2, "门号", "文本"),
    "door empty": (with_value("门号", " "), 2, "门号", "没有填“门号”"),
    "door too long": (with_value("门号", "甘" * 21), 2, "门号", "最多20个字"),
    "room with decimals": (with_value("室号", 101.5), 2, "室号", "小数"),
    "room negative": (with_value("室号", -101), 2, "室号", "负数"),
    "room as a date": (with_value("室号", datetime.date(2026, 1, 1)), 2, "室号", "文本"),
    "compound too long": (with_value("小区", "东" * 41), 2, "小区", "最多40个字"),
    "floor zero": (with_value("楼层", 0), 2, "楼层", "没有0层"),
    "floor of a fraction": (with_value("楼层", 4.5), 2, "楼层", "看不懂楼层"),
    "floor of two": (with_value("楼层", "5/6"), 2, "楼层", "看不懂楼层"),
    "floor in the clouds": (with_value("楼层", 99), 2, "楼层", "-3到60"),
    "source unknown word": (with_value("面积来源", "听说"), 2, "面积来源", "请写"),
    "day impossible": (with_value("面积核对日期", "2026年2月30日"), 2, "面积核对日期", "看不懂日期"),
    "owner too long": (with_value("业主", "长" * 81), 2, "业主", "最多80个字"),
    "phone in exponent": (with_value("电话", "1.39E+10"), 2, "电话", "科学计数法"),
    "phone of twenty digits": (with_value("手机", 1.39e19), 2, "手机", "文本"),
    "note too long": (with_value("备注", "长" * 201), 2, "备注", "最多200个字"),
    "certificate as number": (with_value("身份证号", 310107199001011234), 2, "身份证号", "文本"),
    "certificate starred": (with_value("证件号", "310107********1234"), 2, "证件号", "格式不对"),
    "two certificates, one owner": (with_value("证件号码", "A12345、B12345"), 2, "证件号码", "个数"),
    "certificate of nobody": (xlsx((*ROW[:4], "", "A12345"), header=(*HEADER, "证件号码")), 2, "证件号码", "没有写业主"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_fault_is_named_by_row_column_and_remedy(name):
    content, row, column, words = FAULTY[name]
    _, faults = read(content, "a.xlsx" if content.startswith(b"PK") else "a.csv")
    found = [fault for fault in faults if fault.row == row and fault.column == column]
    assert len(found) == 1, faults
    assert words in found[0].message
    assert "310107" not in str(faults)
    assert "12345" not in str(faults)


def zip_of(*parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(name, data)
    return buffer.getvalue()


def far(ref):
    return repacked(xlsx(ROW), change=lambda xml: xml.replace(b"</sheetData>", b'<row r="3"><c r="%s"><v>1</v></c></row></sheetData>' % ref))  # fmt: skip


def bomb():
    """A few kilobytes that unfold to more than anybody's register."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(201):
                part.write(b"<a/>" * 262_144)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
GOOD = xlsx(ROW)
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
# name: (content, filename, words of the refusal)
UNREADABLE = {
    "nothing": (b"", "a.xlsx", "0字节"),
    "nothing csv": (b"", "a.csv", "0字节"),
    "too large": (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "太大"),
    "not a zip": (b"hello", "a.xlsx", "内容却不是"),
    "a zip of something": (zip_of(("a.txt", b"x")), "a.xlsx", "压缩文件"),
    "a document": (zip_of(("word/document.xml", b"<x/>")), "a.xlsx", "压缩文件"),
    "a workbook called csv": (GOOD, "a.csv", "内容却不是"),
    "a text called xlsx": (text(ROW), "a.xlsx", "内容却不是"),
    "a picture called csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x81", "a.csv", "编码"),
    "binary csv": (bytes(range(256)) * 4, "a.csv", "编码"),
    "csv with NUL": ("小区,门号\x00,室号,面积".encode(), "a.csv", "编码"),
    "another kind": (GOOD, "a.exe", "xlsx或csv"),
    "no ending": (GOOD, "register", "xlsx或csv"),
    "two endings": (GOOD, "a.xlsx.exe", "xlsx或csv"),
    "a page called csv": (b"<html><table><tr><td>1</td></tr></table></html>", "a.csv", "网页文件"),
    "a page called xlsx": (b"<!DOCTYPE html><html></html>", "a.xlsx", "内容却不是"),
    "old xls": (OLE, "a.xls", "旧版xls"),
    "old xls called xlsx": (OLE, "a.xlsx", "旧版xls"),
    "with password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    "cut in the middle": (GOOD[: len(GOOD) // 2], "a.xlsx", "损坏"),
    "one byte flipped": (GOOD[:60] + bytes([GOOD[60] ^ 255]) + GOOD[61:], "a.xlsx", "损坏"),
    "sheet is no XML": (repacked(GOOD, change=lambda xml: xml.replace(b"</c>", b"</d>")), "a.xlsx", "损坏"),
    "sheet is missing": (zip_of(("xl/workbook.xml", b"<workbook/>")), "a.xlsx", "损坏"),
    "bomb": (lambda: bomb(), "a.xlsx", "展开后太大"),
    "entities": (repacked(GOOD, "xl/workbook.xml", lambda xml: xml.replace(b"?>", b"?>" + DTD, 1)), "a.xlsx", "另存"),
    "external entity": (repacked(GOOD, change=lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1)), "a.xlsx", "另存"),
    "last row of the sheet": (far(b"A1048576"), "a.xlsx", "行数太多"),
    "last column of the sheet": (far(b"XFD3"), "a.xlsx", "太宽"),
    "wide and long": (far(b"ZZ90000"), "a.xlsx", "太宽"),
    "cells without place": (repacked(GOOD, change=lambda xml: xml.replace(b' r="A2"', b"")), "a.xlsx", "另存"),
    "far cell in single quotes": (repacked(GOOD, change=lambda xml: xml.replace(b"</sheetData>", b"<row r='3'><c r='XFD1048576'><v>1</v></c></row></sheetData>")), "a.xlsx", "行数太多"),
    "endless cell": (repacked(GOOD, change=lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 3_000_000)), "a.xlsx", "太长"),
    "quote never closed": ('小区,门号,室号,面积\n东村,"8号,101,54\n'.encode(), "a.csv", "引号"),
    "too many rows": (b"\n" * 400_100, "a.csv", "行数太多"),
    "wide file of UTF-16": (b"\xff\xfe\x00", "a.csv", "编码"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_cannot_be_read_is_refused_in_one_sentence(name):
    content, filename, words = UNREADABLE[name]
    with pytest.raises(domain.Unreadable) as refusal:
        read(content() if callable(content) else content, filename)
    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 60


def test_corpus_is_large_enough():
    assert len(READ) + len(FAULTY) + len(UNREADABLE) >= 130
    assert min(len(READ), len(FAULTY), len(UNREADABLE)) >= 30
