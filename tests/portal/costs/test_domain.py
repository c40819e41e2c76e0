from portal.costs.domain import Floor, floors_of, shaded


def test_floors_stand_top_first_and_the_dearest_in_full_colour():
    rows = floors_of([(1, 0), (1, 0), (2, 500), (2, 501), (3, 4000)], {"2": "0.5", "3": "1"})
    assert [(row.number, row.flats, row.payers, row.least, row.most, row.total) for row in rows] == [
        (3, 1, 1, 4000, 4000, 4000),
        (2, 2, 2, 500, 501, 1001),
        (1, 2, 0, 0, 0, 0),
    ]
    assert [(row.value, row.opacity) for row in rows] == [("1", "1.00"), ("0.5", "0.15"), ("", "0.00")]


def test_floor_where_some_are_free_counts_those_who_pay():
    (row,) = floors_of([(2, 0), (2, 700)], {})
    assert (row.flats, row.payers, row.least, row.most) == (2, 1, 700, 700)


def test_nobody_paying_is_shaded_nowhere():
    assert [row.depth for row in shaded([Floor(1, 2, 0, 0, 0, 0), Floor(2, 2, 0, 0, 0, 0)])] == [0, 0]
    assert shaded([]) == []
