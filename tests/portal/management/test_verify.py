import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from communities import guards
from communities.journal import actions as journal
from communities.journal.models import Head
from portal.models import Attachment, Notice, SearchDocument
from tests.portal.search.test_models import published
from tests.projects.consultations.conftest import Vote


def findings(capsys):
    with pytest.raises(CommandError) as error:
        call_command("verify")
    assert error.value.returncode == 1
    return capsys.readouterr().out.splitlines()


def test_verify_of_a_sound_database_says_nothing(cast, capsys):
    journal.store(cast.here, by=cast.member)
    published(cast.here, "停水")
    call_command("verify")
    assert capsys.readouterr().out == ""


def test_verify_as_json_names_checks_and_findings(cast, capsys):
    notice = published(cast.here, "停水")
    SearchDocument.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("verify", json=True)
    told = json.loads(capsys.readouterr().out)
    assert {"journal", "guards", "search"} <= set(told["checks"])
    assert told["findings"] == [{"check": "search", "finding": f"notice {notice.pk} is public and cannot be found"}]


def test_verify_as_json_shows_the_head_to_keep_elsewhere(cast, capsys):
    call_command("verify", json=True)
    assert json.loads(capsys.readouterr().out)["head"] == {"seq": 0, "digest": "0" * 64}
    cast.here.name = "新"
    journal.store(cast.here, by=cast.member)
    call_command("verify", json=True)
    assert json.loads(capsys.readouterr().out)["head"] == {"seq": 1, "digest": Head.objects.get().digest}


def test_verify_finds_a_journal_that_does_not_end_where_the_head_says(cast, capsys):
    cast.here.name = "新"
    journal.store(cast.here, by=cast.member)
    head = Head.objects.get()
    head.seq += 1
    head.save()
    assert findings(capsys) == ["journal: journal: the head says 2, the entries end at 1"]


def test_verify_finds_a_guard_that_is_gone(cast, capsys):
    table = " ON communities_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_entry_no_update{table}")
    assert findings(capsys) == ["guards: journal_entry_no_update is missing: run migrate"]


def test_verify_finds_a_lost_correction_and_a_hidden_notice(cast, capsys):
    notice = published(cast.here, "停水")
    type(notice).objects.filter(pk=notice.pk).update(revision=1)
    assert findings(capsys) == [f"notices: notice {notice.pk} was corrected 1 times, 0 corrections are kept"]


def test_verify_finds_a_file_that_was_altered_or_is_gone(cast, capsys, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    notice = Notice.objects.create(community=cast.here, title="草稿", body="x", publisher="居委会")
    file = Attachment(
        notice=notice, kind="audio", name="录音", text="停水", content_type="audio/mpeg", size=1, digest="0"
    )
    file.file.save("a.mp3", ContentFile(b"x"), save=True)
    assert findings(capsys) == [f"files: attachment {file.pk} was altered"]
    (tmp_path / file.file.name).unlink()
    assert findings(capsys) == [f"files: attachment {file.pk} is gone from the disk"]


def test_verify_finds_a_count_and_a_ballot_that_were_altered(cast, capsys):
    vote = Vote(cast)
    consultation = vote.closed()
    call_command("verify")
    assert capsys.readouterr().out == ""
    ballot = consultation.ballots.get(voter=vote.paper(consultation, "101").voter)
    guards.remove(connection)
    type(ballot).objects.filter(pk=ballot.pk).update(choice="disagree")
    guards.install(connection)
    counted, recorded = findings(capsys)
    assert f"consultation {consultation.pk} is counted differently now" in counted
    assert "digest" in counted
    assert recorded == f"consultations: ballot {ballot.pk} is not the one that was recorded"
