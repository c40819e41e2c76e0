"""Reading aids without Django: Traditional by conversion, and the small stylesheet of a reader's choices."""

import re
from dataclasses import dataclass
from functools import lru_cache

import opencc

# Text between these two stays as it was written: names of people and places. They never reach a reader.
KEEP_START, KEEP_END = "\ue000", "\ue001"
_KEPT = re.compile(f"{KEEP_START}([^{KEEP_START}{KEEP_END}]*){KEEP_END}")
_SENTINELS = str.maketrans("", "", KEEP_START + KEEP_END)
# Where s2hk writes forms that Hong Kong readers do not use, or takes one word for another; the first that fits wins.
_EXCEPTIONS = {
    "標籤": "標籤",
    "書籤": "書籤",
    "抽籤": "抽籤",
    "籤": "簽",
    "不準確": "不準確",
    "不準": "不准",
    "錶格": "表格",
    "樓道里": "樓道裏",
    "羣": "群",
    "牀": "床",
    "户": "戶",
    "啓": "啟",
    "説": "說",
    "閲": "閱",
    "税": "稅",
    "脱": "脫",
    "瞭解": "了解",
    "傢俱": "家具",
    "衚衕": "胡同",
}
_EXCEPTION = re.compile("|".join(_EXCEPTIONS))

SIZES = {"standard": "100%", "large": "122.22%", "largest": "166.67%"}
CONTRASTS = ("normal", "high")
# Stronger than site.css asks for, by the same names; every pair is at least 7:1.
HIGH_CONTRAST = {
    "ink": "#000000",
    "ink-2": "#000000",
    "paper": "#FFFFFF",
    "line": "#000000",
    "hair": "#000000",
    "brand": "#0B332B",
    "brand-dark": "#000000",
    "link": "#00316B",
    "visited": "#3D1A5C",
    "done": "#0A3D1D",
    "now": "#552D00",
    "wait": "#000000",
    "stop": "#740F0D",
    "info": "#00316B",
}


@lru_cache(maxsize=1)
def _converter():
    return opencc.OpenCC("s2hk")


def _convert(text):
    return _EXCEPTION.sub(lambda found: _EXCEPTIONS[found[0]], _converter().convert(text))


def to_traditional(text):
    """Everything outside the sentinels, converted; the sentinels gone."""
    parts = _KEPT.split(text)
    parts[::2] = [_convert(strip_sentinels(part)) for part in parts[::2]]
    return "".join(parts)


def strip_sentinels(text):
    return text.translate(_SENTINELS)


def keep(text):
    return f"{KEEP_START}{strip_sentinels(text)}{KEEP_END}"


@dataclass(frozen=True)
class Choice:
    """How one reader wants to read. ``code`` is all the cookie holds."""

    size: str = "standard"
    contrast: str = "normal"

    @classmethod
    def from_code(cls, code):
        size, _, contrast = code.partition("-")
        if size in SIZES and contrast in CONTRASTS:
            return cls(size, contrast)
        return cls()

    @property
    def code(self):
        return f"{self.size}-{self.contrast}"

    def stylesheet(self):
        """Root size, colours, and the mark beside the choice in use on /reading/."""
        rules = [f"html{{font-size:{SIZES[self.size]}}}"]
        if self.contrast == "high":
            colours = ";".join(f"--{name}:{value}" for name, value in HIGH_CONTRAST.items())
            rules.append(f":root{{{colours}}}")
        rules.append(f".in-use-{self.size},.in-use-{self.contrast}{{display:inline-block}}")
        return "\n".join(rules) + "\n"
