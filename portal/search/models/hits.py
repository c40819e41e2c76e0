"""The newest notices that answer a question, found in bounded time however common its words are."""

from django.db import models
from django.db.models import TextChoices
from django.db.models.expressions import Expression

from portal.search.domain import Question

# PostgreSQL looks through the newest documents one by one: a common word is answered from these alone. Only a word
# that is rare among them is looked up in the index, and then never more than MOST of its rows are sorted.
NEWEST, MOST = 3_000, 50_000

_POSTGRESQL = """(
WITH recent AS MATERIALIZED (
    SELECT notice_id FROM (
        SELECT notice_id, title_words, body_words FROM portal_searchdocument
        WHERE notice_id < %s ORDER BY notice_id DESC LIMIT {newest}
    ) newest WHERE {matches} ORDER BY notice_id DESC LIMIT %s
)
SELECT notice_id FROM recent
UNION
SELECT notice_id FROM (
    SELECT notice_id, title_words, body_words FROM portal_searchdocument
    WHERE (SELECT count(*) FROM recent) < %s AND notice_id < %s AND {column}_words @@ to_tsquery('simple', %s)
    LIMIT {most}
) found WHERE {matches}
ORDER BY notice_id DESC LIMIT %s
)"""
_SQLITE = "(SELECT rowid FROM search_words WHERE search_words MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s)"


class Part(TextChoices):
    """Where the words stand: in the title, or only in the text."""

    TITLE = "title"
    BODY = "body"


class Hits(Expression):
    """Keys of at most ``limit`` notices before ``before``, newest first: ``Notice.objects.filter(pk__in=Hits(…))``."""

    output_field = models.BigIntegerField()

    def __init__(self, question: Question, part: Part, *, before: int, limit: int):
        super().__init__()
        self.question, self.part, self.before, self.limit = question, part, before, limit

    def as_sqlite(self, compiler, connection):
        match = self.question.for_fts5(self.part)
        if self.part == Part.BODY:
            match = f"({match}) NOT ({self.question.for_fts5(Part.TITLE)})"
        return _SQLITE, [match, self.before, self.limit]

    def as_postgresql(self, compiler, connection):
        matches, words = f"{self.part}_words @@ to_tsquery('simple', %s)", self.question.for_tsquery()
        asked = [words]
        if self.part == Part.BODY:
            matches += " AND NOT title_words @@ to_tsquery('simple', %s)"
            asked.append(words)
        sql = _POSTGRESQL.format(newest=NEWEST, most=MOST, column=self.part, matches=matches)
        return sql, [
            *(self.before, *asked, self.limit),
            *(self.limit, self.before, words, *asked, self.limit),
        ]
