"""The stairs floor by floor while papers come in: who voted by number, never how, and nothing once it is over."""

import datetime
import re

import pytest
from django.utils import timezone

from projects.consultations import actions
from tests.projects.consultations.conftest import make_rule


def page_of(client, consultation):
    return client.get(f"/c/jia/votes/{consultation.pk}/")


def drawn(reply):
    """[(filled cells, dashed cells)] from the top, and the words beside them."""
    table = reply.content.decode().partition("每层有几户已表态")[2].partition("</table>")[0]
    shapes = [(svg.count("fill-brand"), svg.count("waits")) for svg in table.split("<svg")[1:]]
    return shapes, re.findall(r"已表态(\d+)户，未表态(\d+)户", table), re.findall(r'scope="row">([^<]+)<', table)


def test_every_floor_shows_how_many_voted_filled_first(client, vote):
    opened = vote.open_now()
    for room, choice in (("102", "disagree"), ("302", "agree"), ("601", "agree"), ("602", "abstain")):
        vote.both(opened, room, choice)
    reply = page_of(client, opened)
    shapes, words, floors = drawn(reply)
    assert floors == ["第6层", "第5层", "第4层", "第3层", "第2层", "第1层"]
    assert shapes == [(2, 0), (0, 2), (0, 2), (1, 1), (0, 2), (1, 1)]
    assert [(int(done), int(waits)) for done, waits in words] == shapes
    html = reply.content.decode()
    third, first = (svg for svg in html.split('<svg class="facade"')[1:] if svg.count("fill-brand") == 1)
    assert third.partition("</svg>")[0] == first.partition("</svg>")[0]
    assert not re.search(r"\b(102|302|601|602)\b", html.partition("<main")[2])


def test_page_is_the_same_however_the_floors_voted(client, vote):
    pages = []
    for choices in (("agree", "agree"), ("disagree", "abstain")):
        opened = vote.open_now(closes_at=timezone.now() + datetime.timedelta(days=10))
        for room, choice in zip(("101", "602"), choices, strict=True):
            vote.both(opened, room, choice)
        pages.append(drawn(page_of(client, opened)))
    assert pages[0] == pages[1]
    assert pages[0][0] == [(1, 1), (0, 2), (0, 2), (0, 2), (0, 2), (1, 1)]


def test_flat_alone_on_its_floor_stands_with_its_neighbours(client, vote):
    vote.add_flat("701", 7, 543_600)
    opened = vote.open_now()
    vote.both(opened, "701", "agree")
    shapes, _, floors = drawn(page_of(client, opened))
    assert floors[0] == "第6～7层"
    assert shapes[0] == (1, 2)


def test_owner_of_two_flats_fills_both_and_is_one_head(client, vote, text):
    vote.hand_over("601", vote.owners["101"])
    opened = vote.open_now()
    vote.both(opened, "101", "agree")
    shapes, _, _ = drawn(page_of(client, opened))
    assert (shapes[0], shapes[-1]) == ((1, 1), (1, 1))
    assert "已交回1人，全体11人" in text(page_of(client, opened))


def test_nothing_of_it_stays_when_the_vote_is_over(client, vote, text):
    finished = vote.open()
    vote.vote(finished, agree="101 201")
    assert "每层有几户" not in text(page_of(client, finished))
    assert "已交回2人" in text(page_of(client, finished))
    actions.close(consultation=finished, by=vote.first)
    assert "每层有几户" not in text(page_of(client, finished))
    annulled = vote.open_now()
    actions.annul(consultation=annulled, reason="方案改了", by=vote.first)
    assert "每层有几户" not in text(page_of(client, annulled))


def test_other_electorates_have_none(client, vote, text):
    vote.rule = make_rule("RESIDENTS_MEETING", electorate="residents", area_quorum="", area_consent="")
    opened = vote.open_now()
    page = text(page_of(client, opened))
    assert "每层有几户" not in page
    assert "参与人数还差8人。" in page


def test_quorum_reached_says_so_and_tells_nothing_more(client, vote, text):
    opened = vote.open_now()
    for room in ["101", "102", "201", "202", "301", "302", "401", "402"]:
        vote.both(opened, room, "disagree")
    page = text(page_of(client, opened))
    assert "参加的已经够了。同意的够不够，要等计票。" in page
    assert "还差" not in page


@pytest.mark.parametrize("returned", [1, 12])
def test_open_page_asks_as_often_for_one_voter_and_for_all(cold, vote, returned):
    opened = vote.open_now()
    for room in list(vote.units)[:returned]:
        vote.both(opened, room, "agree")
    assert cold(f"/c/jia/votes/{opened.pk}/")[1] == 4
    assert cold("/c/jia/b/12/vote/")[1] == 4


def test_english_facade_says_the_same(client, vote):
    opened = vote.open_now()
    vote.both(opened, "601", "agree")
    page = client.get(f"/en/c/jia/votes/{opened.pk}/").content.decode()
    assert "Floor 6" in page
    assert "1 voted, 1 not yet" in page
    assert "7 more people must take part" in page
