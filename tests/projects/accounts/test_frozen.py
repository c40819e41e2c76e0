"""After posting and closing nothing is changed or taken away: raw SQL, on both databases, also as the site's role."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from projects.accounts import actions
from tests.communities.test_guards import roles_of_the_manual

from .rows import sql

#: guard -> a statement it refuses once January is published
STATEMENTS = {
    "accounts_entry_frozen": "UPDATE projects_ledgerentry SET text = '改'",
    "accounts_entry_kept": "DELETE FROM projects_ledgerentry",
    "accounts_leg_unposted_update": "UPDATE projects_leg SET amount_fen = amount_fen * 2",
    "accounts_leg_unposted_delete": "DELETE FROM projects_leg",
    "accounts_period_closed_for_good": "UPDATE projects_period SET statement_fen = 0 WHERE closed_at IS NOT NULL",
    "accounts_period_published_for_good": "UPDATE projects_period SET year = year WHERE published_at IS NOT NULL",
    "accounts_period_no_delete": "DELETE FROM projects_period",
    "accounts_balance_no_update": "UPDATE projects_balance SET closing_fen = 1",
    "accounts_balance_no_delete": "DELETE FROM projects_balance",
    "accounts_difference_no_update": "UPDATE projects_difference SET amount_fen = 1",
    "accounts_difference_no_delete": "DELETE FROM projects_difference",
    "accounts_account_fixed": "UPDATE projects_account SET item = 'x'",
    "accounts_account_no_delete": "DELETE FROM projects_account",
    "accounts_book_fixed": "UPDATE projects_book SET opened_on = '2020-01-01'",
    "accounts_book_no_delete": "DELETE FROM projects_book",
}
TABLES = ("book", "account", "period", "ledgerentry", "leg", "balance", "difference")
TRUNCATES = {
    "accounts_book_no_truncate": "book",
    "accounts_account_no_truncate": "account",
    "accounts_period_no_truncate": "period",
    "accounts_entry_no_truncate": "ledgerentry",
    "accounts_leg_no_truncate": "leg",
    "accounts_balance_no_truncate": "balance",
    "accounts_difference_no_truncate": "difference",
}
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a trap of SQLite alone")


def everything():
    return {table: sql(f"SELECT * FROM projects_{table} ORDER BY id") for table in TABLES}


@pytest.fixture
def published(books):
    """January published with a difference explained, a reversal in it, a row in every table."""
    books.pay(300_000)
    actions.reverse(entry=books.spend(120_050), reason="付错了", by=books.first, happened_on=books.book.opened_on)
    books.close(1, 299_000, differences=[("银行次日入账", -1_000)])
    books.publish(1)
    return books


@pytest.mark.parametrize("name", STATEMENTS)
def test_raw_statement_on_published_books_is_refused(published, refused, name):
    with refused(name):
        sql(STATEMENTS[name])


@pytest.mark.parametrize("statement", STATEMENTS.values())
def test_raw_statement_leaves_every_row_as_it_was(published, statement):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)
    assert everything() == before
    assert all(before.values())


@on_sqlite
@pytest.mark.parametrize("table", TABLES)
def test_replace_takes_no_row_away(published, table):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"REPLACE INTO projects_{table} SELECT * FROM projects_{table}")
    assert everything() == before


@on_sqlite
def test_upsert_changes_no_entry(published):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "INSERT INTO projects_leg SELECT * FROM projects_leg WHERE true "
            "ON CONFLICT (id) DO UPDATE SET amount_fen = 1"
        )
    assert everything() == before


@on_postgresql
@pytest.mark.parametrize("name", TRUNCATES)
def test_table_is_not_emptied_at_a_stroke(published, refused, name):
    before = everything()
    with refused(name):
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_{TRUNCATES[name]} CASCADE")
    assert everything() == before


@pytest.fixture
def as_app_role(books):
    """Go on as the role that serves the site, with the rights the manual gives it."""
    sql("CREATE ROLE linli_app NOLOGIN")
    sql(roles_of_the_manual())
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET LOCAL ROLE linli_app")
    yield
    sql("RESET ROLE")


@on_postgresql
def test_app_role_keeps_books_from_payment_to_publication(books, as_app_role):
    entry = books.pay(300_000)
    actions.reverse(entry=entry, reason="记错了", by=books.first, happened_on=entry.happened_on)
    books.close(1, 0)
    assert books.publish(1).published_at is not None


@on_postgresql
@pytest.mark.parametrize("statement", STATEMENTS.values())
def test_app_role_cannot_rewrite_the_books(books, as_app_role, statement):
    books.pay(300_000)
    books.close(1, 299_000, differences=[("银行次日入账", -1_000)])
    books.publish(1)
    before = everything()
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        sql(statement)
    assert everything() == before
