"""使用登记证编号 of a lift, as TSG 08-2017 writes it: 梯11沪A00001(20). Pure."""

import re
import unicodedata

_SHAPE = re.compile(r"梯\d{2}[一-鿿][A-Z]\d{5}\(\d{2}\)")
EXAMPLE = "梯11沪A00001(20)"


def tidy_registration(text: str | None) -> str:
    """Full-width characters, blanks and small letters as they stand on the certificate."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).upper()


def registration_faults(number: str) -> list[str]:
    """Why a tidied ``number`` cannot be one; empty when it can, or when there is none."""
    if not number or _SHAPE.fullmatch(number):
        return []
    return [f"使用登记证编号的写法不对，照证上写，例如：{EXAMPLE}；还没有就空着"]
