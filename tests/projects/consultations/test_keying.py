"""Two clerks, blind to each other; agents, video, telephone and co-owners; corrections before the count."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.domain import Reading, Refused, commitment
from projects.consultations.models import Ballot, Consultation, Keying, Paper

AGREE = Reading(choice="agree", channel="on_site")


def refusal(act, *args, **values):
    """The refusal in words, after checking that nothing was kept."""
    before = (Keying.objects.count(), Ballot.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as caught:
        act(*args, **values)
    assert (Keying.objects.count(), Ballot.objects.count(), Entry.objects.count()) == before
    return str(caught.value)


def test_ballot_counts_once_two_clerks_read_it_alike(vote):
    consultation = vote.open()
    once = vote.key(consultation, "101", "agree")
    assert (once.ballot, once.differs, Ballot.objects.count()) == (None, False, 0)
    twice = vote.key(consultation, "101", "agree", by=vote.second)
    assert (twice.ballot.choice, twice.ballot.status, twice.ballot.revision) == ("agree", "valid", 1)
    assert twice.ballot.voter == vote.paper(consultation, "101").voter
    assert str(twice.keying) == "票0001第2遍录入"


def test_second_reading_by_the_same_clerk_is_refused(vote):
    consultation = vote.open()
    vote.key(consultation, "101")
    assert refusal(vote.key, consultation, "101") == "票0001的第一遍是您录入的，第二遍要由另一位录入"
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize(
    "other",
    (
        {"choice": "disagree"},
        {"channel": "post"},
        {"flaw": "unsigned"},
        {"capacity": "agent", "authority": "扫描件7"},
    ),
)
def test_readings_that_differ_wait_to_be_settled(vote, other):
    consultation = vote.open()
    vote.key(consultation, "101")
    second = vote.key(consultation, "101", by=vote.second, **other)
    assert second.differs
    assert Ballot.objects.count() == 0
    assert "两遍录入不一致" in refusal(vote.key, consultation, "101", by=vote.third)
    assert "0001" in refusal(actions.close, consultation=consultation, by=vote.first)


def settle(vote, consultation, room, choice="agree", reason="对照原票"):
    return actions.settle(
        consultation=consultation,
        code=vote.serial(consultation, room),
        reading=Reading(choice=choice, channel="on_site"),
        by=vote.third,
        reason=reason,
    )


def test_settled_reading_becomes_the_ballot(vote):
    consultation = vote.open()
    vote.key(consultation, "101", "agree")
    vote.key(consultation, "101", "disagree", by=vote.second)
    assert "裁定的理由" in refusal(settle, vote, consultation, "101", reason="")
    settled = settle(vote, consultation, "101", "disagree")
    assert (settled.keying.turn, settled.ballot.choice, settled.keying.reason) == (3, "disagree", "对照原票")
    assert "不用裁定" in refusal(settle, vote, consultation, "101")


def test_only_a_difference_can_be_settled(vote):
    consultation = vote.open()
    assert "不用裁定" in refusal(settle, vote, consultation, "101")
    vote.key(consultation, "101")
    assert "不用裁定" in refusal(settle, vote, consultation, "101")


@pytest.mark.parametrize(
    "reading, message",
    [
        ({"capacity": "agent"}, "代理人签的票要有书面委托书"),
        ({"capacity": "co_owner"}, "其他共有人的书面授权"),
        ({"channel": "phone"}, "电话里说的只算意向，不能算票"),
        ({"channel": "video", "original": "扫描件3"}, "见证人"),
        ({"channel": "video", "witness": "12号楼组长"}, "原件未到"),
        ({"choice": ""}, "请选同意、不同意或弃权"),
        ({"choice": "maybe"}, "请选同意、不同意或弃权"),
        ({"channel": "pigeon"}, "不在选项里"),
        ({"flaw": "ugly"}, "不在选项里"),
        ({"authority": "长" * 81, "capacity": "agent"}, "太长"),
    ],
)
def test_reading_that_cannot_count_is_refused_with_what_to_do(vote, reading, message):
    consultation = vote.open()
    assert message in refusal(vote.key, consultation, "101", **reading)
    assert vote.paper(consultation, "101").returned_at is None


@pytest.mark.parametrize(
    "reading, status",
    [
        ({"capacity": "agent", "authority": "扫描件7"}, "valid"),
        ({"capacity": "co_owner", "authority": "扫描件8"}, "valid"),
        ({"capacity": "co_owner", "flaw": "co_owners"}, "pending"),
        ({"channel": "video", "witness": "12号楼组长", "flaw": "original"}, "pending"),
        ({"channel": "video", "witness": "12号楼组长", "original": "扫描件9"}, "valid"),
        ({"flaw": "unsigned"}, "invalid"),
        ({"choice": "abstain", "flaw": "several_ticks"}, "invalid"),
    ],
)
def test_how_a_paper_was_signed_decides_whether_it_counts(vote, reading, status):
    consultation = vote.open()
    ballot = vote.both(consultation, "101", **reading)
    assert ballot.status == status
    heads, areas = Ballot.objects.tally(consultation)
    assert (heads.took_part, areas.took_part) == ((1, 543_600) if status == "valid" else (0, 0))


def test_co_owners_who_agree_at_last_are_read_again_with_a_reason(vote):
    consultation = vote.open()
    vote.both(consultation, "101", "agree", capacity="co_owner", flaw="co_owners")
    assert "请写明理由" in refusal(vote.key, consultation, "101", "agree")
    vote.key(consultation, "101", "agree", reason="共有人已补签")
    assert Ballot.objects.current().get().status == "pending"
    ballot = vote.key(consultation, "101", "agree", by=vote.second).ballot
    assert (ballot.revision, ballot.status, ballot.keying.reason) == (2, "valid", "共有人已补签")
    assert Ballot.objects.tally(consultation)[0].agree == 1
    assert Ballot.objects.count() == 2


def test_correction_begun_and_not_finished_keeps_the_count_waiting(vote):
    consultation = vote.open()
    vote.both(consultation, "101")
    vote.key(consultation, "101", "disagree", reason="看错了")
    assert "还有1张票" in refusal(actions.close, consultation=consultation, by=vote.first)
    assert consultation.status == "open"


def test_voter_who_changes_mind_gets_a_new_paper_and_the_old_ballot_stands_until_then(vote):
    consultation = vote.open()
    vote.both(consultation, "101", "agree")
    old = vote.serial(consultation, "101")
    actions.reissue(consultation=consultation, code=old, by=vote.first, reason="业主改变意见")
    assert Ballot.objects.tally(consultation)[0].agree == 1
    ballot = vote.both(consultation, "101", "disagree")
    assert (ballot.revision, ballot.paper.serial) == (2, 13)
    heads, _ = Ballot.objects.tally(consultation)
    assert (heads.agree, heads.disagree) == (0, 1)


def test_voided_serial_is_refused(vote):
    consultation = vote.open()
    actions.reissue(consultation=consultation, code="1", by=vote.first, reason="遗失")
    message = refusal(actions.key_ballot, consultation=consultation, code="1", reading=AGREE, by=vote.first)
    assert message == "票0001已作废（遗失），请用换发的新票"


def test_paper_of_another_roll_is_refused(vote):
    one, two = vote.open(), vote.open()
    scanned = f"https://linli.example/c/jia/votes/{one.pk}/#{vote.serial(one, '101')}"
    message = refusal(actions.key_ballot, consultation=two, code=scanned, reading=AGREE, by=vote.first)
    assert message == "这张票属于另一次征询，不能记在这里"


def test_reading_needs_an_account_and_the_right_to_key(vote):
    consultation = vote.open()
    at = consultation.opens_at
    plain = {"consultation": consultation, "code": "1", "reading": AGREE, "at": at}
    assert refusal(actions.key_ballot, **plain, by=None) == "录入要有录入人的账号"
    assert refusal(actions.key_ballot, **plain, by=vote.cast.leader) == "您的账号没有这项权限"
    assert refusal(actions.key_ballot, **plain, by=vote.cast.outsider) == "这次征询不在您负责的范围内"


def test_journal_holds_the_commitment_and_not_the_choice(vote):
    consultation = vote.open()
    ballot = vote.both(consultation, "101", "disagree")
    entry = Entry.objects.get(action="projects.ballot.record")
    assert entry.changes == {"commitment": [None, ballot.commitment]}
    said = {"voter": ballot.voter.key, "revision": 1, "choice": "disagree", "status": "valid"}
    assert ballot.commitment == commitment(ballot.nonce, said)
    assert ballot.commitment != commitment(ballot.nonce, {**said, "choice": "agree"})
    told = str(list(Entry.objects.filter(action__startswith="projects.").values("action", "changes", "object_label")))
    assert "disagree" not in told.replace("开始", "")
    assert "不同意" not in told
    assert list(Entry.objects.all().faults()) == []


def test_hand_in_is_written_down_once(vote):
    consultation = vote.open_now()
    paper = actions.hand_in(consultation=consultation, code="1", by=vote.first)
    assert abs(paper.returned_at - timezone.now()) < datetime.timedelta(seconds=5)
    assert "已登记交回" in refusal(actions.hand_in, consultation=consultation, code="1", by=vote.first)
    at = timezone.now() - datetime.timedelta(days=3)
    assert "由系统登记" in refusal(actions.hand_in, consultation=consultation, code="2", by=vote.first, at=at)
    assert Paper.objects.filter(returned_at__isnull=False).count() == 1


def test_transcript_asks_when_each_paper_came_back(vote):
    consultation = vote.open()
    hand_in = {"act": actions.hand_in, "consultation": consultation, "code": "1", "by": vote.first}
    assert "当时交回的时间" in refusal(**hand_in)
    assert "不在收票时间里" in refusal(**hand_in, at=consultation.closes_at)
    assert "不在收票时间里" in refusal(**hand_in, at=consultation.opens_at - datetime.timedelta(microseconds=1))
    last = consultation.closes_at - datetime.timedelta(microseconds=1)
    assert actions.hand_in(consultation=consultation, code="1", by=vote.first, at=last).returned_at == last


def test_paper_not_yet_handed_in_before_the_vote_begins_is_refused(vote):
    later = timezone.now() + datetime.timedelta(hours=1)
    consultation = vote.open_now(opens_at=later)
    assert "不在收票时间里" in refusal(vote.key, consultation, "101")
    assert Consultation.objects.get().status == "open"


def test_paper_handed_in_before_closing_may_be_keyed_after_it(vote):
    """The clock judges the hand-in; reading a heap of papers takes longer."""
    closes_at = timezone.now() + datetime.timedelta(seconds=1.2)
    consultation = vote.open_now(closes_at=closes_at)
    actions.hand_in(consultation=consultation, code=vote.serial(consultation, "101"), by=vote.first)
    with connection.cursor() as cursor:
        wait = "SELECT pg_sleep(1.3)" if connection.vendor == "postgresql" else "SELECT 1"
        cursor.execute(wait)
    while timezone.now() < closes_at:
        pass
    assert "不在收票时间里" in refusal(vote.key, consultation, "102")
    assert vote.both(consultation, "101").status == "valid"


def test_eighteen_papers_cost_the_same_queries_each(vote, django_assert_max_num_queries):
    consultation = vote.open()
    for room in ("101", "102", "201"):
        with django_assert_max_num_queries(26):
            vote.key(consultation, room)
        with django_assert_max_num_queries(32):
            vote.key(consultation, room, by=vote.second)
    assert Ballot.objects.count() == 3
