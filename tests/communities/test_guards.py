"""What the database refuses by itself, and that nothing takes the guards away unseen."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    migrations,
    models,
    transaction,
)

from communities import guards
from communities.guards import Guard
from communities.journal import actions
from communities.models import BuildingGroup, Entry, Head, Reading, Unit

ROOT = Path(__file__).resolve().parents[2]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a trap of SQLite alone")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def entry(db):
    with transaction.atomic():
        return actions.record(by=None, action="test")


def append_only_tables():
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(guard.name.endswith("_no_update") for guard in model.__dict__.get("guards", ()))
    )


def test_names_of_guards_are_unique_and_fit_the_database():
    names = [guard.name for _, guard in guards._declared()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{2,62}", name) for name in names)


def test_guards_installed_twice_stand_once(db):
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == []


def test_guard_taken_away_is_named_and_the_site_refuses_to_start(entry):
    suffix = " ON communities_entry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER journal_entry_no_update{suffix}")
    assert guards.missing(connection) == ["journal_entry_no_update"]
    with pytest.raises(ImproperlyConfigured, match="journal_entry_no_update"):
        guards.require(connection)
    guards.install(connection)
    assert guards.require(connection) is None


def test_remove_takes_every_guard_and_install_brings_every_one_back(db):
    guards.remove(connection)
    declared = {
        guard.name for _, guard in guards._declared() if connection.vendor == "postgresql" or guard.event != "TRUNCATE"
    }
    assert set(guards.missing(connection)) == declared
    guards.install(connection)
    assert guards.missing(connection) == []


@on_sqlite
@pytest.mark.parametrize("statement", ("INSERT OR REPLACE", "REPLACE"))
def test_replace_does_not_walk_past_an_append_only_table(entry, statement):
    """Without recursive_triggers SQLite deletes the old row and asks no DELETE trigger."""
    copy = f"{statement} INTO communities_entry SELECT * FROM communities_entry WHERE seq = 1"
    with pytest.raises(IntegrityError, match="journal_entry: append-only"), transaction.atomic():
        sql(copy)
    assert Entry.objects.get().digest == entry.digest


@on_sqlite
def test_replace_does_walk_past_without_the_setting(entry):
    """The trap itself: should SQLite ever mend it, the setting may go."""
    sql("PRAGMA recursive_triggers=OFF")
    try:
        sql("REPLACE INTO communities_entry SELECT * FROM communities_entry WHERE seq = 1")
    finally:
        sql("PRAGMA recursive_triggers=ON")
    assert Entry.objects.count() == 1
    assert sql("PRAGMA recursive_triggers") == [(1,)]


@on_postgresql
def test_truncate_of_an_append_only_table_is_refused(entry):
    for table in append_only_tables():
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            sql(f"TRUNCATE {table} CASCADE")
    assert Entry.objects.count() == 1


READING_GUARDS = ["journal_reading_no_delete", "journal_reading_no_update"]


def purpose_not_x():
    return models.CheckConstraint(condition=~models.Q(purpose="x"), name="journal_reading_purpose_not_x")


def longer(model, field_name):
    """The field, one character longer: SQLite can only rebuild the whole table."""
    field = model._meta.get_field(field_name).clone()
    field.max_length += 1
    field.set_attributes_from_name(field_name)
    field.model = model
    return field


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_table_rebuilt_by_alter_field_loses_its_guards_and_migrate_brings_them_back():
    field = Reading._meta.get_field("purpose")
    with connection.schema_editor() as editor:
        editor.alter_field(Reading, field, longer(Reading, "purpose"))
    assert guards.missing(connection) == READING_GUARDS
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []
    with connection.schema_editor() as editor:
        editor.alter_field(Reading, longer(Reading, "purpose"), field)
    guards.install(connection)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_table_rebuilt_by_add_constraint_loses_its_guards_and_migrate_brings_them_back():
    with connection.schema_editor() as editor:
        editor.add_constraint(Reading, purpose_not_x())
    assert guards.missing(connection) == READING_GUARDS
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reading, purpose_not_x())
    guards.install(connection)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_table_that_another_guard_reads_can_be_rebuilt_because_migrate_lifts_the_guards():
    field = Unit._meta.get_field("room")
    with pytest.raises(OperationalError, match="error in trigger"), connection.schema_editor() as editor:
        editor.alter_field(Unit, field, longer(Unit, "room"))
    assert guards.missing(connection) == []
    emit_pre_migrate_signal(0, False, "default", plan=[(migrations.Migration("rebuild", "communities"), False)])
    with connection.schema_editor() as editor:
        editor.alter_field(Unit, field, longer(Unit, "room"))
        editor.alter_field(Unit, longer(Unit, "room"), field)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


def test_migrate_without_anything_to_do_lifts_no_guard(db):
    emit_pre_migrate_signal(0, False, "default", plan=[])
    assert guards.missing(connection) == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_guard_switched_off_by_the_owner_counts_as_missing():
    sql("ALTER TABLE communities_entry DISABLE TRIGGER journal_entry_no_delete")
    try:
        assert guards.missing(connection) == ["journal_entry_no_delete"]
        with pytest.raises(ImproperlyConfigured):
            guards.require(connection)
    finally:
        sql("ALTER TABLE communities_entry ENABLE TRIGGER journal_entry_no_delete")
    assert guards.missing(connection) == []


def roles_of_the_manual():
    """The very statements that docs/operations-manual.md tells an operator to run."""
    manual = (ROOT / "docs" / "operations-manual.md").read_text()
    return re.search(r"```sql\n-- as the owner.*?\n(.*?)```", manual, re.DOTALL).group(1)


@pytest.fixture
def as_app_role(entry):
    """Go on as the role that serves the site; it disappears with the test's transaction."""
    sql("CREATE ROLE linli_app NOLOGIN")
    sql(roles_of_the_manual())
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET LOCAL ROLE linli_app")
    yield
    sql("RESET ROLE")


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    (
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "DROP TABLE {}",
        "ALTER TABLE {} RENAME TO gone",
    ),
)
def test_app_role_cannot_touch_an_append_only_table(as_app_role, statement):
    for table in append_only_tables():
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            sql(statement.format(table))
    assert Entry.objects.count() == 1


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    (
        "SET session_replication_role = replica",
        "DROP TRIGGER journal_head_forward ON communities_head",
        "DROP FUNCTION journal_head_forward() CASCADE",
        "CREATE OR REPLACE FUNCTION journal_head_forward() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER TABLE communities_head DISABLE TRIGGER journal_head_forward",
        "CREATE TABLE public.smuggled (id int)",
        "ALTER ROLE linli_app SUPERUSER",
    ),
)
def test_app_role_cannot_get_round_a_guard(as_app_role, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be|Only roles"), transaction.atomic():
        sql(statement)
    assert guards.missing(connection) == []


@on_postgresql
def test_app_role_can_do_the_daily_work(as_app_role):
    group = BuildingGroup.objects.first()
    assert group is None
    with transaction.atomic():
        second = actions.record(by=None, action="test")
    assert second.seq == 2
    assert Head.objects.get().digest == second.digest
    assert list(Entry.objects.faults()) == []


@on_postgresql
def test_guard_refuses_the_owner_too(entry, refused):
    with refused("journal_entry_no_delete"):
        sql("DELETE FROM communities_entry")


WRITER = """
import django; django.setup()
from django.db import connection, transaction
from communities.models import Community
for _ in range(40):
    with transaction.atomic():
        row = Community.objects.get(slug="jia")
        row.introduction = str(int(row.introduction) + 1)
        row.save()
"""


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_read_then_write_by_four_processes_loses_nothing_and_is_never_locked_out(cast, tmp_path):
    """With DEFERRED transactions most of these fail with "database is locked" or overwrite each other."""
    type(cast.here).objects.update(introduction="0")
    copy = tmp_path / "race.sqlite3"
    sql("VACUUM INTO %s", str(copy))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{copy}"}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    complaints = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0], complaints
    code = (
        "import django; django.setup()\n"
        "from communities.models import Community\n"
        "print(Community.objects.get(slug='jia').introduction)"
    )
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == "160\n"


def test_guard_that_holds_always_says_so_in_both_dialects():
    guard = Guard("some_table_no_update", guards.UPDATE, "some_table: append-only")
    assert "WHEN 1=1" in list(guards._sqlite("some_table", guard))[1]
    assert "check_violation" in next(iter(guards._postgresql("some_table", guard)))
    assert list(guards._sqlite("some_table", Guard("t_no_truncate", guards.TRUNCATE, "no"))) == []
