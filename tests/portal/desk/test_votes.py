"""今天要做 for votes: each line is counted from the tables and leads to the very rows."""

import datetime
import re

import pytest
from django.utils import timezone

from projects.consultations import actions
from tests.projects.consultations.conftest import Vote

DAY = datetime.timedelta(days=1)


@pytest.fixture
def vote(cast):
    return Vote(cast)


def told(client):
    """{what: words} of the lines on the front page that lead to votes."""
    page = client.get("/admin/").content.decode()
    link = r'href="/admin/projects/consultation/\?waiting=(\w+)"[^>]*>(.*?)</a>'
    return {what: re.sub(r"<[^>]+>|\s", "", text) for what, text in re.findall(link, page, re.DOTALL)}


def shown(client, what):
    page = client.get(f"/admin/projects/consultation/?waiting={what}").content.decode()
    return re.findall(r'href="/admin/projects/consultation/(\d+)/change/', page)


def test_votes_say_what_is_to_be_done_next(client, vote):
    client.force_login(vote.first)
    assert told(client) == {}
    over = vote.open()
    vote.key(over, "101")
    vote.key(over, "101", "disagree", by=vote.second)
    counted = vote.closed()
    past = vote.closed()
    vote.display(past, starts_on=timezone.localdate() - 9 * DAY)
    objection = actions.object_to(consultation=past, text="挡光", received_on=timezone.localdate(), by=vote.first)
    lines = told(client)
    assert set(lines) == {"count", "differing", "display", "answer", "finalise"}
    assert "1次征询已计票，要另一位同事核对后公示" in lines["display"]
    assert [shown(client, what) for what in ("count", "differing")] == [[str(over.pk)]] * 2
    assert shown(client, "display") == [str(counted.pk)]
    assert [shown(client, what) for what in ("answer", "finalise")] == [[str(past.pk)]] * 2
    actions.answer(objection=objection, outcome="explained", text="已测", by=vote.first)
    actions.finalise(consultation=past, by=vote.first)
    assert set(told(client)) == {"count", "differing", "display"}


def test_votes_of_other_communities_are_not_counted(client, vote):
    vote.closed()
    client.force_login(vote.cast.outsider)
    assert told(client) == {}
    assert shown(client, "display") == []


def test_vote_on_display_waits_for_nobody(client, vote):
    vote.displayed()
    client.force_login(vote.first)
    assert told(client) == {}
    assert client.get("/admin/projects/consultation/?waiting=nonsense").status_code == 200
