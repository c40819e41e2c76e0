import datetime

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import Notice, SearchDocument
from portal.search.actions import index
from portal.search.domain import Question, phrases
from portal.search.models import Hits, Part, hits, install_index, missing_index


def published(community, title, body="正文", kind="general"):
    notice = Notice.objects.create(
        community=community,
        title=title,
        body=body,
        kind=kind,
        publisher="居委会",
        status="published",
        published_at=timezone.now() - datetime.timedelta(hours=1),
    )
    index(notice)
    return notice


def found(words, part=Part.TITLE, *, before=10**9, limit=20, filters=()):
    question = Question(phrases(words), filters)
    keys = Notice.objects.filter(pk__in=Hits(question, part, before=before, limit=limit)).order_by("-pk")
    return [notice.title for notice in keys]


def test_two_and_one_character_words_are_found_newest_first(cast):
    for title in ("电梯检修", "停水通知", "三号电梯"):
        published(cast.here, title)
    assert found("电梯") == ["三号电梯", "电梯检修"]
    assert found("梯检") == ["电梯检修"]
    assert found("梯") == ["三号电梯", "电梯检修"]
    assert found("检") == ["电梯检修"]
    assert found("梯电") == []


def test_words_apart_do_not_make_a_phrase(cast):
    published(cast.here, "电梯明天检修")
    assert found("电梯检修") == []
    assert found("电梯 检修") == ["电梯明天检修"]


def test_body_hits_leave_out_title_hits(cast):
    published(cast.here, "停水通知", body="明天停水")
    published(cast.here, "水箱清洗", body="那天会停水")
    assert found("停水", Part.TITLE) == ["停水通知"]
    assert found("停水", Part.BODY) == ["水箱清洗"]


@pytest.mark.parametrize(
    "words", ['"', "AND", "OR", "NOT", "NEAR(", "*", "(", ")", "-", "'", ":", "&", "|", "!", "<->", "\\", "^"]
)
def test_operator_is_a_word_like_any_other(cast, words):
    published(cast.here, "电梯 AND OR NOT NEAR 检修")
    expected = ["电梯 AND OR NOT NEAR 检修"] if words.strip("(").isalpha() else []
    assert (found(words) if phrases(words) else []) == expected


def test_latin_digits_and_traditional_are_one_with_their_plain_forms(cast):
    published(cast.here, "１２号楼 WiFi 維修")
    for words in ("12号", "12號樓", "wifi", "WIFI", "维修", "維修"):
        assert found(words) == ["１２号楼 WiFi 維修"]
    assert found("2号") == []


@pytest.mark.parametrize("newest", [1, 3_000])
def test_hits_are_the_same_from_the_newest_rows_and_from_the_index(cast, monkeypatch, newest):
    monkeypatch.setattr(hits, "NEWEST", newest)
    made = [published(cast.here, f"停水{number}") for number in range(6)]
    assert found("停水", limit=4) == ["停水5", "停水4", "停水3", "停水2"]
    assert found("停水", before=made[2].pk, limit=4) == ["停水1", "停水0"]


def test_index_follows_the_documents(cast):
    notice = published(cast.here, "停水通知")
    notice.title = "停电通知"
    SearchDocument.objects.filter(pk=notice.pk).update(title="停电 电通")
    assert found("停水") == []
    assert found("停电") == ["停水通知"]
    SearchDocument.objects.all().delete()
    assert found("停电") == []


def test_index_after_migrate_is_complete_and_can_be_put_back(db):
    assert missing_index(connection) == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_words_changed")
        assert missing_index(connection) == ["search_words_changed"]
    install_index(connection)
    assert missing_index(connection) == []
