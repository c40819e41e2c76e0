"""Serials, voided papers, deliveries, and who has not handed in."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Membership
from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.models import Consultation, Delivery, Paper, RollUnit


def said(act, **values):
    with pytest.raises(Refused) as caught:
        act(**values)
    return str(caught.value)


def test_every_voter_gets_one_paper_and_a_second_run_prints_none(vote):
    consultation = vote.open()
    again = actions.print_papers(consultation=consultation, by=vote.first)
    assert [paper.number for paper in again] == [f"{n:04d}" for n in range(1, 13)]
    assert Paper.objects.count() == 12
    assert len({paper.token for paper in again}) == 12
    assert str(again[0]) == "票0001"


def test_token_never_reaches_the_journal(vote):
    vote.open()
    token = Paper.objects.first().token
    assert token not in str(list(Entry.objects.values("changes", "object_label")))
    assert Entry.objects.get(action="projects.consultation.print").changes["张数"] == [None, 12]


def test_reissuing_voids_the_old_serial(vote):
    consultation = vote.open()
    serial = vote.serial(consultation, "101")
    fresh = actions.reissue(consultation=consultation, code=serial, by=vote.first, reason="票被弄湿")
    old = Paper.objects.get(serial=serial)
    assert (fresh.serial, fresh.voter) == (13, old.voter)
    assert (old.voided_at is not None, old.void_reason) == (True, "票被弄湿")
    assert "已作废（票被弄湿）" in said(
        actions.reissue, consultation=consultation, code=serial, by=vote.first, reason="再换"
    )
    assert "请写换发的原因" in said(actions.reissue, consultation=consultation, code="13", by=vote.first, reason=" ")


def test_delivery_is_written_down_by_the_leader_of_the_stair(vote):
    consultation = vote.open_now()
    leader = vote.cast.leader
    Membership.objects.create(
        user=leader,
        community=vote.cast.here,
        building_group=vote.group,
        role="group_leader",
        starts_on=datetime.date(2020, 1, 1),
    )
    today = timezone.localdate()
    actions.record_delivery(
        consultation=consultation, code="1", channel="doorstep", on=today, carrier="12号楼组长", by=leader
    )
    delivery = Delivery.objects.get()
    assert (delivery.paper.serial, delivery.channel, delivery.on_day) == (1, "doorstep", today)
    assert str(delivery) == "票0001入户送达"


def test_delivery_that_cannot_be_is_refused(vote):
    consultation = vote.open_now()
    today = timezone.localdate()
    plain = {
        "consultation": consultation,
        "code": "1",
        "channel": "post",
        "on": today,
        "carrier": "居委会",
        "by": vote.first,
    }
    assert "送达日期" in said(actions.record_delivery, **{**plain, "on": today + datetime.timedelta(days=1)})
    assert "送达方式" in said(actions.record_delivery, **{**plain, "channel": "pigeon"})
    assert "职务" in said(actions.record_delivery, **{**plain, "carrier": ""})
    assert "不在您负责的范围内" in said(actions.record_delivery, **{**plain, "by": vote.cast.outsider})
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("code", ("99", "abc", "", "1" * 30, "0１a", "12#", "f" * 32, "\x00"))
def test_serial_that_is_none_is_refused(vote, code):
    consultation = vote.open()
    message = said(actions.reissue, consultation=consultation, code=code, by=vote.first, reason="换")
    assert "票号" in message
    assert Paper.objects.filter(voided_at__isnull=False).count() == 0


def test_paper_of_another_roll_is_refused(vote):
    one, two = vote.open(), vote.open()
    scanned = f"https://linli.example/c/ganquanyuan/votes/{one.pk}/#0001"
    message = said(actions.reissue, consultation=two, code=scanned, by=vote.first, reason="换")
    assert message == "这张票属于另一次征询，不能记在这里"
    assert actions.reissue(consultation=one, code=scanned, by=vote.first, reason="换").serial == 13


@pytest.mark.parametrize("written", ("０００２", "#0002", " 2 ", "{0}0002", "/c/east/votes/{1}/＃２"))
def test_serial_is_taken_as_typed_and_as_scanned(vote, written):
    """Full-width digits come from a Chinese keyboard, the address from the code on the paper."""
    consultation = vote.open()
    code = written.format(f"https://linli.example/c/east/votes/{consultation.pk}/#", consultation.pk)
    fresh = actions.reissue(consultation=consultation, code=code, by=vote.first, reason="换")
    assert fresh.serial == 13
    assert Paper.objects.get(voided_at__isnull=False).serial == 2


def test_paper_scanned_in_a_recount_is_the_same_sheet(vote):
    """It still carries the address of the consultation that was annulled; a sheet voided before is not taken."""
    first = vote.open()
    actions.reissue(consultation=first, code="1", by=vote.first, reason="写坏")
    vote.both(first, "101")
    actions.close(consultation=first, by=vote.first)
    again = actions.recount(consultation=first, reason="有业主要求", by=vote.first)
    address = f"https://linli.example/c/east/votes/{first.pk}/#"
    at = again.opens_at + datetime.timedelta(days=1)
    assert actions.hand_in(consultation=again, code=f"{address}0003", by=vote.first, at=at).serial == 3
    refused = said(actions.hand_in, consultation=again, code=f"{address}0001", by=vote.first, at=at)
    assert refused == "这张票属于另一次征询，不能记在这里"


@pytest.mark.parametrize("returned", (1, 3))
def test_not_returned_lists_flats_by_stair_and_floor(vote, returned, django_assert_num_queries):
    consultation = vote.open()
    for room in ("101", "202", "602")[:returned]:
        vote.key(consultation, room)
    with django_assert_num_queries(1):
        rows = [
            (str(row.unit.building_group), row.unit.room, row.voter.key)
            for row in RollUnit.objects.not_returned(consultation)
        ]
    assert len(rows) == 12 - returned
    assert rows[0][:2] == ("东村12号", "102")
    assert "101" not in [room for _, room, _ in rows]


def test_turnout_tells_heads_and_area_and_nothing_else(vote, django_assert_num_queries):
    consultation = vote.open()
    rows = Consultation.objects.with_turnout().values_list("heads_returned", "area_returned")
    assert rows.get() == (0, 0)
    vote.key(consultation, "101", "agree")
    vote.both(consultation, "102", "disagree")
    with django_assert_num_queries(1):
        assert rows.get() == (2, 543_600 + 610_800)
    vote.vote(consultation, agree="201 202 301 302 401 402")
    assert vote.draft().pk not in rows.filter(heads_returned__isnull=False).values_list("pk", flat=True)


def test_floors_tell_how_many_flats_handed_in(vote, django_assert_num_queries):
    consultation = vote.open()
    for room in ("101", "102", "602"):
        vote.key(consultation, room)
    with django_assert_num_queries(1):
        floors = RollUnit.objects.by_floor(consultation)
    assert floors == [(1, 2, 2), (2, 2, 0), (3, 2, 0), (4, 2, 0), (5, 2, 0), (6, 2, 1)]
    assert RollUnit.objects.by_floor(vote.open()) == [(floor, 2, 0) for floor in range(1, 7)]


def test_papers_are_printed_only_while_open(vote):
    assert "准备中" in said(actions.print_papers, consultation=vote.draft(), by=vote.first)
    closed = vote.closed()
    assert "已计票" in said(actions.print_papers, consultation=closed, by=vote.first)
    assert "已计票" in said(actions.reissue, consultation=closed, code="1", by=vote.first, reason="换")
