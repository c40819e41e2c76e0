"""verify finds every way in which somebody with the database's password could have changed the books."""

import pytest
from django.db import connection

from communities import guards
from projects.accounts.models import ledger_findings
from projects.models import LedgerEntry, Period

from .rows import sql


@pytest.fixture
def tampered(closed):
    closed.publish(1)
    guards.remove(connection)
    yield closed
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    guards.install(connection)


def test_sound_books_have_no_findings(closed):
    closed.close(2, 229_950)
    assert list(ledger_findings()) == []
    assert Period.objects.closed().count() == 2


@pytest.mark.parametrize(
    "statement, words",
    [
        ("UPDATE projects_leg SET amount_fen = amount_fen + 1 WHERE amount_fen = 300000", "legs of 1 fen"),
        ("UPDATE projects_leg SET amount_fen = amount_fen * 2", "does not say what was posted"),
        ("UPDATE projects_leg SET amount_fen = amount_fen * 2", "keeps balances that its legs do not give"),
        ("UPDATE projects_ledgerentry SET text = '改过'", "does not say what was posted"),
        ("UPDATE projects_ledgerentry SET digest = 'x'", "was altered after it was closed"),
        ("UPDATE projects_ledgerentry SET money_fen = 1 WHERE number = 1", "does not add up from its entries"),
        ("UPDATE projects_ledgerentry SET number = 9 WHERE number = 3", "has 3 entries, the last is number 9"),
        ("UPDATE projects_period SET statement_fen = 1 WHERE month = 1", "differs from the bank"),
        ("UPDATE projects_period SET closing_fen = 1, in_fen = 120051, bank_fen = 1 WHERE month = 1", "add up"),
        ("UPDATE projects_period SET digest = 'x' WHERE month = 1", "was altered after it was closed"),
        ("UPDATE projects_period SET month = 4 WHERE month = 2", "no month between 2026-01 and 2026-04"),
        ("DELETE FROM projects_balance", "keeps balances that its legs do not give"),
    ],
)
def test_change_behind_the_guards_is_found(tampered, statement, words):
    sql(statement)
    found = list(ledger_findings())
    assert [line for line in found if words in line], found
    assert LedgerEntry.objects.count() == 3
