"""Which column is which: the header row, found below title rows, read with the words committees use."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .cells import tight

SEARCHED_ROWS = 50
WORDS = {
    "compound": "自然小区 小区 村 小区名称 小区名 自然小区名称 村名 住宅小区 自然村",
    "group": "门号 楼号 楼栋 楼栋号 幢号 栋号 门牌 门牌号 楼幢 楼幢号 楼组 楼 幢 栋 楼门号 座号",
    "room": "室号 房号 室 房间号 房间 房室号 户室号 房屋室号 室",
    "floor": "楼层 层 所在楼层 所在层 层次",
    "area": "建筑面积 面积 产权面积 房屋面积 房屋建筑面积 建面 产证面积 登记面积 产权建筑面积",
    "area_source": "面积来源 面积依据",
    "area_as_of": "面积核对日期 核对日期",
    "owner": "业主 产权人 业主姓名 房主 产权人姓名 户主 权利人 所有权人 房屋所有权人 房主姓名 户主姓名 姓名 业主名称",
    "co_owner": "共有人 共有产权人 共有人姓名 其他共有人 共同共有人 共有业主",
    "agent": "代理人 委托代理人 代理人姓名 受托人 代表人",
    "tenant": "承租人 租户 租客 承租人姓名 租户姓名",
    "phone": "联系电话 手机 电话 手机号 手机号码 联系方式 电话号码 业主电话 联系手机 业主手机",
    "note": "备注 备注说明 说明 附注",
    "certificate": "证件号码 身份证号 证件号 身份证 身份证号码 身份证件号码 业主身份证号 业主证件号码 证件编号",
}
FIELD_OF = {word: field for field, words in WORDS.items() for word in words.split()}
REQUIRED = {"compound": "小区", "group": "门号", "room": "室号", "area": "建筑面积"}
SQUARE_METRES = {"平方米", "平米", "m2", "m²", "平方", "单位:平方米", "单位平方米", "单位:m2", "必填"}
_BRACKET = re.compile(r"[(\[{【〔<《](.*?)[)\]}】〕>》]")


@dataclass(frozen=True)
class Heading:
    """``columns`` maps a field to its place in a row; ``words`` keeps the sheet's own heading for messages."""

    row: int
    columns: dict[str, int]
    words: dict[str, str]
    doubled: tuple[tuple[str, int, int], ...] = ()
    foreign_unit: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        return [name for field, name in REQUIRED.items() if field not in self.columns]

    @property
    def sound(self) -> bool:
        return not (self.missing or self.doubled or self.foreign_unit)


@lru_cache(maxsize=1024, typed=True)
def heading_word(value) -> tuple[str, str]:
    """A heading without spaces, brackets and marks, and what stood in the brackets."""
    if not isinstance(value, str):
        return "", ""
    text = tight(value)
    inside = "".join(_BRACKET.findall(text))
    return re.sub(r"[*:：]", "", _BRACKET.sub("", text)), inside


def find(rows) -> Heading | None:
    """The row among the first fifty with the most known headings; ``None`` when none has at least two."""
    best, best_score = None, 1
    for number, row in islice(rows, SEARCHED_ROWS):
        score = len({FIELD_OF[word] for value in row if (word := heading_word(value)[0]) in FIELD_OF})
        if score > best_score:
            best, best_score = (number, row), score
    return read(*best) if best else None


def read(number, row) -> Heading:
    columns, words, doubled, ignored, foreign = {}, {}, [], [], ""
    for place, value in enumerate(row):
        word, inside = heading_word(value)
        field = FIELD_OF.get(word)
        if field is None:
            if word and word != "序号":
                ignored.append(word)
        elif field in columns:
            doubled.append((word, columns[field], place))
        else:
            columns[field], words[field] = place, word
            if field == "area" and inside and inside not in SQUARE_METRES and re.search(r"[亩厘尺万]|cm|km", inside):
                foreign = inside
    return Heading(number, columns, words, tuple(doubled), foreign, tuple(ignored))


def repeats(heading: Heading, row) -> bool:
    """Whether a later row is the header again, as on every printed page."""
    return all(
        place < len(row) and FIELD_OF.get(heading_word(row[place])[0]) == field
        for field, place in heading.columns.items()
        if field in REQUIRED
    )
