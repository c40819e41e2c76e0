"""What the database itself refuses, on SQLite and PostgreSQL alike.

A model names its guards in a class attribute ``guards``; they are (re)installed after every migrate, because
SQLite drops a table's triggers when Django rebuilds the table, and the site refuses to start while one is missing.
Nor can SQLite rebuild a table that another table's trigger reads, so there all are lifted while migrations run.
A condition is one SQL expression over OLD and NEW that both databases understand; ``{now}`` and ``{today}`` in it are
the database's own clock, and today in Shanghai.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

INSERT, UPDATE, DELETE, TRUNCATE = "INSERT", "UPDATE", "DELETE", "TRUNCATE"
#: SQLite keeps times as text in UTC, so its clock is written the same way; Shanghai has had no summer time since 1991.
CLOCKS = {
    "sqlite": {"now": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "today": "date('now', '+8 hours')"},
    "postgresql": {
        "now": "clock_timestamp()",  # now() is the start of the transaction
        "today": "(clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date",
    },
}


@dataclass(frozen=True)
class Guard:
    """Refuse ``event`` on the model's table when ``when`` holds; ``message`` tells the operator why.

    ``lock`` is what PostgreSQL holds before it looks (``SELECT … FOR SHARE``), so that nothing the condition reads can
    change until the transaction ends; SQLite has one writer at a time and needs none.
    """

    name: str
    event: str
    message: str
    when: str = "1=1"
    lock: str = ""

    def condition(self, vendor: str) -> str:
        when = self.when
        for name, clock in CLOCKS[vendor].items():
            when = when.replace(f"{{{name}}}", clock)
        return when


def append_only(prefix: str) -> tuple[Guard, ...]:
    """Rows are only ever added: no UPDATE, DELETE, TRUNCATE (nor SQLite's REPLACE, which deletes)."""
    return tuple(
        Guard(f"{prefix}_no_{event.lower()}", event, f"{prefix}: append-only") for event in (UPDATE, DELETE, TRUNCATE)
    )


def fixed(prefix: str, *columns: str) -> Guard:
    """These columns never change once the row is there."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return Guard(f"{prefix}_fixed", UPDATE, f"{prefix}: {', '.join(columns)} cannot change", changed)


def same_community(prefix: str, parent_table: str, parent_column: str) -> tuple[Guard, ...]:
    """The row and the parent it points to belong to one community (both carry ``community_id``)."""
    when = (
        f"NEW.{parent_column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent_table} p "
        f"WHERE p.id = NEW.{parent_column} AND p.community_id = NEW.community_id)"
    )
    return tuple(
        Guard(f"{prefix}_{parent_column}_home_{event.lower()}", event, f"{prefix}: other community", when)
        for event in (INSERT, UPDATE)
    )


def _declared():
    for model in apps.get_models():
        for guard in model.__dict__.get("guards", ()):
            yield model._meta.db_table, guard


def _sqlite(table, guard):
    if guard.event == TRUNCATE:
        return
    yield f"DROP TRIGGER IF EXISTS {guard.name}"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {table} FOR EACH ROW "
        f"WHEN {guard.condition('sqlite')} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql(table, guard):
    statement = guard.event == TRUNCATE
    test = "TRUE" if statement else guard.condition("postgresql")
    lock = f"PERFORM {guard.lock.removeprefix('SELECT ')}; " if guard.lock else ""
    result = "NULL" if statement else ("OLD" if guard.event == DELETE else "NEW")
    yield (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}"
        f"IF {test} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS {guard.name} ON {table}"
    level = "STATEMENT" if statement else "ROW"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {table} FOR EACH {level} EXECUTE FUNCTION {guard.name}()"
    )


def install(connection) -> None:
    """Install every declared guard whose table exists."""
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, guard in _declared():
            if table in tables:
                for sql in write(table, guard):
                    cursor.execute(sql)


def remove(connection) -> None:
    """Drop every declared guard: while migrations run on SQLite, and to empty a test database."""
    tables = set(connection.introspection.table_names())
    suffix = " ON {}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table, guard in _declared():
            if table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}" + suffix.format(table))


def missing(connection) -> list[str]:
    """Names of declared guards that the database does not carry or has switched off."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    expected = {guard.name for _, guard in _declared() if connection.vendor == "postgresql" or guard.event != TRUNCATE}
    return sorted(expected - present)


def lift_before_migrate(using, plan, **_):
    if plan and connections[using].vendor == "sqlite":
        remove(connections[using])


def install_after_migrate(using, **_):
    install(connections[using])


def require(connection) -> None:
    """Refuse to serve while a guard is missing (called at start-up; ``migrate`` puts them back)."""
    if gone := missing(connection):
        raise ImproperlyConfigured(f"数据库缺少保护触发器，请先运行 manage.py migrate：{', '.join(gone)}")
