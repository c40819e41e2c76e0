"""更正: told beside the words that were voted on, which stay."""

import pytest
from django.db import connection
from django.urls import reverse

from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.models import Correction

TOLD = {"old": "12户", "new": "十二户", "reason": "数字写法不统一"}


def refusal(**values):
    with pytest.raises(Refused) as caught:
        actions.correct(**values)
    return str(caught.value)


def test_correction_stands_beside_the_words_that_were_voted_on(vote, opened):
    correction = actions.correct(consultation=opened, by=vote.first, **TOLD)
    opened.refresh_from_db()
    assert "12户" in opened.plain
    assert (correction.old, correction.new) == ("12户", "十二户")
    assert Entry.objects.latest("seq").action == "projects.correction.create"


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"old": "13户"}, "照原样抄"),
        ({"old": " "}, "请写原文"),
        ({"new": "12户"}, "和原文一样"),
        ({"reason": ""}, "请写原因"),
        ({"new": "长" * 201}, "最多200字"),
    ),
)
def test_correction_that_corrects_nothing_is_refused(vote, opened, values, said):
    assert said in refusal(consultation=opened, by=vote.first, **{**TOLD, **values})
    assert Correction.objects.count() == 0


def test_correction_comes_after_opening_and_once(vote, draft, opened):
    assert "准备中" in refusal(consultation=draft, by=vote.first, **TOLD)
    actions.correct(consultation=opened, by=vote.first, **TOLD)
    assert refusal(consultation=opened, by=vote.second, **TOLD) == "这一处已经更正过"


def test_correction_is_kept_by_the_database(vote, draft, opened, refused):
    correction = actions.correct(consultation=opened, by=vote.first, **TOLD)
    plain = {"consultation": opened, "at": correction.at, **TOLD}
    with refused("consultations_correction_once"):
        Correction.objects.create(**plain)
    with refused("consultations_correction_is_whole"):
        Correction.objects.create(**plain | {"new": "12户"})
    with refused("consultations_correction_while_open_insert"):
        Correction.objects.create(**plain | {"consultation": draft})
    with refused("consultations_correction_no_update"):
        Correction.objects.update(new="13户")
    with refused("consultations_correction_no_delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_correction")


def test_readers_see_what_was_wrong_and_why(client, vote, opened):
    address = reverse("vote", args=[opened.community.slug, opened.pk])
    assert "更正为" not in client.get(address).content.decode()
    vote.first.refresh_from_db()
    client.force_login(vote.first)
    page = reverse("admin:projects_consultation_correct", args=[opened.pk])
    assert "照原样抄" in client.post(page, {**TOLD, "old": "99户"}).content.decode()
    assert client.post(page, TOLD).status_code == 302
    shown = client.get(address).content.decode()
    assert "<del>12户</del>" in shown
    assert "<ins>十二户</ins>" in shown
    assert "数字写法不统一" in shown
