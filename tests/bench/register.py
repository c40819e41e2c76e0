"""Goal 8: a register of many rows, imported with every check, beside COPY alone."""

import csv
import io
import resource
import time
from pathlib import Path

from django.db import connection, transaction

from communities.models import Community, Unit
from communities.register.actions import import_register
from tests.bench.sheet import rows

COLUMNS = "(a, b, c, d, e, f)"


def copy_only(count):
    """Ready text into six columns, three of them unique together, one more index: the fastest there is."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows(count))
    ready = list(rows(count))
    key = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(
            f"CREATE TABLE bench_copy (id {key} PRIMARY KEY, a text, b text, c text, d int, e numeric, f text, "
            "UNIQUE (a, b, c))"
        )
        cursor.execute("CREATE INDEX bench_copy_f ON bench_copy (f)")
        start = time.perf_counter()
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY bench_copy {COLUMNS} FROM STDIN") as copy:
                    copy.write(text.getvalue())
            else:
                cursor.executemany(f"INSERT INTO bench_copy {COLUMNS} VALUES (%s, %s, %s, %s, %s, %s)", ready)
        return time.perf_counter() - start


def import_it(path):
    place = Community.objects.create(slug="register", name="登记", publisher="居委会")
    content = Path(path).read_bytes()
    start, cpu = time.perf_counter(), time.process_time()
    report = import_register(content=content, filename="register.xlsx", community=place, by=None)
    took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return took | {"rows": report.rows, "errors": len(report.errors), "units": Unit.objects.count(), "peak_mb": peak}


def main(step, path, count):
    if step == "copy":
        return {"seconds": min(copy_only(int(count)) for _turn in range(3))}
    return import_it(path)
