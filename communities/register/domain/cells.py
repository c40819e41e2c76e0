"""What one cell means. Every function takes the raw value and returns a checked one or says in Chinese what is wrong.

Numbers never pass through binary arithmetic: a spreadsheet's float is taken with the 15 digits its program shows.
"""

import datetime
import hashlib
import hmac
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

CM2 = 10_000  # in one square metre
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_NOTHING = {"", "无", "没有", "暂无", "不详", "-", "--", "—", "——", "/", "\\"}
_NUMERALS = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_LATIN = {"甲": "jia", "乙": "yi", "丙": "bing", "丁": "ding", "戊": "wu", "己": "ji", "庚": "geng", "辛": "xin"}
_LATIN |= {"壬": "ren", "癸": "gui", "东": "dong", "西": "xi", "南": "nan", "北": "bei", "中": "zhong"}
_NAME = re.compile(r"“([^”]*)”|([^、,;/“]+)")


class CellError(ValueError):
    """What is wrong with a cell and how to mend it."""


def plain(value) -> str:
    """The cell as one line of text: half-width, without invisible characters, 101.0 as 101."""
    if isinstance(value, str):
        return _one_line(value if value.isascii() else unicodedata.normalize("NFKC", value))
    if isinstance(value, float):
        return format(value, ".15g")
    return "" if value is None else str(value)


def _one_line(text):
    if not text.isprintable():
        text = _INVISIBLE.sub(" ", text)
    return " ".join(text.split()) if " " in text or "\u3000" in text else text


def _chinese_brackets(text):
    """Normalising narrows the brackets of a Chinese name; they are kept wide."""
    return text.replace("(", "（").replace(")", "）") if "(" in text and not text.isascii() else text


def tight(value) -> str:
    """``plain`` without any space."""
    return plain(value).replace(" ", "")


def _no_date(value):
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise CellError("被表格软件当成了日期或时间。请把单元格格式改成“文本”再重新填写")
    if isinstance(value, bool):
        raise CellError("这里是“是/否”值。请填写文字或数字")


def _limit(text, length):
    if len(text) > length:
        raise CellError(f"太长了，最多{length}个字")
    return text


@lru_cache(maxsize=4096, typed=True)
def compound(value) -> str:
    _no_date(value)
    return _limit(_chinese_brackets(tight(value)), 40)


@lru_cache(maxsize=8192, typed=True)
def group(value) -> str:
    """门号 as it is kept: ``12``, ``12号楼`` and ``１２幢`` are all 12号; anything else stands as written."""
    _no_date(value)
    text = tight(value).upper()
    if found := re.fullmatch(r"第?([0-9]+)(?:号楼|号门|门号|楼号|幢楼|号|幢|栋|楼|座|门|\.0)?", text):
        return _limit(f"{int(found[1])}号", 20)
    if found := re.fullmatch(r"第?([0-9]+)(?:号|号楼|楼)?([甲乙丙丁戊己庚辛壬癸A-Z])(?:号|座|楼)?", text):
        return _limit(f"{int(found[1])}号{found[2]}", 20)
    return _limit(text, 20)


def group_key(name) -> str:
    """Names of one door have one key, however they were typed before."""
    try:
        return group(name)
    except CellError:
        return tight(name)


def group_slug(name: str) -> str:
    """ASCII address of a 门号: its digits and letters; other characters leave a short stable digest."""
    rest = re.sub(r"[号楼幢栋座单元门弄支路村]", "-", name)
    for word, latin in _LATIN.items():
        rest = rest.replace(word, f"-{latin}-")
    parts = re.findall(r"[a-z0-9]+", rest.lower())
    if re.sub(r"[a-zA-Z0-9\-_. ()#]", "", rest):
        parts.append(hashlib.sha256(name.encode()).hexdigest()[:6])
    return "-".join(parts)[:14].strip("-") or hashlib.sha256(name.encode()).hexdigest()[:8]


@lru_cache(maxsize=8192, typed=True)
def room(value) -> str:
    _no_date(value)
    text = tight(value).upper()
    if isinstance(value, float) and "." in text:
        raise CellError("室号不能带小数。请把单元格格式改成“文本”，例如101")
    if re.fullmatch(r"-[0-9]+", text):
        raise CellError("室号不能是负数")
    return _limit(re.sub(r"(?<=.)(?:室|房|号房)$", "", text), 20)


def room_key(name) -> str:
    try:
        return room(name)
    except CellError:
        return tight(name)


def floor_of_room(name: str) -> int | None:
    """101 is on floor 1, 1203 on floor 12; nothing is guessed from other numbers."""
    if re.fullmatch(r"[0-9]{3,4}", name):
        number = int(name[:-2])
        return number if 1 <= number <= 60 else None
    return None


@lru_cache(maxsize=1024, typed=True)
def floor(value) -> int | None:
    _no_date(value)
    text = tight(value).upper()
    if text in _NOTHING:
        return None
    found = re.fullmatch(
        r"(负|地下|B|-)?第?([0-9]{1,3}|[〇零一二两三四五六七八九十]{1,3}|底)(?:\.0+)?(?:层|楼|F)?", text
    )
    number = _number(found[2]) if found else None
    if number is None:
        raise CellError("看不懂楼层。请写数字，例如4或4层")
    number = -number if found[1] else number
    if number == 0 or not -3 <= number <= 60:
        raise CellError("楼层要在-3到60之间，没有0层")
    return number


def _number(text) -> int | None:
    if text == "底":
        return 1
    if text.isdigit() and text.isascii():
        return int(text)
    found = re.fullmatch(r"([一二两三四五六七八九])?十([一二三四五六七八九])?", text)
    if found:
        return 10 * _NUMERALS.get(found[1], 1) + _NUMERALS.get(found[2], 0)
    return _NUMERALS.get(text)


@lru_cache(maxsize=16384, typed=True)
def area(value) -> int | None:
    """Square metres as integer cm²; ``None`` where the sheet says 待核."""
    _no_date(value)
    text = tight(value)
    if text in ("待核", "未知", "待查"):
        return None
    text = re.sub(r"(?:平方米|平米|m2|M2|平方|平)$", "", text)
    if text[:1] in "-−" and text[1:2].isdigit():
        raise CellError("面积要大于0")
    if not isinstance(value, float | int) and not re.fullmatch(
        r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?", text
    ):
        raise CellError("看不懂面积。请写数字，单位平方米，例如54.36；还不知道就写“待核”")
    number = Decimal(text.replace(",", ""))
    if not number.is_finite() or number >= CM2:
        raise CellError("面积要小于10000平方米。请核对单位是不是平方米")
    if number <= 0:
        raise CellError("面积要大于0")
    whole = number * CM2
    if whole != whole.to_integral_value():
        raise CellError("小数超过四位，不会替您四舍五入。请按权属文件填写，例如54.36")
    return int(whole)


_SOURCES = {
    "registry": ("不动产登记簿", "登记簿", "不动产权证", "不动产证", "房产证", "产证", "产权证", "房屋所有权证"),
    "survey": ("测绘机构测绘", "测绘", "测绘报告", "实测"),
    "contract": ("房屋买卖合同", "买卖合同", "合同", "购房合同"),
    "unknown": ("来源待核", "待核", "未知"),
}
_SOURCE_OF = {word: code for code, words in _SOURCES.items() for word in words}


@lru_cache(maxsize=256, typed=True)
def area_source(value) -> str | None:
    text = tight(value)
    if text in _NOTHING:
        return None
    if text not in _SOURCE_OF:
        raise CellError("面积来源请写：不动产登记簿、测绘机构测绘、房屋买卖合同、来源待核")
    return _SOURCE_OF[text]


@lru_cache(maxsize=1024, typed=True)
def day(value) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = tight(value)
    if text in _NOTHING:
        return None
    found = re.fullmatch(r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text)
    try:
        return datetime.date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise CellError("看不懂日期。请写成2026年11月1日或2026-11-01") from None


def names(value) -> tuple[str, ...]:
    """The people in one cell: ``张三、李四`` and ``张三 李四`` are two, ``张 三``, ``John Smith``, ``“甲、乙”`` one."""
    _no_date(value)
    text = plain(value)
    if text in _NOTHING:
        return ()
    if text.isalnum():
        return (_limit(text, 80),)
    found = []
    for quoted, piece in _NAME.findall(text):
        found += [quoted] if quoted else _spaced(piece.strip()) if piece.strip() else []
    return tuple(_limit(_chinese_brackets(name), 80) for name in found)


def cell_of_names(several) -> str:
    """The cell from which ``names`` reads the same people again; a name it would take apart is put in quotes."""
    return "、".join(name if names(name) == (name,) else f"“{name}”" for name in several)


def _spaced(piece):
    parts = piece.split(" ")
    if len(parts) > 1 and all(len(part) > 1 and "\u3400" <= part[0] <= "\u9fff" for part in parts):
        return parts
    if all(not part.isascii() for part in parts):
        return ["".join(parts)]
    return [piece]


def phone(value) -> str:
    if isinstance(value, float) and abs(value) >= 10**15:
        raise CellError("号码太长，已被表格软件改动。请把单元格格式改成“文本”再重新填写")
    _no_date(value)
    text = plain(value)
    if text in _NOTHING:
        return ""
    if re.fullmatch(r"[0-9.]+E\+[0-9]+", text, re.IGNORECASE):
        raise CellError("号码被表格软件写成了科学计数法，已丢失数字。请把单元格格式改成“文本”再重新填写")
    return _limit(text, 40)


def note(value) -> str:
    """A remark keeps its punctuation as typed."""
    return _limit(_one_line(value) if isinstance(value, str) else plain(value), 200)


def certificates(value) -> tuple[str, ...]:
    """Certificate numbers in one cell. They go no further than ``fingerprint``; no message repeats one."""
    _no_date(value)
    if isinstance(value, float | int) and abs(value) >= 10**15:
        raise CellError("证件号码被存成了数字，末几位已不可靠。请把单元格格式改成“文本”再重新填写")
    text = plain(value).upper()
    if text in _NOTHING:
        return ()
    found = tuple(part for part in re.split(r"[、,;/\s]+", text) if part)
    if not all(re.fullmatch(r"(?=.*[0-9])[0-9A-Z()*\-]{5,30}", part) and "*" not in part for part in found):
        raise CellError("证件号码格式不对：只能有数字和字母，不能有星号；几个人的用顿号隔开")
    if len(set(found)) < len(found):
        raise CellError("同一格里两个证件号码相同")
    return found


def fingerprint(number: str, key: str) -> str:
    """Keyed HMAC-SHA256 of a certificate number: recognises it again, and cannot be turned back without the key."""
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest()
