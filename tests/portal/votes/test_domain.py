from fractions import Fraction

import pytest

from portal.votes.domain import Row, facade, gauges, length, missing_points, rounded_up, share_of


@pytest.mark.parametrize(
    ("share", "wanted", "points"),
    [
        (Fraction(733, 1000), Fraction(3, 4), "1.7"),
        (Fraction(7333, 10000), Fraction(3, 4), "1.7"),
        (Fraction(7399, 10000), Fraction(3, 4), "1.1"),
        (Fraction(749_999, 1_000_000), Fraction(3, 4), "0.1"),
        (Fraction(1, 2), Fraction(1, 2), "0.1"),
        (Fraction(0), Fraction(2, 3), "66.7"),
        (Fraction(0), Fraction(1), "100.0"),
    ],
)
def test_missing_points_are_rounded_up_and_never_nothing(share, wanted, points):
    assert missing_points(share, wanted) == points
    assert Fraction(points) / 100 >= wanted - share


def test_gauge_of_a_test_met_and_of_one_missed():
    met, missed = gauges(
        [
            {
                "name": "area_quorum",
                "numerator": "461.76",
                "denominator": "692.64",
                "required": ">=2/3",
                "met": True,
                "percent": "66.66",
            },
            {
                "name": "head_consent",
                "numerator": "5",
                "denominator": "8",
                "required": ">=3/4",
                "met": False,
                "percent": "62.50",
            },
        ]
    )
    assert (met.bar, met.tick, met.missing, met.is_area) == ("200.00", "200.00", "", True)
    assert (missed.bar, missed.tick, missed.missing, missed.is_area) == ("187.50", "225.00", "12.5", False)


def test_gauge_nobody_asks_has_no_tick():
    plain = {"name": "area_consent", "numerator": "0.00", "denominator": "0.00", "required": None, "met": None}
    (gauge,) = gauges([plain | {"percent": "0.00"}])
    assert (gauge.required, gauge.tick, gauge.missing, gauge.bar) == (None, "", "", "0.00")


def test_share_of_nothing_is_nothing():
    assert share_of("0", "0.00") == 0
    assert length(share_of(1, 3)) == "100.00"


def test_facade_has_the_top_floor_first_and_no_flat_alone():
    plain = [(1, 2, 2), (2, 2, 0), (3, 2, 1)]
    assert facade(plain) == [Row(3, 3, 2, 1), Row(2, 2, 2, 0), Row(1, 1, 2, 2)]
    assert facade([*plain[:2], (3, 1, 0), (4, 2, 2)]) == [Row(4, 4, 2, 2), Row(2, 3, 3, 0), Row(1, 1, 2, 2)]
    assert facade([(1, 1, 1), (2, 2, 0), (3, 1, 0)]) == [Row(1, 3, 4, 1)]
    assert facade([(5, 1, 1), (6, 1, 0)]) == [Row(5, 6, 2, 1)]
    assert facade([(1, 1, 1)]) == facade([]) == []


def test_cells_of_a_row_stand_filled_ones_first_four_in_a_line():
    row = Row(6, 6, 5, 2)
    assert [cell.has_voted for cell in row.cells] == [True, True, False, False, False]
    assert [(cell.x, cell.y) for cell in row.cells] == [(0, 0), (76, 0), (152, 0), (228, 0), (0, 46)]
    assert (row.height, row.waiting, Row(1, 1, 4, 0).height) == (84, 3, 38)


def test_what_lacks_of_an_area_is_rounded_up_to_the_hundredth():
    assert rounded_up(2_919_600) == 2_919_600
    assert rounded_up(2_919_601) == 2_919_700
