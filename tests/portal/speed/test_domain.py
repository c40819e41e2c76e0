"""Medians worked out by hand."""

from datetime import date
from fractions import Fraction

from portal.speed.domain import Built, Pace, Year, drawn, median, paces, plain, slowest, whole, years


def test_median_of_an_even_number_lies_between():
    assert median([3, 1, 2]) == 2
    assert median([40, 10, 21, 30]) == Fraction(51, 2)
    assert plain(Fraction(51, 2)) == "25.5"
    assert plain(Fraction(26)) == "26"
    assert median([]) is None


def test_years_count_all_and_measure_those_with_both_days():
    built = [
        Built(date(2021, 5, 1), date(2020, 5, 1)),  # 365 days
        Built(date(2020, 3, 1), date(2020, 2, 1)),  # 29 days, 2020 being a leap year
        Built(date(2021, 12, 31), None),
        Built(date(2021, 6, 10), date(2021, 6, 1)),  # 9 days
    ]
    assert years(built) == [Year(2020, 1, 1, Fraction(29)), Year(2021, 3, 2, Fraction(187))]
    assert whole(built) == (3, Fraction(29))
    assert whole([Built(date(2021, 12, 31), None)]) == (0, None)


def test_paces_keep_the_order_of_the_steps():
    day = date(2022, 1, 1)
    steps = [
        ("CONSULT", "意见征询", day, date(2022, 1, 31)),
        ("PIPES", "管线移位", day, date(2022, 3, 2)),
        ("CONSULT", "意见征询", day, date(2022, 1, 11)),
    ]
    assert paces(steps) == [
        Pace("CONSULT", "意见征询", 2, Fraction(20), 10, 30),
        Pace("PIPES", "管线移位", 1, Fraction(60), 60, 60),
    ]


def test_one_unlucky_project_names_no_step_slow():
    found = [
        Pace("A", "甲", 3, Fraction(10), 9, 12),
        Pace("B", "乙", 2, Fraction(90), 90, 90),
        Pace("C", "丙", 9, Fraction(31, 2), 5, 80),
        Pace("D", "丁", 4, Fraction(31, 2), 5, 80),
        Pace("E", "戊", 4, Fraction(1), 1, 1),
    ]
    assert [pace.code for pace in slowest(found)] == ["C", "D", "A"]
    assert slowest([]) == []


def test_bars_are_as_long_as_their_medians():
    found = [Pace("A", "甲", 3, Fraction(60), 9, 99), Pace("B", "乙", 3, Fraction(31, 2), 1, 90)]
    # 15.5 / 60 of 300 is 77.5
    assert [length for _, length in drawn(found)] == [300, 77]
    assert [length for _, length in drawn([Pace("A", "甲", 3, Fraction(0), 0, 0)])] == [1]
