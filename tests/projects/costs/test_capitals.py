import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.costs.domain import capitals


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (30, "叁角"),
        (36, "叁角陆分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (10_500, "壹佰零伍元整"),
        (500_000, "伍仟元整"),
        (4_875_060, "肆万捌仟柒佰伍拾元陆角"),
        (1_000_500, "壹万零伍元整"),
        (1_050_000, "壹万零伍佰元整"),
        (28_000_000, "贰拾捌万元整"),
        (10_200_300_45, "壹仟零贰拾万零叁佰元肆角伍分"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
        (12_345_678_901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
    ],
)
def test_sum_is_written_out(fen, written):
    assert capitals(fen) == written
    assert "零零" not in written


def read_back(text):
    """The fen that a clerk reads from what is written."""
    digits = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = section = digit = 0
    for sign in text.removesuffix("整"):
        if sign in digits:
            digit = digits[sign]
        elif sign in places:
            section, digit = section + digit * places[sign], 0
        elif sign in "万亿":
            total, section, digit = (total + section + digit) * {"万": 10**4, "亿": 10**8}[sign], 0, 0
        elif sign == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        else:
            total, digit = total + digit * {"角": 10, "分": 1}[sign], 0
    return total


@given(st.integers(0, 10**10 - 1))
def test_what_is_written_is_read_as_the_same_sum(fen):
    assert read_back(capitals(fen)) == fen
    assert "零零" not in capitals(fen)
