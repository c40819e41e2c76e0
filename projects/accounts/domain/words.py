"""Words that will stand on a public page: no telephone, identity or bank number, no room. Pure."""

import re
import unicodedata

MOST = 200
#: A date is no number of a person.
_DATE = re.compile(r"(?:19|20)\d\d[-./年](?:0?[1-9]|1[0-2])(?:[-./月](?:[12]\d|3[01]|0?[1-9])日?|月?)(?!\d)")
_LONG_NUMBER = re.compile(r"\d(?:[ \-‐-―]?[\dXx]){6,}")
_ROOM = re.compile(r"\d{2,4}\s*室")


def tidy(text: str | None) -> str:
    """One line without control characters and the blanks around it."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text or "")
    return re.sub(r"\s+", " ", kept).strip()


def public_faults(text: str, label: str = "摘要") -> list[str]:
    """Why ``text`` cannot stand on a public page; empty when it can."""
    plain = unicodedata.normalize("NFKC", text)
    faults = []
    if not text:
        faults.append(f"请写{label}")
    if len(text) > MOST:
        faults.append(f"{label}最多{MOST}字，现在有{len(text)}字")
    if _LONG_NUMBER.search(_DATE.sub("〇", plain)):
        faults.append(f"{label}会公开，里面有像电话、证件号或账号的数字，请去掉")
    if _ROOM.search(plain):
        faults.append(f"{label}会公开，不写室号，请去掉")
    return faults
