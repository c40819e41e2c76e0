"""Goal 8: a register of many rows, imported with every check, beside loading the very same rows alone.

The floor is COPY (SQLite: executemany) of what the import stored, into the same three tables with their keys, indexes
and guards; beside it COPY into one plain table of six columns, which no site with owners and flats apart can have.
"""

import csv
import io
import resource
import time
from pathlib import Path

from django.db import connection, transaction

from communities.models import Community, Owner, Ownership, Unit
from communities.register.actions import import_register
from tests.bench.sheet import rows

TABLES = [model._meta.db_table for model in (Unit, Owner, Ownership)]
PLAIN = ["a", "b", "c", "d", "e", "f"]


def import_it(path):
    place = Community.objects.create(slug="register", name="登记", publisher="居委会")
    content = Path(path).read_bytes()
    start, cpu = time.perf_counter(), time.process_time()
    report = import_register(content=content, filename="register.xlsx", community=place, by=None)
    took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return took | {"rows": report.rows, "errors": len(report.errors), "units": Unit.objects.count(), "peak_mb": peak}


def same_tables():
    """Seconds to load what the import left, nothing else done."""
    with connection.cursor() as cursor:
        held = {table: _taken(cursor, table) for table in TABLES}
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")
        return _timed(cursor, held)


def plain_table(count):
    key = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(
            f"CREATE TABLE bench_copy (id {key} PRIMARY KEY, a text, b text, c text, d int, e numeric, f text, "
            "UNIQUE (a, b, c))"
        )
        cursor.execute("CREATE INDEX bench_copy_f ON bench_copy (f)")
        return _timed(cursor, {"bench_copy": (PLAIN, list(rows(count)))})


def _taken(cursor, table):
    cursor.execute(f"SELECT * FROM {table}")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _timed(cursor, held):
    """Seconds to load ready rows: ``{table: (columns, rows)}``."""
    texts = {table: _text(found) for table, (_, found) in held.items()}
    start = time.perf_counter()
    with transaction.atomic():
        for table, (columns, found) in held.items():
            names = ", ".join(columns)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')") as copy:
                    copy.write(texts[table])
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", found)
    return time.perf_counter() - start


def _text(found):
    text = io.StringIO()
    csv.writer(text).writerows([["\\N" if value is None else value for value in row] for row in found])
    return text.getvalue()


def main(step, path, count):
    if step == "import":
        return import_it(path)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    return {"same": same_tables(), "plain": plain_table(int(count))}
