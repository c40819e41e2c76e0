"""What a household types: thirteen characters of Crockford's base 32, its room; pure."""

import unicodedata

#: Without I, L, O and U: what looks like another character is read as that one.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 13 × 5 bits = 65 bits.
LENGTH = 13
_ALIKE = str.maketrans("OIL", "011")


class Refused(ValueError):
    """Nothing was written; the text says why and how to mend it."""


class Wrong(Refused):
    """No such code here: one answer for a wrong, a void and an unknown one."""


class TooMany(Refused):
    """Too many wrong attempts from one address or upon one door."""


def typed_code(text: str) -> str:
    """As it is kept: ``７k2m-9xqp 4rtvO`` is ``7K2M9XQP4RTV0``. What cannot be a character of a code stays as it is."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if char.isalnum()).translate(_ALIKE)


def is_code(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def grouped(code: str) -> str:
    """As it is printed: 7K2M-9XQP-4RTV8."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def room_number(text: str) -> str:
    """``３０１ 室`` is ``301``."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.removesuffix("室") or plain
