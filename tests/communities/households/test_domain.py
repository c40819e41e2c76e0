import pytest

from communities.households.domain import ALPHABET, grouped, is_code, room_number, typed_code


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7K2M9XQP4RTV8", "7K2M9XQP4RTV8"),
        ("7k2m-9xqp-4rtv8", "7K2M9XQP4RTV8"),
        (" 7k2m 9xqp\u30004rtv8 ", "7K2M9XQP4RTV8"),
        ("７Ｋ２Ｍ－９ＸＱＰ—４ＲＴＶ８", "7K2M9XQP4RTV8"),
        ("oOiIlL1234567", "0011111234567"),
        ("7K2M9XQP4RTV", "7K2M9XQP4RTV"),
        ("", ""),
    ],
)
def test_code_is_read_as_it_was_meant(typed, read):
    assert typed_code(typed) == read
    assert typed_code(read) == read


@pytest.mark.parametrize(
    "wrong", ["7K2M9XQP4RTV", "7K2M9XQP4RTV88", "7K2M9XQP4RTVU", "电梯M9XQP4RTV8X", "", "٧K2M9XQP4RTV8"]
)
def test_what_no_sheet_shows_is_no_code(wrong):
    assert not is_code(typed_code(wrong))
    assert is_code("7K2M9XQP4RTV8")


def test_alphabet_has_32_characters_that_look_different():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)
    assert 13 * 5 == 65


def test_code_is_printed_in_three_groups():
    assert grouped("7K2M9XQP4RTV8") == "7K2M-9XQP-4RTV8"
    assert typed_code(grouped("7K2M9XQP4RTV8")) == "7K2M9XQP4RTV8"


@pytest.mark.parametrize(("typed", "room"), [("301", "301"), ("３０１ 室", "301"), ("甲-1室", "甲-1"), ("室", "室")])
def test_room_is_read_with_or_without_its_ending(typed, room):
    assert room_number(typed) == room
    assert room_number(room) == room
