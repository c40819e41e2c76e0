import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.consultations.domain import display_over, last_day, within

DATE = datetime.date
MOMENT = datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC)
TICK = datetime.timedelta(microseconds=1)
GOLDEN_WEEK = {DATE(2026, 10, day) for day in range(1, 8)}


@pytest.mark.parametrize(
    "start, days, end",
    [
        (DATE(2026, 11, 22), 7, DATE(2026, 11, 29)),
        (DATE(2026, 9, 24), 7, DATE(2026, 10, 8)),
        (DATE(2026, 9, 23), 7, DATE(2026, 9, 30)),
        (DATE(2026, 9, 30), 10, DATE(2026, 10, 10)),
        (DATE(2027, 12, 25), 10, DATE(2028, 1, 4)),
        (DATE(2028, 2, 22), 7, DATE(2028, 2, 29)),
    ],
)
def test_period_leaves_out_its_first_day_and_ends_on_no_holiday(start, days, end):
    assert last_day(start, days, GOLDEN_WEEK) == end
    assert end not in GOLDEN_WEEK


def test_last_day_still_belongs_to_the_display():
    assert not display_over(DATE(2026, 11, 29), DATE(2026, 11, 29))
    assert display_over(DATE(2026, 11, 30), DATE(2026, 11, 29))


@pytest.mark.parametrize("shift, inside", [(-TICK, True), (0 * TICK, False), (TICK, False)])
def test_closing_moment_itself_is_too_late(shift, inside):
    opens = MOMENT - datetime.timedelta(days=1)
    assert within(opens, MOMENT, MOMENT + shift) is inside
    assert within(opens, MOMENT, opens)
    assert not within(opens, MOMENT, opens - TICK)


@given(st.dates(DATE(2020, 1, 1), DATE(2035, 1, 1)), st.integers(1, 60), st.sets(st.integers(1, 90)))
def test_period_is_never_shorter_than_asked(start, days, offsets):
    holidays = {start + datetime.timedelta(days=offset) for offset in offsets}
    end = last_day(start, days, holidays)
    assert (end - start).days >= days
    assert end not in holidays
    assert all(start + datetime.timedelta(days=day) in holidays for day in range(days, (end - start).days))
