"""The cycle of inspections with its leap days, early and late; minutes of a year; numbers of certificates."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.upkeep.domain import (
    PERIODIC,
    SELF_TEST,
    Due,
    Stop,
    add_years,
    availability,
    kind_of_year,
    latest_start,
    minus_months,
    next_due,
    overlaps,
    registration_faults,
    tidy_registration,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime.date(2020, 7, 6)


def day(text):
    return datetime.date.fromisoformat(text)


def at(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(*passed, start=START):
    return next_due(start, [(day(on), kind) for on, kind in passed])


def test_years_of_the_inspection_body_and_of_self_tests():
    periodic = [year for year in range(1, 19) if kind_of_year(year) == PERIODIC]
    assert periodic == [1, 4, 7, 9, 11, 13, 15, 16, 17, 18]
    assert [year for year in range(1, 16) if kind_of_year(year) == SELF_TEST] == [2, 3, 5, 6, 8, 10, 12, 14]


def test_first_inspection_is_due_a_year_after_first_use():
    first = due()
    assert first == Due(1, PERIODIC, day("2021-07-06"))
    assert first.opens_on == day("2021-05-06")
    assert first.apply_by == day("2021-06-06")


@pytest.mark.parametrize("on", ("2021-05-06", "2021-06-30", "2021-07-06"))
def test_in_time_and_up_to_two_months_early_leaves_the_cycle_where_it_is(on):
    assert due((on, PERIODIC)) == Due(2, SELF_TEST, day("2022-07-06"))


def test_a_day_more_than_two_months_early_moves_the_cycle():
    assert due(("2021-05-05", PERIODIC)) == Due(2, SELF_TEST, day("2022-05-05"))
    assert due(("2021-05-05", PERIODIC), ("2022-05-05", SELF_TEST)) == Due(3, SELF_TEST, day("2023-05-05"))


def test_self_test_may_be_a_month_early_and_no_more():
    first = ("2021-07-01", PERIODIC)
    assert due(first, ("2022-06-06", SELF_TEST)) == Due(3, SELF_TEST, day("2023-07-06"))
    assert due(first, ("2022-06-05", SELF_TEST)) == Due(3, SELF_TEST, day("2023-06-05"))
    assert due(first).opens_on == day("2022-06-06")


def test_late_counts_for_its_own_day_and_does_not_move_the_next():
    assert due(("2021-09-30", PERIODIC)) == Due(2, SELF_TEST, day("2022-07-06"))
    # so late that it may be for the second year already: from 2022-05-06 on for a periodic inspection
    assert due(("2022-05-05", PERIODIC)) == Due(2, SELF_TEST, day("2022-07-06"))
    assert due(("2022-05-06", PERIODIC)) == Due(3, SELF_TEST, day("2023-07-06"))


def test_self_test_never_stands_for_the_inspection_body():
    assert due(("2021-07-01", SELF_TEST)) == Due(1, PERIODIC, day("2021-07-06"))
    years = [("2021-07-01", PERIODIC), ("2022-07-01", SELF_TEST), ("2023-07-01", SELF_TEST)]
    assert due(*years) == Due(4, PERIODIC, day("2024-07-06"))
    assert due(*years, ("2024-07-01", SELF_TEST), ("2025-07-01", SELF_TEST)) == Due(4, PERIODIC, day("2024-07-06"))


def test_periodic_inspection_stands_for_a_self_test():
    assert due(("2021-07-01", PERIODIC), ("2022-05-10", PERIODIC)) == Due(3, SELF_TEST, day("2023-07-06"))


def test_order_of_entry_does_not_matter():
    passed = [("2022-07-01", SELF_TEST), ("2021-07-01", PERIODIC)]
    assert due(*passed) == due(*reversed(passed)) == Due(3, SELF_TEST, day("2023-07-06"))


def test_leap_day_falls_on_the_28th_and_comes_back_after_four_years():
    leap = day("2020-02-29")
    assert due(start=leap).on == day("2021-02-28")
    assert due(start=leap).opens_on == day("2020-12-28")
    three = [("2021-02-28", PERIODIC), ("2022-02-28", SELF_TEST), ("2023-02-28", SELF_TEST)]
    assert due(*three, start=leap) == Due(4, PERIODIC, day("2024-02-29"))
    assert due(("2020-11-30", PERIODIC), start=leap) == Due(2, SELF_TEST, day("2021-11-30"))


def test_months_and_years_are_cut_to_the_days_there_are():
    assert minus_months(day("2024-04-30"), 2) == day("2024-02-29")
    assert minus_months(day("2023-04-30"), 2) == day("2023-02-28")
    assert minus_months(day("2024-01-15"), 1) == day("2023-12-15")
    assert add_years(day("2024-02-29"), 1) == day("2025-02-28")
    assert latest_start(day("2025-02-28")) == day("2024-02-29")
    assert latest_start(day("2025-02-27")) == day("2024-02-27")
    assert latest_start(day("2024-02-29")) == day("2023-02-28")


@given(st.dates(day("2000-01-01"), day("2060-12-31")), st.lists(st.integers(0, 9000), max_size=12))
def test_next_inspection_lies_at_most_a_year_after_the_last_that_counted(start, offsets):
    passed = [(start + datetime.timedelta(days=offset), PERIODIC) for offset in offsets]
    found = next_due(start, passed)
    last = max((on for on, _ in passed), default=start)
    assert last < found.on <= add_years(last, 1) + datetime.timedelta(days=62)
    assert found.kind == kind_of_year(found.year)


@given(st.dates(day("2001-01-01"), day("2060-12-31")))
def test_a_year_old_is_what_began_by_the_latest_start(today):
    start = latest_start(today)
    assert add_years(start, 1) <= today
    assert add_years(start + datetime.timedelta(days=1), 1) > today


def test_availability_is_counted_in_minutes_and_cut_off():
    stops = [
        Stop(at("2023-12-31T23:00"), at("2024-01-01T01:30"), False),
        Stop(at("2024-03-01T08:00"), at("2024-03-01T10:00"), True),
        Stop(at("2024-06-30T23:00"), None, False),
    ]
    lines = availability(day("2023-07-01"), at("2024-07-01T00:00"), stops, SHANGHAI)
    # 2024: 31+29+31+30+31+30 = 182 days; 90 minutes of the new year and the last hour of June are lost
    assert [(line.year, line.minutes, line.stopped, line.planned) for line in lines] == [
        (2024, 262_080, 150, 120),
        (2023, 264_960, 60, 0),
    ]
    # 261930/262080 = 99.9427 %, 264900/264960 = 99.9773 %
    assert [line.percent for line in lines] == ["99.94", "99.97"]


def test_availability_never_rounds_up_and_says_nothing_of_no_time():
    (only,) = availability(
        day("2023-01-01"),
        at("2023-12-31T00:00"),
        [Stop(at("2023-05-01T00:00"), at("2023-05-01T00:01"), False)],
        SHANGHAI,
    )
    assert (only.minutes, only.percent) == (524_160, "99.99")
    (none,) = availability(day("2023-05-01"), at("2023-05-01T00:00"), [], SHANGHAI)
    assert (none.minutes, none.percent) == (0, "")


def test_outages_that_touch_do_not_overlap():
    one = Stop(at("2024-05-01T08:00"), at("2024-05-01T09:00"), False)
    after = Stop(at("2024-05-01T09:00"), None, False)
    within = Stop(at("2024-05-01T08:30"), at("2024-05-01T08:40"), True)
    assert not overlaps(one, after)
    assert overlaps(one, within)
    assert overlaps(after, Stop(at("2030-01-01T00:00"), None, False))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("梯11沪A00001(20)", "梯11沪A00001(20)"), (" 梯１１沪a00001（20） ", "梯11沪A00001(20)"), (None, "")],
)
def test_registration_number_is_kept_as_the_certificate_writes_it(typed, kept):
    assert tidy_registration(typed) == kept
    assert registration_faults(kept) == []


@pytest.mark.parametrize("typed", ("12345", "梯11沪A0001(20)", "梯11HA00001(20)", "电梯11沪A00001(20)", "梯11沪A00001"))
def test_registration_number_of_another_shape_is_refused_with_an_example(typed):
    (fault,) = registration_faults(tidy_registration(typed))
    assert "梯11沪A00001(20)" in fault
