"""The count through the database equals the count of the exported record, for all seven worked examples."""

import json

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.domain import Refused, differing
from projects.consultations.domain import recount as recount_file
from projects.consultations.models import Ballot, Result

from .conftest import make_rule


def published(consultation):
    """The record as a file, re-counted: returns what the count says after checking what was published."""
    record = json.loads(json.dumps(actions.record_of(consultation), ensure_ascii=False))
    counted = recount_file(record)
    assert differing(record["published"], counted) == []
    assert record["published"]["digest"] == counted["digest"] == consultation.result.digest
    return counted


def met(counted):
    return [test["met"] for test in counted["tests"]]


@pytest.mark.parametrize(
    "votes, passed, tests, percents",
    [
        (
            {"agree": "101 201 102 202 302 402", "disagree": "301 401"},
            True,
            [True, True, True, True],
            ["66.66", "66.66", "76.45", "75.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202", "disagree": "302 402"},
            False,
            [True, True, False, True],
            ["66.66", "66.66", "73.54", "75.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302"},
            False,
            [False, False, True, True],
            ["57.84", "58.33", "100.00", "100.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302", "disagree": "402 502"},
            True,
            [True, True, True, True],
            ["75.48", "75.00", "76.63", "77.77"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302 402", "disagree": "501", "abstain": "601 502 602"},
            False,
            [True, True, False, False],
            ["100.00", "100.00", "66.66", "66.66"],
        ),
    ],
    ids=["1-edges", "2-area-alone", "3-no-quorum", "4-three-silent", "5-abstentions"],
)
def test_worked_example_counts_the_same_in_the_database_and_from_the_record(vote, votes, passed, tests, percents):
    consultation = vote.closed(**{"disagree": "", **votes})
    counted = published(consultation)
    assert consultation.result.passed is passed
    assert (met(counted), [test["percent"] for test in counted["tests"]]) == (tests, percents)
    assert consultation.status == "counted"
    assert counted["areas"]["roll"] == "692.64"


def refusal(act, **values):
    before = (Result.objects.count(), Ballot.objects.count())
    with pytest.raises(Refused) as caught:
        act(**values)
    assert (Result.objects.count(), Ballot.objects.count()) == before
    return str(caught.value)


def test_example_6_owner_of_two_flats_is_one_head(vote):
    vote.hand_over("402", vote.owners["401"])
    seven, eight = vote.open(), vote.open()
    rooms = "401 101 201 301 102 202 302"
    vote.vote(seven, agree=rooms)
    vote.vote(eight, agree=f"{rooms} 501")
    for consultation in (seven, eight):
        actions.close(consultation=consultation, by=vote.first)
        consultation.refresh_from_db()
    assert [published(item)["heads"]["roll"] for item in (seven, eight)] == [11, 11]
    assert met(published(seven))[1] is False
    assert met(published(eight))[1] is True
    assert published(seven)["areas"]["agree"] == "461.76"


def test_example_7_a_tie_fails(vote):
    vote.rule = make_rule("ORDINARY", electorate="sharers", area_consent=">1/2", head_consent=">1/2")
    consultation = vote.closed(agree="101 201 301 102 202 302", disagree="401 501 601 402 502 602")
    counted = published(consultation)
    assert (consultation.result.passed, met(counted)) == (False, [True, True, False, False])
    assert counted["tests"][3]["percent"] == "50.00"


def test_result_keeps_sums_channels_and_what_was_set_aside(vote):
    consultation = vote.open()
    vote.vote(consultation, agree="101 102", disagree="201")
    vote.both(consultation, "202", "agree", channel="post")
    vote.both(consultation, "301", "agree", flaw="unsigned")
    vote.both(consultation, "302", "agree", capacity="co_owner", flaw="co_owners")
    result = actions.close(consultation=consultation, by=vote.first)
    assert (result.heads_agree, result.heads_disagree, result.heads_abstain, result.ballots) == (3, 1, 0, 6)
    assert result.area_agree_cm2 == 543_600 + 2 * 610_800
    assert result.channels == {"on_site": 5, "post": 1}
    assert result.set_aside == {"invalid": 1, "pending": 1}
    assert published(consultation)["heads"]["took_part"] == 4


def test_record_names_nobody_and_no_room(vote):
    consultation = vote.closed()
    text = json.dumps(actions.record_of(consultation), ensure_ascii=False)
    assert all(owner.key not in text for owner in vote.owners.values())
    assert "室" not in text
    assert all(voter.key in text for voter in consultation.voters.all())


def test_record_of_an_open_vote_has_nothing_published(vote):
    consultation = vote.open()
    assert "published" not in actions.record_of(consultation)
    assert consultation.has_result is False


def test_close_is_an_entry_with_count_and_digest(vote):
    consultation = vote.closed()
    entry = Entry.objects.get(action="projects.consultation.close")
    assert entry.changes["表决记录摘要"] == [None, consultation.result.digest]
    assert entry.changes["票的记录条数"] == [None, 8]
    assert list(Entry.objects.all().faults()) == []


def test_unfinished_entry_keeps_the_count_waiting(vote):
    consultation = vote.open()
    vote.key(consultation, "102")
    assert refusal(actions.close, consultation=consultation, by=vote.first) == (
        "还有1张票只录了一遍或两遍不一致，先录完或裁定：0002"
    )
    vote.key(consultation, "102", by=vote.second)
    assert actions.close(consultation=consultation, by=vote.first).ballots == 1


def test_paper_that_was_voided_keeps_nothing_waiting(vote):
    consultation = vote.open()
    vote.key(consultation, "102")
    actions.reissue(consultation=consultation, code="2", by=vote.first, reason="业主重签")
    assert actions.close(consultation=consultation, by=vote.first).ballots == 0


def test_vote_is_not_counted_while_papers_may_come_in(vote):
    consultation = vote.open_now()
    vote.vote(consultation, agree="101 102")
    assert "还没到截止时间" in refusal(actions.close, consultation=consultation, by=vote.first)
    vote.vote(consultation, agree="201 202 301 302 401 402 501 502 601 602")
    result = actions.close(consultation=consultation, by=vote.first)
    assert (result.passed, result.heads.took_part, result.areas.agree) == (True, 12, 6_926_400)


def test_closing_twice_or_a_draft_is_refused(vote):
    consultation = vote.closed()
    assert refusal(actions.close, consultation=consultation, by=vote.first) == "这次征询已经计票，结果不能再改"
    assert "准备中" in refusal(actions.close, consultation=vote.draft(), by=vote.first)
    assert str(consultation.result) == f"第{consultation.pk}号征询的结果"


def test_nothing_can_be_keyed_once_counted(vote):
    consultation = vote.closed()
    with pytest.raises(Refused, match="已经计票，票不能再录入或改动"):
        vote.key(consultation, "602")
    with pytest.raises(Refused, match="已经计票"):
        actions.hand_in(consultation=consultation, code="12", by=vote.first, at=consultation.opens_at)
    assert Ballot.objects.count() == 8


def test_count_that_differs_from_the_record_is_never_written(vote, monkeypatch):
    consultation = vote.open()
    vote.vote(consultation, agree="101")
    monkeypatch.setattr("projects.consultations.domain.recount", lambda record: {"outcome": "passed", "digest": ""})
    with pytest.raises(RuntimeError, match="does not count as the database does"):
        actions.close(consultation=consultation, by=vote.first)
    consultation.refresh_from_db()
    assert (consultation.status, Result.objects.count()) == ("open", 0)


def test_close_whose_journal_fails_closes_nothing(vote, monkeypatch):
    consultation = vote.open()

    def broken(**_):
        raise RuntimeError("no journal")

    monkeypatch.setattr("communities.journal.actions.record", broken)
    with pytest.raises(RuntimeError, match="no journal"):
        actions.close(consultation=consultation, by=vote.first)
    consultation.refresh_from_db()
    assert (consultation.status, Result.objects.count()) == ("open", 0)


def test_tally_and_record_cost_the_same_for_any_number_of_ballots(vote, django_assert_num_queries):
    consultation = vote.open()
    for rooms in ("101", "102 201 202"):
        vote.vote(consultation, agree=rooms)
        with django_assert_num_queries(1):
            heads, _ = Ballot.objects.tally(consultation)
        with django_assert_num_queries(4):
            assert len(actions.record_of(consultation)["ballots"]) == heads.agree


def silent_vote(vote, **values):
    """Five of twelve agree, one does not; five more papers were brought and never came back, one was not brought."""
    consultation = vote.open(**values)
    brought = "101 102 201 202 301 302 401 402 501 502 601"
    for room in brought.split():
        actions.record_delivery(
            consultation=consultation,
            code=vote.serial(consultation, room),
            channel="post",
            on=timezone.localdate(consultation.opens_at),
            carrier="居委会",
            by=vote.first,
        )
    vote.vote(consultation, agree="101 102 201 202 301", disagree="302")
    actions.close(consultation=consultation, by=vote.first)
    consultation.refresh_from_db()
    return consultation


def test_what_was_not_returned_counts_for_nothing_by_default(vote):
    counted = published(silent_vote(vote))
    assert counted["heads"] == {"roll": 12, "took_part": 6, "agree": 5, "disagree": 1, "abstain": 0}
    assert counted["tests"][3]["denominator"] == "6"


def test_silence_follows_the_majority_only_by_a_clause_and_never_makes_a_quorum(vote):
    consultation = silent_vote(vote, silence_clause="议事规则第12条")
    counted = published(consultation)
    assert counted["heads"]["silent"] == 5
    assert (counted["tests"][3]["numerator"], counted["tests"][3]["denominator"]) == ("10", "11")
    assert (met(counted), consultation.result.passed) == ([False, False, True, True], False)
    assert actions.record_of(consultation)["rule"]["silence"] == "议事规则第12条"
