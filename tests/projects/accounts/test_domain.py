"""Legs, words, months and deadlines, by hand."""

import datetime

import pytest

from projects.accounts.domain import (
    Line,
    Month,
    credit,
    debit,
    entry_digest,
    last_overdue,
    line_faults,
    month_digest,
    negated,
    public_faults,
    standing,
    tidy,
)

SAID = {"book": 1, "happened_on": datetime.date(2026, 1, 10), "kind": "payment", "text": "缴款", "reverses": None}
LINES = [debit("bank", 500), credit("receivable", 500, unit=7)]


def test_legs_that_balance_have_no_fault():
    assert line_faults(LINES) == []
    assert negated(LINES) == [Line("bank", -500), Line("receivable", 500, unit=7)]


def test_truth_is_no_amount():
    assert line_faults([Line("bank", True), Line("cash", -1)]) == ["金额要用整数的分"]
    assert line_faults([debit("bank", 10**12), credit("interest", 10**12)]) == []


@pytest.mark.parametrize(
    "other", [{"book": 2}, {"kind": "refund"}, {"text": "缴"}, {"reverses": 1}, {"lines": negated(LINES)}]
)
def test_digest_is_of_everything_an_entry_says(other):
    digest = entry_digest(**SAID, lines=LINES)
    assert digest == entry_digest(**SAID, lines=LINES[::-1])
    assert digest != entry_digest(**{**SAID, "lines": LINES, **other})


def test_digest_of_a_month_hangs_on_the_month_before():
    month = {"figures": {"in_fen": 5}, "entries": [(1, "a")], "differences": []}
    assert month_digest(previous="", **month) == month_digest(previous="", **month)
    assert month_digest(previous="", **month) != month_digest(previous="x", **month)


@pytest.mark.parametrize(
    "text",
    [
        "打给13912345678",
        "电话021-55550001",
        "1391234 5678",
        "１３９１２３４５６７８",
        "身份证31010419900101123X",
        "101室",
        "601 室",
    ],
)
def test_words_with_numbers_of_a_person_or_a_room_are_at_fault(text):
    assert public_faults(text) != []
    assert "会公开" in public_faults(text)[0]


@pytest.mark.parametrize("text", ["2026-11-22付桩基款", "2026年11月22日第12号合同首付30%", "补贴280000元", "6层12户"])
def test_words_with_dates_and_small_numbers_are_fine(text):
    assert public_faults(text) == []
    assert tidy(f" {text}\x00\n ") == text


def test_month_knows_its_days_and_neighbours():
    assert [str(Month(2026, 11).plus(n)) for n in (-11, 0, 1, 2)] == ["2025-12", "2026-11", "2026-12", "2027-01"]
    assert Month(2028, 2).last_day == datetime.date(2028, 2, 29)
    assert Month.parse("2026-11") == Month.of(datetime.date(2026, 11, 22))


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-11", "202611", "1999-12", "２０２６-11", "2026-１１", "-2026-1"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


FEBRUARY = datetime.date(2026, 2, 20)


@pytest.mark.parametrize(
    "kind, published, today, due, state",
    [
        ("common_income", None, (2026, 3, 31), (2026, 4, 15), "done"),
        ("common_income", None, (2026, 4, 1), (2026, 4, 15), "due"),
        ("common_income", None, (2026, 4, 15), (2026, 4, 15), "due"),
        ("common_income", None, (2026, 4, 16), (2026, 4, 15), "late"),
        ("common_income", (2026, 2), (2026, 4, 16), (2026, 4, 15), "late"),
        ("common_income", (2026, 3), (2026, 4, 16), (2026, 7, 15), "done"),
        ("repair_fund", None, (2026, 7, 31), (2026, 7, 31), "due"),
        ("repair_fund", (2026, 12), (2027, 6, 30), (2027, 7, 31), "done"),
        ("project", (2026, 2), (2026, 3, 31), (2026, 4, 15), "done"),
        ("project", (2026, 2), (2026, 4, 15), (2026, 4, 15), "due"),
        ("project", (2025, 12), (2026, 3, 1), (2026, 2, 15), "late"),
    ],
)
def test_book_stands_by_the_rhythm_of_its_kind(kind, published, today, due, state):
    found = standing(kind, FEBRUARY, published and Month(*published), datetime.date(*today))
    assert (found.due_on, found.state) == (datetime.date(*due), state)
    assert found.since == (Month(*published).plus(1) if published else Month(2026, 2))


def test_last_overdue_month_is_the_one_whose_day_has_passed():
    assert str(last_overdue("project", datetime.date(2026, 11, 15))) == "2026-09"
    assert str(last_overdue("project", datetime.date(2026, 11, 16))) == "2026-10"
    assert str(last_overdue("common_income", datetime.date(2026, 10, 16))) == "2026-09"
    assert str(last_overdue("repair_fund", datetime.date(2026, 7, 31))) == "2025-12"
