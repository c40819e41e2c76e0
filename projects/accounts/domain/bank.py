"""A bank's statement read and checked: bytes in, lines or row-numbered faults out. Pure; ``today`` is always given.

Every bank names its columns otherwise, and puts a few lines of title above them; the words stand in ``WORDS``.
"""

import datetime
import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from communities.register.domain import SEARCHED_ROWS, Fault, Unreadable, heading_word, open_sheets, plain

from .ledger import MOST_FEN

LINE_FORMAT = "linli/bank-line/1"
MOST_LINES, MOST_BYTES = 5000, 5 * 1024 * 1024
WORDS = {
    "day": "交易日期 记账日期 入账日期 日期 交易日 记账日 入账日 发生日期",
    "time": "交易时间 记账时间 入账时间 时间 交易日期时间 交易日期及时间",
    "come": "收入金额 收入 收入额 贷方发生额 贷方金额 贷方发生金额 贷方 存入金额 存入 转入金额 收款金额",
    "gone": "支出金额 支出 支出额 借方发生额 借方金额 借方发生金额 借方 支取金额 取出金额 支取 转出金额 付款金额",
    "amount": "交易金额 发生额 金额 交易额 发生金额",
    "side": "借贷标志 借贷 借贷方向 借贷标记 收支 收/支 借/贷 收支方向 收支类型 交易方向",
    "balance": "余额 账户余额 本次余额 交易后余额 当前余额 联机余额 结余",
    "payer": "对方户名 对方名称 对方账户名称 对方账户名 对方单位 对方单位名称 对方姓名 付款人 付款人名称 付款方 "
    "付款方名称 付款方户名 交易对手 交易对手名称 对手户名 交易对方",
    "serial": "交易流水号 流水号 交易流水 交易序号 凭证号 凭证号码 柜员流水号 核心流水号",
}
#: Several columns may carry words; they are read as one.
REMARKS = "摘要 附言 备注 用途 交易摘要 交易附言 交易备注 摘要说明 客户附言 留言 说明"
FIELD_OF = {word: field for field, words in WORDS.items() for word in words.split()}
FIELD_OF |= dict.fromkeys(REMARKS.split(), "remark")
_CAME = {"贷", "贷方", "收", "收入", "进", "转入", "存入", "C", "CR", "+"}
_WENT = {"借", "借方", "支", "支出", "付", "出", "转出", "支取", "D", "DR", "-"}
_NOTHING = {"", "-", "--", "—", "——", "/", "无"}
_DAY = re.compile(
    r"(20[0-9]{2})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T]*([0-9:.时分秒]{4,15}))?"
)
_FEN = re.compile(r"([+\-−]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{0,2})0*)?")
_NO_LINE = re.compile(
    r"(?:本页|全部|以上|本期)?(?:合计|总计|小计|共计)|期初|期末|上期|承前|(?:总|共).{0,6}笔|第[0-9]+页|"
    r"(?:收入|支出|借方|贷方|打印|制表|导出|查询|账号|账户|户名|币种|开户|说明|备注|注|起止|起始|截止)[^:]{0,8}[:]"
)


class CellError(ValueError):
    """What is wrong with a cell and how to mend it."""


@dataclass(frozen=True)
class Heading:
    """``columns`` maps a field to its places in a row; only words may stand in several."""

    row: int
    columns: dict[str, tuple[int, ...]]
    words: dict[str, str]
    doubled: tuple[str, ...] = ()
    foreign_unit: str = ""


@dataclass(frozen=True)
class BankRow:
    """One line of the statement; ``amount_fen`` above zero came in. ``nth`` counts lines that say the very same."""

    row: int
    day: datetime.date
    time: str
    amount_fen: int
    payer: str
    remark: str
    balance: str
    serial: str
    nth: int = 1

    def digest(self, key: str) -> str:
        """Keyed SHA-256 of all that the bank says of it, wherever it stands in whichever file: a name is in it, so
        without the key nobody can try names against it."""
        said = [self.day.isoformat(), self.time, self.amount_fen, self.payer, self.remark, self.balance, self.serial]
        body = json.dumps([LINE_FORMAT, *said, self.nth], ensure_ascii=False, separators=(",", ":"))
        return hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()


def read_bank(content: bytes, filename: str, today: datetime.date) -> tuple[list[BankRow], list[Fault]]:
    """The lines of a statement in the order of the file, or (nothing, its faults). Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件太大，最大{MOST_BYTES // 1024 // 1024}MB。请按月份分几次导出")
    sheet, heading = _table(content, filename)
    if heading is None:
        message = "没有找到表头。表头那一行要有交易日期、收入金额，最好还有摘要、对方户名"
        return [], [Fault(1, "表头", "", message)]
    faults = list(_heading_faults(heading))
    rows = [] if faults else [(n, row) for n, row in sheet.rows() if n > heading.row and _is_line(row, heading)]
    if len(rows) > MOST_LINES:
        raise Unreadable(f"行数太多，最多{MOST_LINES}行。请按月份分几次导出")
    found = []
    for number, row in rows:
        line, wrong = _read(number, row, heading, today)
        faults += wrong
        found += [line] if line else []
    if not faults and not _sides_are_told(found, heading):
        faults = [Fault(heading.row, heading.words["amount"], "", _ONE_SIDED)]
    return ([], faults) if faults else (_numbered(found), [])


_ONE_SIDED = "分不清收入和支出：只有一列金额，没有“借贷标志”，也没有负数。请导出收入、支出分开的明细"


def find(rows) -> Heading | None:
    """The row among the first fifty with the most known headings; ``None`` when none has three of them."""
    best, best_score = None, 2
    for number, row in islice(rows, SEARCHED_ROWS):
        score = len({FIELD_OF[word] for value in row if (word := heading_word(value)[0]) in FIELD_OF})
        if score > best_score:
            best, best_score = (number, row), score
    return _heading(*best) if best else None


def _table(content, filename):
    """(the sheet with the most known headings, its heading)."""
    sheet = heading = None
    for candidate in open_sheets(content, filename, find):
        found = find(candidate.rows())
        if sheet is None or (found and (heading is None or len(found.columns) > len(heading.columns))):
            sheet, heading = candidate, found
    return sheet, heading


def _heading(number, row):
    columns, words, doubled, unit = {}, {}, [], ""
    for place, value in enumerate(row):
        word, inside = heading_word(value)
        field = FIELD_OF.get(word)
        if field is None:
            continue
        if field in columns and field in ("come", "gone", "amount"):
            doubled.append(word)
        if field not in columns or field == "remark":
            columns[field] = (*columns.get(field, ()), place)
            words.setdefault(field, word)
        if field in ("come", "gone", "amount") and re.search("[万千]元", inside):
            unit = inside
    return Heading(number, columns, words, tuple(doubled), unit)


def _heading_faults(heading):
    if not {"day", "time"} & heading.columns.keys():
        yield Fault(heading.row, "交易日期", "", "缺少“交易日期”这一列")
    if not {"come", "amount"} & heading.columns.keys():
        yield Fault(heading.row, "收入金额", "", "缺少“收入金额”（或“贷方发生额”）这一列")
    for word in heading.doubled:
        yield Fault(heading.row, word, word, f"“{word}”和前面一列说的是同一项。请只留一列")
    if heading.foreign_unit:
        yield Fault(heading.row, "金额", heading.foreign_unit, "金额的单位要是元")


def _is_line(row, heading):
    """Not empty, not the heading again, not a total or a footer: whatever begins with a day is a line."""
    filled = [plain(value) for value in row if plain(value)]
    if not filled or _heading(0, row).columns.keys() >= heading.columns.keys():
        return False
    try:
        _day_of(row, heading)
    except CellError:
        return not _NO_LINE.match(filled[0].replace(" ", ""))
    return True


def _read(number, row, heading, today):
    faults, said = [], {}
    for field, parse in (("day", _day_of), ("amount", _amount_of)):
        try:
            said[field] = parse(row, heading)
        except CellError as error:
            word, value = error.args[1:] if len(error.args) > 1 else _shown(row, heading, field)
            faults.append(Fault(number, word, value[:30], error.args[0]))
    if not faults and said["day"][0] > today:
        faults.append(Fault(number, *_shown(row, heading, "day"), "日期晚于今天，请核对"))
    if faults:
        return None, faults
    (day, time), amount = said["day"], said["amount"]
    texts = {field: _cell(row, heading, field) for field in ("payer", "balance", "serial")}
    remarks = [plain(row[place]) for place in heading.columns.get("remark", ()) if place < len(row)]
    remark = " ".join(dict.fromkeys(filter(None, remarks)))
    return BankRow(number, day, time, amount, texts["payer"], remark, texts["balance"], texts["serial"]), []


def _shown(row, heading, field):
    """(the sheet's own heading, what stands under it) of where the fault is."""
    names = ("day", "time") if field == "day" else ("come", "amount", "gone")
    field = next(name for name in names if name in heading.columns)
    return heading.words[field], _cell(row, heading, field)


def _cell(row, heading, field):
    place = heading.columns.get(field, (len(row),))[0]
    return plain(row[place]) if place < len(row) else ""


def _raw(row, heading, field):
    place = heading.columns.get(field, (len(row),))[0]
    return row[place] if place < len(row) else ""


def _day_of(row, heading):
    """(day, time of day as written)."""
    field = "day" if "day" in heading.columns else "time"
    value = _raw(row, heading, field)
    if isinstance(value, datetime.datetime):
        day, time = value.date(), "" if value.time() == datetime.time() else f"{value:%H:%M:%S}"
    elif isinstance(value, datetime.date):
        day, time = value, ""
    else:
        found = _DAY.fullmatch(plain(value))
        try:
            day = datetime.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
            time = found[6] or ""
        except (TypeError, ValueError):
            raise CellError("看不懂日期。请写成2026-04-01、20260401或2026年4月1日") from None
    return day, time or (_cell(row, heading, "time") if field == "day" else "")


def _amount_of(row, heading):
    """Fen, above zero when it came in."""
    if "come" in heading.columns:
        come, gone = (_fen(row, heading, field) for field in ("come", "gone"))
        if come is None and gone is None:
            raise CellError("没有金额。收入和支出至少要填一项")
        if come and gone:
            raise CellError("收入和支出都填了金额，一行只能有一项")
        return (come or 0) - (gone or 0)
    fen, side = _fen(row, heading, "amount"), _cell(row, heading, "side").upper()
    if fen is None:
        raise CellError("没有金额")
    if "side" not in heading.columns or side in _CAME:
        return fen
    if side in _WENT:
        return -abs(fen)
    raise CellError("看不懂是收入还是支出。请写“贷”（收入）或“借”（支出）", heading.words["side"], side)


def _fen(row, heading, field):
    text = _cell(row, heading, field).replace(" ", "")
    if text in _NOTHING:
        return None
    text = re.sub(r"^(?:¥|CNY|RMB)|元$", "", text)
    found = _FEN.fullmatch(text)
    if found is None:
        raise CellError("看不懂金额。请写成1234.56", heading.words[field], text)
    sign, whole, rest = found.groups()
    fen = int(whole.replace(",", "")) * 100 + int((rest or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise CellError("金额太大，请核对", heading.words[field], text)
    return -fen if sign in ("-", "−") else fen


def _sides_are_told(lines, heading):
    return {"come", "side"} & heading.columns.keys() or not lines or any(line.amount_fen < 0 for line in lines)


def _numbered(lines: Iterable[BankRow]) -> list[BankRow]:
    """With ``nth``: two lines that say the very same are two, in any file that has both."""
    seen, found = Counter(), []
    for line in lines:
        said = (line.day, line.time, line.amount_fen, line.payer, line.remark, line.balance, line.serial)
        seen[said] += 1
        found.append(replace(line, nth=seen[said]))
    return found
