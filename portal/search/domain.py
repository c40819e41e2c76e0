"""Words of Chinese text without a dictionary: every two neighbouring characters are one. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

LONGEST_WORD = 40
# Beside its words a document carries what one may filter by; no reader types these by accident.
_COMMUNITY, _KIND = "qqplace", "qqkind"


@lru_cache(maxsize=1)
def _simplified():
    return opencc.OpenCC("t2s")


def _plain(text):
    """Full width to half, capitals to small, Traditional to Simplified."""
    return _simplified().convert(unicodedata.normalize("NFKC", text).lower())


def _is_han(char):
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def _runs(text):
    """(is_han, characters) for every unbroken run of Han characters, or of other letters and digits; None between."""
    run, kind = "", None
    for char in text:
        new = "han" if _is_han(char) else "word" if char.isalnum() else None
        if new != kind and run:
            yield kind == "han", run
            run = ""
        if new is None and kind is not None:
            yield None
        run, kind = run + char if new else "", new
    if run:
        yield kind == "han", run


def _words(run):
    """``电梯检`` is 电梯 梯检 检: the last character alone, so that it is found by itself too."""
    is_han, text = run
    if not is_han:
        return [text[:LONGEST_WORD]]
    return [text[start : start + 2] for start in range(len(text))]


def tokens(text: str) -> list[str]:
    """What a document is found by, in the order of the text."""
    return [word for run in _runs(_plain(text)) if run for word in _words(run)]


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side; with ``open_end`` the last may go on."""

    words: tuple[str, ...]
    open_end: bool = False


def phrases(text: str) -> tuple[Phrase, ...]:
    """What a reader asks for: every part between spaces or marks must be found, and found unbroken."""
    parts: list[list] = [[]]
    for run in _runs(_plain(text)):
        if run is None:
            parts.append([])
        else:
            parts[-1].append(run)
    return tuple(_phrase(part) for part in parts if part)


def _phrase(runs):
    words = [word for run in runs for word in _words(run)]
    if not runs[-1][0]:
        return Phrase(tuple(words))
    if len(runs[-1][1]) == 1:
        return Phrase(tuple(words), open_end=True)
    return Phrase(tuple(words[:-1]))


def place_token(slug: str) -> str:
    return _COMMUNITY + slug.encode().hex()


def kind_token(kind: str) -> str:
    return _KIND + kind.encode().hex()


@dataclass(frozen=True)
class Question:
    """Phrases that must all be there, and filter tokens."""

    phrases: tuple[Phrase, ...]
    filters: tuple[str, ...] = ()

    def for_fts5(self, column: str) -> str:
        """The question in SQLite's full-text language; every word stands in quotes, so none is an operator."""
        parts = [f'"{" ".join(phrase.words)}"{" *" if phrase.open_end else ""}' for phrase in self.phrases]
        parts += [f'"{token}"' for token in self.filters]
        return f"{{{column}}} : ({' AND '.join(parts)})"

    def for_tsquery(self) -> str:
        """The same for PostgreSQL's to_tsquery."""
        parts = []
        for phrase in self.phrases:
            quoted = [f"'{word}'" for word in phrase.words]
            parts.append("(" + " <-> ".join(quoted) + (":*" if phrase.open_end else "") + ")")
        parts += [f"'{token}'" for token in self.filters]
        return " & ".join(parts)


_HOUSE = re.compile(r"(\d{1,5})(?:号楼组|号楼|号门|楼组|号|楼|幢|栋|门)?\Z", re.ASCII)


@dataclass(frozen=True)
class House:
    """A house number as somebody may write it, with what stands before it: ``东村`` ``12``."""

    compound: str
    number: str

    @property
    def names(self):
        return [self.number, *(self.number + ending for ending in ("号", "号楼", "幢", "栋"))]


def house(text: str) -> House | None:
    plain = "".join(_plain(text).split())
    found = _HOUSE.search(plain)
    return House(plain[: found.start()], found[1].lstrip("0") or "0") if found else None


# Pages of the site by what people call them: (route, needs a community, words).
PAGES = (
    (
        "reading",
        False,
        ("长辈版", "亲情版", "关爱版", "关怀版", "老年版", "大字", "字号", "字体", "放大", "对比度", "朗读"),
    ),
    ("contacts", True, ("电话", "联系", "地址", "接待", "居委会", "办公室", "找谁")),
    ("lifts", True, ("电梯", "加梯", "加装", "进度", "施工")),
    ("archive", True, ("往期", "以前", "旧通知", "归档")),
    ("bodies", True, ("党总支", "党支部", "业委会", "物业", "自治", "小组", "楼组长", "组织")),
    ("rules", False, ("规则", "投票", "表决", "三分之二", "四分之三", "过半", "同意", "法律", "依据")),
    ("guide", False, ("指南", "流程", "步骤", "手续", "怎么加", "怎么装")),
    ("faq", False, ("问题", "疑问", "采光", "通风", "噪音", "噪声", "低层", "一楼", "费用", "出钱", "补贴")),
    ("stats", False, ("统计", "数据", "多少台", "数字", "开放数据")),
    ("subscribe", False, ("订阅", "提醒", "微信", "桌面")),
    ("about", False, ("关于", "核实", "真假", "谁办的", "电话", "联系")),
    ("privacy", False, ("隐私", "个人信息", "姓名")),
    ("accessibility", False, ("无障碍", "盲", "读屏", "键盘")),
)
MOST_PAGES = 3


def pages(text: str, in_community: bool) -> list[str]:
    """Routes of the pages that the words may mean, those named exactly first."""
    asked = "".join(_plain(text).split())
    if len(asked) < 2:
        return []
    found = []
    for route, needs_community, names in PAGES:
        if needs_community and not in_community:
            continue
        if any(name in asked or asked in name for name in names):
            found.append((asked not in names, route))
    return [route for _, route in sorted(found, key=lambda item: item[0])][:MOST_PAGES]
