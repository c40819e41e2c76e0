"""The days off we ship are those the State Council announced, as another list has them."""

import datetime

from chinese_calendar.constants import holidays

from projects.consultations.domain import last_day
from projects.consultations.models import Holiday
from seeds import reference
from seeds.tally import Tally

DATE = datetime.date


def test_holidays_are_the_official_ones(db):
    reference.load(Tally())
    official = {day for day in holidays if day >= DATE(2018, 12, 30)}
    assert set(Holiday.objects.values_list("day", flat=True)) == official
    assert Holiday.objects.years() == {2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026}
    assert max(holidays).year == 2026, "a new year is published: add it to seeds/reference/holidays.toml"


def test_periods_end_after_the_holidays_of_2026(db):
    reference.load(Tally())
    days = Holiday.objects.about(DATE(2026, 1, 1))
    ends = {start: last_day(start, 7, days) for start in (DATE(2026, 2, 9), DATE(2026, 9, 24), DATE(2026, 9, 19))}
    assert ends == {
        DATE(2026, 2, 9): DATE(2026, 2, 24),  # would end on 16 February, in the Spring Festival of 15 to 23
        DATE(2026, 9, 24): DATE(2026, 10, 8),  # would end on 1 October
        DATE(2026, 9, 19): DATE(2026, 9, 28),  # would end on 26 September, Mid-Autumn of 25 to 27
    }


def test_a_year_the_committee_wrote_down_is_left_as_it_is(db):
    Holiday.objects.create(day=DATE(2026, 10, 1), name="国庆节")
    tally = Tally()
    reference.load(tally)
    assert list(Holiday.objects.filter(day__year=2026).values_list("day", flat=True)) == [DATE(2026, 10, 1)]
    assert Holiday.objects.count() == 240 - 33 + 1
