"""Hours of noise, worked out by hand. 2 March 2026 is a Monday."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.procedure.domain import (
    SafetyCount,
    Span,
    against,
    count_safety,
    days_behind,
    fault_of_days,
    is_short_notice,
    marks,
)

HOLIDAYS, QUIET = {date(2026, 3, 5)}, {date(2026, 3, 6)}


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute)


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        (at(2, 8), at(2, 18), ()),
        (at(2, 7, 59), at(2, 18), ("off_hours",)),
        (at(2, 8), at(2, 18, 1), ("off_hours",)),
        (at(2, 6), at(2, 8), ("off_hours",)),
        (at(2, 5, 59), at(2, 8), ("night",)),
        (at(2, 20), at(2, 22), ("off_hours",)),
        (at(2, 20), at(2, 22, 1), ("night",)),
        (at(2, 20), at(3, 0), ("night",)),
        (at(2, 20), at(3, 6), ("night",)),
        (at(3, 0), at(3, 1), ("night",)),
        (at(5, 8), at(5, 18), ("holiday",)),
        (at(4, 23), at(5, 0), ("night",)),
        (at(4, 23), at(5, 1), ("night", "holiday")),
        (at(6, 8), at(6, 18), ("quiet",)),
        (at(7, 8), at(7, 18), ("weekend",)),
        (at(8, 17), at(8, 19), ("off_hours", "weekend")),
    ],
)
def test_what_speaks_against_an_hour(starts, ends, found):
    assert against(Span(starts, ends), HOLIDAYS, QUIET) == found


def test_span_up_to_midnight_is_one_day():
    assert Span(at(2, 20), at(3, 0)).days() == [date(2026, 3, 2)]
    assert Span(at(2, 20), at(3, 0, 1)).days() == [date(2026, 3, 2), date(2026, 3, 3)]


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        (at(2, 8), at(2, 12), ()),
        (at(2, 8), at(2, 15), ()),
        (at(2, 7, 59), at(2, 12), ("unannounced",)),
        (at(2, 14), at(2, 15, 1), ("unannounced",)),
        (at(3, 9), at(3, 10), ("unannounced",)),
        (at(2, 22), at(2, 23), ("unannounced", "night")),
        (at(5, 9), at(5, 10), ("holiday",)),
        (at(6, 9), at(6, 10), ("unannounced", "quiet")),
        (at(7, 9), at(7, 10), ("unannounced",)),
    ],
)
def test_work_outside_what_was_announced_is_marked(starts, ends, found):
    """Two windows that follow each other without a gap count as one; a weekend is no mark by itself."""
    told = [Span(at(2, 12), at(2, 15)), Span(at(2, 8), at(2, 12)), Span(at(5, 8), at(5, 18))]
    assert marks(Span(starts, ends), told, HOLIDAYS, QUIET) == found


@given(st.integers(0, 23), st.integers(1, 24))
def test_whole_announced_day_covers_every_hour_of_it(hour, length):
    starts, whole = at(2, hour), Span(at(2, 0), at(3, 0))
    ends = at(3, hour + length - 24) if hour + length >= 24 else at(2, hour + length)
    found = marks(Span(starts, ends), [whole], (), ())
    assert ("unannounced" in found) == (hour + length > 24)
    assert ("night" in found) == (hour < 6 or hour + length > 22)


def test_notice_of_a_day_is_enough():
    assert is_short_notice(at(2, 8, 1), at(3, 8))
    assert not is_short_notice(at(2, 8), at(3, 8))


def test_safety_leaves_out_what_does_not_apply():
    assert count_safety(["yes", "no", "not_applicable", "", "yes"]) == SafetyCount(4, 2)
    assert SafetyCount(4, 2).open == 2
    assert count_safety([]) == SafetyCount(0, 0)


def test_days_behind_the_plan():
    planned, today = date(2026, 3, 10), date(2026, 3, 20)
    assert days_behind(planned, date(2026, 3, 13), today) == 3
    assert days_behind(planned, None, today) == 10
    assert days_behind(planned, date(2026, 3, 9), today) == 0
    assert days_behind(None, date(2026, 3, 13), today) == 0


def test_actual_days_that_cannot_be():
    today = date(2026, 3, 20)
    assert fault_of_days(date(2026, 3, 1), date(2026, 3, 20), today) == ""
    assert "今天" in fault_of_days(date(2026, 3, 21), None, today)
    assert "早于" in fault_of_days(date(2026, 3, 2), date(2026, 3, 1), today)
    assert "开始日期" in fault_of_days(None, date(2026, 3, 1), today)
    assert "年份" in fault_of_days(date(1026, 3, 1), None, today)
