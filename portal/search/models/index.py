"""The full-text index beside the documents: FTS5 kept in step by triggers, or two tsvector columns with GIN.

Neither is a Django model, so it is put in place after every migrate (SQLite drops a table's triggers whenever
Django rebuilds the table).
"""

from contextlib import contextmanager

from django.db import connections

TABLE = "portal_searchdocument"
_TRIGGERS = ("search_words_added", "search_words_removed", "search_words_changed")
_COLUMNS = ("title_words", "body_words")

_ADD = "INSERT INTO search_words (rowid, title, body) VALUES (NEW.notice_id, NEW.title, NEW.body);"
_REMOVE = (
    "INSERT INTO search_words (search_words, rowid, title, body) VALUES ('delete', OLD.notice_id, OLD.title, OLD.body);"
)
_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5("
    f"title, body, content='{TABLE}', content_rowid='notice_id', prefix='1')",
    *(f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS),
    f"CREATE TRIGGER search_words_added AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"CREATE TRIGGER search_words_removed AFTER DELETE ON {TABLE} BEGIN {_REMOVE} END",
    f"CREATE TRIGGER search_words_changed AFTER UPDATE ON {TABLE} BEGIN {_REMOVE} {_ADD} END",
)
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} "
    "ADD COLUMN IF NOT EXISTS title_words tsvector GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED, "
    "ADD COLUMN IF NOT EXISTS body_words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED",
    f"CREATE INDEX IF NOT EXISTS search_title_words ON {TABLE} USING gin (title_words)",
    f"CREATE INDEX IF NOT EXISTS search_body_words ON {TABLE} USING gin (body_words)",
)


def install_index(connection) -> None:
    """Put the index in place if the table of documents is there; a second call changes nothing."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for sql in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(sql)


def install_after_migrate(using, **_):
    install_index(connections[using])


def missing_index(connection) -> list[str]:
    """Names of what keeps the index in step and is not there."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')"
        expected = {"search_words", *_TRIGGERS}
    else:
        query = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('portal_searchdocument')"
        expected = set(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(expected - {name for (name,) in cursor.fetchall()})


@contextmanager
def without_index(connection):
    """For loading very many documents: the index is laid down at the end, in one go."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS search_words_added")
        else:
            cursor.execute("DROP INDEX IF EXISTS search_title_words, search_body_words")
        yield
        install_index(connection)
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('rebuild')")
