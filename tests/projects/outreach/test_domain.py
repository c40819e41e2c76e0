import datetime

from hypothesis import given
from hypothesis import strategies as st

from projects.outreach.domain import (
    Household,
    at_least,
    is_number,
    number_from,
    round_of,
    spoken_number,
    told,
)

TODAY = datetime.date(2026, 11, 23)


def home(room, floor, **values):
    return Household(int(room), room, floor, **values)


def test_round_begins_with_the_longest_wait_and_ends_with_those_spoken_to():
    day = datetime.date
    homes = [
        home("101", 1, reached_on=day(2026, 10, 1)),
        home("201", 2),
        home("601", 6),
        home("202", 2, is_priority=True),
        home("301", 3, reached_on=day(2026, 10, 1), next_on=day(2026, 11, 22)),
        home("401", 4, next_on=day(2026, 11, 1)),
        home("501", 5, reached_on=day(2026, 10, 1), next_on=TODAY),
    ]
    rooms = [item.room for item in round_of(homes, TODAY)]
    assert rooms == ["401", "301", "202", "601", "201", "501", "101"]
    assert [item.is_overdue(TODAY) for item in (homes[4], homes[6], homes[0])] == [True, False, False]


def test_number_is_ten_characters_said_in_two_halves():
    assert number_from(0) == "0000000000"
    assert number_from(2**50 - 1) == "ZZZZZZZZZZ"
    assert number_from(33) == "0000000011"
    assert spoken_number("7K2M9XQP4R") == "7K2M9-XQP4R"
    assert is_number("7K2M9XQP4R")
    assert not is_number("7K2M9XQP4")
    assert not is_number("7K2M9XQP4U")


@given(st.integers(0, 2**50 - 1), st.integers(0, 2**50 - 1))
def test_two_numbers_are_the_same_only_where_their_bits_are(one, other):
    assert is_number(number_from(one))
    assert (number_from(one) == number_from(other)) == (one == other)


def test_small_kinds_are_told_together_or_not_at_all():
    found = told({"daylight": 12, "noise": 5, "cost": 3, "parking": 2})
    assert (found.kinds, found.rest, found.total) == ([("daylight", 12), ("noise", 5)], 5, 22)
    few = told({"daylight": 12, "cost": 3, "parking": 1})
    assert (few.kinds, few.rest, few.total) == ([("daylight", 12)], None, 12)
    assert told({}) == told({"cost": 0})
    assert (told({}).rest, told({}).total) == (0, 0)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_no_figure_told_is_between_one_and_four(counts):
    found = told(counts)
    figures = [n for _, n in found.kinds] + [found.total, found.rest or 0]
    assert all(n == 0 or n >= 5 for n in figures)
    assert found.total <= sum(counts.values())
    assert sum(counts.values()) - found.total < 5 or found.rest is None


def test_figure_that_points_at_somebody_is_not_told():
    assert [at_least(n) for n in (0, 1, 4, 5, 80)] == [0, None, None, 5, 80]
