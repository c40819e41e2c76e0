"""Running costs: nothing without the written split; the fee of a year exact to the fen; the reserve apart."""

import pytest
from django.db import connection

from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.models import collection_findings, running_of
from projects.costs import actions as costs
from projects.models import Charge, RunningSplit, RunningYear

from .collecting import day, key
from .rows import copy, sql


@pytest.fixture
def owned(called):
    costs.enter_contributors(scheme=called.scheme, on=day(3, 2), by=called.first)
    return called


def agree(owned, **values):
    plain = {"basis": "equal", "yearly_fen": 1_000_001, "reserve_fen": 200_000, "agreement": "运行管理协议第3条"}
    return actions.agree_running(**{"book": owned.book, "agreed_on": day(3, 1), "by": owned.first, **plain, **values})


def charge(owned, year=2026):
    return actions.charge_year(book=owned.book, year=year, by=owned.first, on=day(4, 3))


def fees():
    rows = Charge.objects.filter(kind="running").order_by("unit__floor", "unit__room")
    return list(rows.values_list("amount_fen", flat=True))


def test_first_charge_needs_the_written_split(owned):
    with pytest.raises(Refused, match="还没有书面的运行费约定"):
        charge(owned)
    assert RunningYear.objects.count() == 0


def test_fee_is_shared_equally_to_the_fen(owned):
    agree(owned)
    charge(owned)
    assert fees() == [100_001] + [100_000] * 9
    found = running_of(owned.book)
    assert (found.fees_fen, found.reserve_fen, found.left_fen) == (800_001, 200_000, 800_001)
    assert list(collection_findings()) == []


def test_fee_by_shares_follows_the_register(owned):
    agree(owned, basis="shares", yearly_fen=1_020_000)
    charge(owned)
    assert fees() == [50_000, 50_000, 100_000, 100_000, 110_000, 110_000, 120_000, 120_000, 130_000, 130_000]
    assert sum(fees()) == 1_020_000


def test_spending_on_running_lowers_what_is_left(owned):
    agree(owned)
    charge(owned)
    owned.receive("201", 700_000)
    lines = [debit("running", 30_000, item="electricity"), credit("bank", 30_000)]
    said = {"kind": "running", "text": "电费", "lines": lines, "key": key(), "by": owned.first}
    actions.post(book=owned.book, happened_on=day(4, 12), **said)
    assert running_of(owned.book).spent == {"电费": 30_000}
    assert running_of(owned.book).left_fen == 770_001


def test_year_is_charged_once(owned):
    agree(owned)
    charge(owned)
    with pytest.raises(Refused, match="2026年的运行费已经记过"):
        charge(owned)
    assert charge(owned, 2027).year == 2027
    entry = RunningYear.objects.get(year=2026).entry
    actions.reverse(entry=entry, reason="约定改了", by=owned.first, happened_on=day(4, 4))
    assert charge(owned).year == 2026
    assert sum(row.amount_fen for row in Charge.objects.filter(kind="running").standing()) == 2 * 1_000_001


@pytest.mark.parametrize(
    "values", [{"agreement": ""}, {"basis": "area"}, {"yearly_fen": 0}, {"reserve_fen": 1_000_002}, {"reserve_fen": -1}]
)
def test_split_that_is_none_is_refused(owned, values):
    with pytest.raises(Refused):
        agree(owned, **values)
    assert RunningSplit.objects.count() == 0


KEPT = {
    "accounts_runningsplit_no_update": "UPDATE projects_runningsplit SET yearly_fen = 1",
    "accounts_runningsplit_no_delete": "DELETE FROM projects_runningsplit",
    "accounts_runningyear_no_update": "UPDATE projects_runningyear SET year = 1",
    "accounts_runningyear_no_delete": "DELETE FROM projects_runningyear",
}
TRUNCATED = {
    "accounts_runningsplit_no_truncate": "runningsplit",
    "accounts_runningyear_no_truncate": "runningyear",
}


def test_database_keeps_what_was_agreed_and_charged(owned, refused):
    agreed, year = agree(owned), None
    year = charge(owned)
    for name, statement in KEPT.items():
        with refused(name):
            sql(statement)
    if connection.vendor == "postgresql":
        for name, table in TRUNCATED.items():
            with refused(name):
                sql(f"TRUNCATE projects_{table} CASCADE")
    with refused("accounts_runningsplit_agreed"):
        copy(agreed, agreement="")
    other = actions.open_book(community=owned.cast.here, kind="repair_fund", opened_on=day(3, 1), by=owned.first)
    with refused("accounts_runningyear_as_agreed"):
        copy(year, year=2030, book_id=other.pk, entry_id=owned.first_call.entry_id)
    with refused("accounts_runningyear_once"):
        copy(year, entry_id=owned.first_call.entry_id)
    assert RunningYear.objects.count() == 1
