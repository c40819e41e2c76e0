from datetime import date
from itertools import pairwise

import pytest

from portal.home.domain import (
    BASE_LINE,
    CHART_WIDTH,
    Cell,
    Stair,
    Year,
    columns,
    find,
    forest,
    growth,
    number_of,
    phases,
    tiles,
    total,
)

CELLS = [
    Cell(1, "东村", "completed", 2019, 1),
    Cell(1, "东村", "delivered", 2021, 3),
    Cell(1, "东村", None, None, 20),
    Cell(2, "西村", "under_construction", None, 2),
    Cell(2, "西村", "completed", 2021, 5),
    Cell(3, "南村", "not_started", None, 1),
    Cell(3, "南村", "consulting", None, 2),
    Cell(4, "北村", None, None, 7),
    Cell(5, "中村", "paused", None, 1),
]


def test_tiles_count_each_compound_and_show_what_moves():
    found = {tile.name: tile for tile in tiles(CELLS)}
    assert [tile.shape for tile in found.values()] == ["circle", "triangle", "square", "ring", "triangle"]
    assert (found["东村"].done, found["东村"].stairs, found["东村"].lifts, found["东村"].idle) == (4, 24, 4, 20)
    assert (found["西村"].done, found["西村"].building) == (5, 2)
    assert (found["南村"].waiting, found["南村"].consulting, found["中村"].paused) == (1, 2, 1)


def test_total_sums_every_compound():
    whole = total(tiles(CELLS), "合计")
    assert (whole.done, whole.building, whole.waiting, whole.consulting, whole.paused) == (9, 2, 1, 2, 1)
    assert (whole.stairs, whole.lifts, whole.name) == (42, 15, "合计")


def test_growth_runs_without_gaps_from_first_to_last_year():
    assert growth(CELLS) == [Year(2019, 1, 1), Year(2020, 0, 1), Year(2021, 8, 9)]
    assert growth([]) == []
    assert growth([Cell(1, "东村", "under_construction", 2020, 3)]) == []


def test_columns_are_as_long_as_the_table_says():
    years = [Year(2019, 1, 1), Year(2020, 3, 4), Year(2021, 8, 12), Year(2022, 9, 21), Year(2023, 7, 28)]
    drawn = columns(years)
    assert [column.total for column in drawn] == [1, 4, 12, 21, 28]
    for column in drawn:
        assert abs(column.height - 116 * column.total / 28) <= 0.5
        assert column.y + column.height == BASE_LINE
    assert [column.short for column in drawn] == ["19", "20", "21", "22", "23"]


@pytest.mark.parametrize("count", [1, 2, 5, 9, 40])
def test_columns_stay_inside_and_apart(count):
    drawn = columns([Year(1990 + n, 1, n + 1) for n in range(count)])
    assert len(drawn) == min(count, 5)
    assert drawn[0].x >= 0
    assert drawn[-1].x + drawn[-1].width <= CHART_WIDTH
    assert all(left.x + left.width < right.x for left, right in pairwise(drawn))
    assert all(column.label_y >= 36 for column in drawn)


def test_columns_without_a_year_are_none():
    assert columns([]) == []
    assert columns([Year(2020, 0, 1)])[0].height == 116


def states(history):
    return [phase.state for phase in phases(history)]


def test_phases_follow_the_history_with_its_dates():
    history = [
        ("consulting", date(2020, 1, 1)),
        ("not_started", date(2020, 5, 1)),
        ("under_construction", date(2020, 8, 1)),
    ]
    consult, prepare, build, operate = phases(history)
    assert (consult.state, consult.began, consult.ended) == ("done", date(2020, 1, 1), date(2020, 5, 1))
    assert (prepare.state, prepare.ended) == ("done", date(2020, 8, 1))
    assert (build.state, build.began, build.ended) == ("now", date(2020, 8, 1), None)
    assert (operate.state, operate.began) == ("todo", None)


def test_phases_of_a_pause_stay_where_it_stopped():
    history = [
        ("consulting", date(2020, 1, 1)),
        ("not_started", date(2020, 5, 1)),
        ("under_construction", date(2020, 8, 1)),
        ("paused", date(2020, 9, 1)),
    ]
    assert states(history) == ["done", "done", "paused", "todo"]
    assert phases(history)[2].began == date(2020, 8, 1)
    assert states([*history, ("under_construction", date(2020, 10, 1))]) == ["done", "done", "now", "todo"]


def test_phases_going_back_open_the_earlier_one_again():
    history = [
        ("consulting", date(2020, 1, 1)),
        ("not_started", date(2020, 5, 1)),
        ("consulting", date(2020, 6, 1)),
        ("not_started", date(2020, 9, 1)),
    ]
    assert states(history[:3]) == ["now", "todo", "todo", "todo"]
    assert phases(history[:3])[0].began == date(2020, 6, 1)
    assert phases(history)[0].ended == date(2020, 9, 1)


def test_phases_of_completed_and_delivered_and_of_nothing():
    done = [("consulting", date(2020, 1, 1)), ("completed", date(2021, 1, 1)), ("delivered", date(2021, 2, 1))]
    assert states(done) == ["done", "done", "done", "now"]
    assert phases(done)[3].began == date(2021, 1, 1)
    assert states([]) == ["todo"] * 4


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("12号", "12"),
        ("12号楼", "12"),
        ("１２", "12"),
        (" １２ 号 楼 ", "12"),
        ("012", "12"),
        ("12幢", "12"),
        ("A12", "a12"),
        ("东村12号", "东村12"),
        ("号", "号"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_number_of_what_neighbours_type(typed, meant):
    assert number_of(typed) == meant


def test_find_by_number_name_or_compound():
    stairs = [Stair("12", "12号", "东村"), Stair("w-12", "12号", "西村"), Stair("13", "13号", "东村")]
    assert find("12号楼", stairs) == stairs[:2]
    assert find("西村12", stairs) == [stairs[1]]
    assert find("W-12", stairs) == [stairs[1]]
    assert find("14", stairs) == []
    assert find("  ", stairs) == []


def test_forest_nests_children_and_survives_a_circle():
    assert forest([(1, None), (2, 1), (3, 2), (4, 1), (5, 99)]) == [(1, [(2, [(3, [])]), (4, [])]), (5, [])]
    assert forest([(1, 2), (2, 1)]) == [(1, [(2, [])])]
    assert forest([]) == []
