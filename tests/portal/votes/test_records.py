"""/c/<slug>/votes/<id>/record.json: for staff in reach, logged; everybody else is told how to get it."""

import json

import pytest
from django.core.cache import caches

from communities.journal.models import Head, Reading
from projects.consultations import actions
from projects.consultations.domain import differing, recount


def url_of(consultation):
    return f"/c/jia/votes/{consultation.pk}/record.json"


def test_staff_get_the_record_and_that_is_logged(client, vote):
    closed = vote.closed()
    client.force_login(vote.first)
    head = Head.objects.get().changed
    reply = client.get(url_of(closed))
    record = json.loads(reply.content)
    assert reply.status_code == 200
    assert reply["Content-Type"] == "application/json"
    assert reply["Content-Disposition"] == f'attachment; filename="record-{closed.pk}.json"'
    assert "no-store" in reply["Cache-Control"]
    assert "Cookie" in reply["Vary"]
    assert differing(record["published"], recount(record)) == []
    assert recount(record)["digest"] == closed.result.digest
    logged = Reading.objects.get()
    assert (logged.purpose, logged.rows, logged.actor) == ("下载表决记录", 12, f"user:{vote.first.pk}")
    assert Head.objects.get().changed == head


@pytest.mark.parametrize("who", ["nobody", "outsider", "leader"])
def test_everybody_else_is_told_how_to_get_it(client, vote, cast, who, text):
    closed = vote.closed()
    if who != "nobody":
        client.force_login(getattr(cast, who))
    reply = client.get(url_of(closed))
    assert reply.status_code == 403
    assert "名册上的业主：计票以后，用户码打开“我家的页面”下载，或者向居委会要" in text(reply)
    assert "no-store" in reply["Cache-Control"]
    assert closed.result.digest not in reply.content.decode()
    assert Reading.objects.count() == 0


def test_answer_to_one_is_never_given_to_another(client, vote):
    closed = vote.closed()
    client.force_login(vote.first)
    assert client.get(url_of(closed)).status_code == 200
    client.logout()
    assert client.get(url_of(closed)).status_code == 403
    client.force_login(vote.first)
    assert client.get(url_of(closed)).status_code == 200
    assert not [key for key in caches["pages"]._cache if b"record" in repr(key).encode()]
    assert client.head(url_of(closed)).status_code == 405


def test_before_the_count_there_is_none(client, vote, text):
    opened = vote.open()
    for user in (None, vote.first):
        if user:
            client.force_login(user)
        reply = client.get(url_of(opened))
        assert reply.status_code == 404
        assert "还没有计票，还没有表决记录" in text(reply)
    assert client.get(url_of(vote.draft())).status_code == 404
    assert client.get(f"/c/yi/votes/{opened.pk}/record.json").status_code == 404
    assert client.get("/c/jia/votes/999999/record.json").status_code == 404


def test_annulled_result_still_has_its_record(client, vote):
    closed = vote.closed()
    actions.annul(consultation=closed, reason="名册漏了一户", by=vote.first)
    client.force_login(vote.first)
    assert recount(json.loads(client.get(url_of(closed)).content))["digest"] == closed.result.digest


def test_stopped_account_gets_nothing(client, vote):
    closed = vote.closed()
    client.force_login(vote.first)
    vote.first.is_active = False
    vote.first.save(update_fields=["is_active"])
    assert client.get(url_of(closed)).status_code == 403
    assert Reading.objects.count() == 0


def test_words_come_in_the_language_of_the_address(client, vote):
    closed = vote.closed()
    english = client.get(f"/en{url_of(closed)}")
    assert english.status_code == 403
    assert "The record of the vote is not public" in english.content.decode()
    assert "表決記錄不在網上公開" in client.get(f"/zh-hant{url_of(closed)}").content.decode()
