"""Many rows into a table at the speed of COPY, with keys given beforehand: the same few calls on both databases."""

from django.db import connection


def next_keys(model, count) -> list[int]:
    """Primary keys that nobody else will get; on SQLite the write lock is held since the transaction began."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = (last[0] if last else 0) + 1
        return list(range(start, start + count))


def insert(model, fields, rows) -> None:
    """``rows`` are tuples in the order of ``fields`` (attribute names). Nothing is checked but by the database."""
    if not rows:
        return
    table, columns = model._meta.db_table, ", ".join(model._meta.get_field(name).column for name in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - own names


def update(model, fields, rows) -> None:
    """``rows`` are tuples in the order of ``fields``, the primary key last."""
    if not rows:
        return
    table = model._meta.db_table
    assignments = ", ".join(f"{model._meta.get_field(name).column} = %s" for name in fields)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assignments} WHERE id = %s", rows)  # noqa: S608 - own names
