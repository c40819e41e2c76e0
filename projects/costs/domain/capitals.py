"""A sum as receipts and certificates write it out, so that no stroke added later changes it. Pure."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """4875060 as 肆万捌仟柒佰伍拾元陆角, 500000 as 伍仟元整; from nothing up to what sixteen digits of yuan hold."""
    yuan, rest = divmod(fen, 100)
    whole = f"{_yuan(yuan)}元" if yuan else ""
    if not rest:
        return f"{whole or '零元'}整"
    tenths, hundredths = divmod(rest, 10)
    part = f"{DIGITS[tenths]}角" if tenths else ("零" if yuan else "")
    return whole + part + (f"{DIGITS[hundredths]}分" if hundredths else "")


def _yuan(number):
    sections = []
    while number:
        number, section = divmod(number, 10_000)
        sections.append(section)
    written, gap = "", False
    for index in range(len(sections) - 1, -1, -1):
        section = sections[index]
        if not section:
            gap = True
            continue
        if written and (gap or section < 1000):
            written += "零"
        written, gap = written + _section(section) + _SECTIONS[index], False
    return written


def _section(number):
    written, gap = "", False
    for index in range(3, -1, -1):
        digit = number // 10**index % 10
        if not digit:
            gap = bool(written)
            continue
        written, gap = written + ("零" if gap else "") + DIGITS[digit] + _PLACES[index], False
    return written
