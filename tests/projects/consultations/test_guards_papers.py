"""What the database refuses of a roll, a paper, a reading, a ballot, a result and an objection."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from projects.consultations.models import (
    Ballot,
    Delivery,
    Display,
    Holiday,
    Keying,
    Objection,
    Paper,
    Result,
    RollUnit,
    RollVoter,
)

from .rows import NOW, copy, result_of

DAY = datetime.timedelta(days=1)


def test_roll_takes_each_owner_and_flat_once(vote, draft, refused):
    voter = RollVoter.objects.create(consultation=draft, owner_key="a", area_cm2=5)
    with refused("consultations_owner_one_head"):
        copy(voter, key="f" * 32)
    with refused("consultations_voter_key_once"):
        copy(voter, owner_key="b")
    with refused("consultations_voter_area_positive"):
        copy(voter, owner_key="b", key="f" * 32, area_cm2=0)
    unit = RollUnit.objects.create(consultation=draft, voter=voter, unit=vote.units["101"], area_cm2=4)
    with refused("consultations_unit_on_roll_once"):
        copy(unit)
    with refused("consultations_unit_area_positive"):
        copy(unit, unit_id=vote.units["102"].pk, area_cm2=0)
    with refused("consultations_rollunit_home"):
        copy(unit, unit_id=vote.units["102"].pk, consultation_id=vote.draft().pk)


def test_paper_is_issued_once_and_to_its_own_roll(vote, opened, refused):
    paper = vote.paper(opened, "101")
    with refused("consultations_serial_once"):
        copy(paper, token="f" * 32, voided_at=NOW, void_reason="x")
    with refused("consultations_token_once"):
        copy(paper, serial=90, voided_at=NOW, void_reason="x")
    with refused("consultations_one_live_paper"):
        copy(paper, serial=90, token="f" * 32)
    with refused("consultations_paper_home"):
        copy(paper, consultation_id=vote.open().pk, serial=90)


def test_paper_keeps_what_was_printed(vote, opened, refused):
    paper = Paper.objects.filter(pk=vote.paper(opened, "101").pk)
    for change in ({"serial": 90}, {"token": "f" * 32}, {"voter": vote.paper(opened, "102").voter}):
        with refused("consultations_paper_fixed"):
            paper.update(**change)
    with refused("consultations_paper_no_delete"):
        paper._raw_delete("default")
    with refused("consultations_serial_positive"):
        copy(paper.get(), serial=0, token="f" * 32, voided_at=NOW, void_reason="x")


def test_paper_is_voided_for_good_and_with_a_reason(vote, opened, refused):
    paper = Paper.objects.filter(pk=vote.paper(opened, "101").pk)
    with refused("consultations_void_has_reason"):
        paper.update(voided_at=NOW)
    with refused("consultations_void_has_reason"):
        paper.update(void_reason="湿了")
    paper.update(voided_at=NOW, void_reason="湿了")
    with refused("consultations_paper_voided_for_good"):
        paper.update(voided_at=None, void_reason="")
    with refused("consultations_paper_returned_in_time"):
        paper.update(returned_at=opened.opens_at)


def test_paper_comes_back_once_and_in_time(vote, opened, refused):
    paper = Paper.objects.filter(pk=vote.paper(opened, "101").pk)
    tick = datetime.timedelta(microseconds=1)
    for late in (opened.closes_at, opened.closes_at + tick, opened.opens_at - tick):
        with refused("consultations_paper_returned_in_time"):
            paper.update(returned_at=late)
    paper.update(returned_at=opened.closes_at - tick)
    with refused("consultations_paper_returned_in_time"):
        paper.update(returned_at=opened.opens_at)
    with refused("consultations_paper_issued_out_of_time"):
        copy(paper.get(), serial=90, token="f" * 32, voided_at=NOW, void_reason="x", returned_at=opened.closes_at)


def test_live_paper_comes_back_by_the_clock_of_the_database(vote, refused):
    """Whatever moment is written: before the window begins none can."""
    later = vote.open_now(opens_at=NOW + datetime.timedelta(hours=1))
    with refused("consultations_paper_returned_in_time"):
        Paper.objects.filter(pk=vote.paper(later, "101").pk).update(returned_at=later.opens_at)


def test_delivery_is_by_somebody(vote, opened, refused):
    with refused("consultations_delivery_by_somebody"):
        Delivery.objects.create(
            paper=vote.paper(opened, "101"), channel="post", on_day=NOW.date(), carrier="", recorded_at=NOW
        )


def test_reading_follows_the_turns(vote, opened, keyed, refused):
    with refused("consultations_turn_once"):
        copy(keyed, keyed_by_id=vote.second.pk)
    with refused("consultations_keying_two_clerks"):
        copy(keyed, turn=2)
    with refused("consultations_keying_in_turn"):
        copy(keyed, turn=3, reason="裁定", keyed_by_id=vote.second.pk)
    with refused("consultations_keying_revises_a_ballot"):
        copy(keyed, revision=2, reason="更正")
    with refused("consultations_keying_paper_returned"):
        copy(keyed, paper_id=vote.paper(opened, "102").pk)


def test_reading_after_the_ballot_is_a_new_revision(vote, opened, refused):
    keying = vote.both(opened, "101").keying
    with refused("consultations_keying_not_after_ballot"):
        copy(keying, turn=3, reason="裁定")


def test_reading_is_whole(vote, opened, keyed, refused):
    other = {"turn": 2, "keyed_by_id": vote.second.pk}
    with refused("consultations_three_turns"):
        copy(keyed, turn=0)
    with refused("consultations_keying_choice_known"):
        copy(keyed, **other, choice="maybe")
    with refused("consultations_phone_is_no_ballot"):
        copy(keyed, **other, channel="phone")
    with refused("consultations_agent_has_authority"):
        copy(keyed, **other, capacity="agent")
    with refused("consultations_co_owner_has_authority"):
        copy(keyed, **other, capacity="co_owner")
    for lacking in ({"witness": "楼组长"}, {"original": "扫描件1"}, {"flaw": "original"}):
        with refused("consultations_video_has_witness"):
            copy(keyed, **other, channel="video", **lacking)


def test_second_thought_has_a_reason(vote, opened, refused):
    keying = vote.both(opened, "101").keying
    with refused("consultations_second_thought_has_reason"):
        copy(keying, revision=2, turn=1)


def test_ballot_is_what_two_clerks_read(vote, opened, refused):
    ballot = vote.both(opened, "101", "agree")
    first = ballot.paper.keyings.get(turn=1)
    again = vote.key(opened, "101", "disagree", reason="更正").keying
    for keying in (first, again):
        with refused("consultations_ballot_as_keyed"):
            copy(ballot, revision=2, keying_id=keying.pk)
    second = copy(again, turn=2, keyed_by_id=vote.second.pk, choice="abstain")
    for choice in ("abstain", "disagree"):
        with refused("consultations_ballot_as_keyed"):
            copy(ballot, revision=2, keying_id=second.pk, choice=choice)
    third = copy(again, turn=3, reason="裁定")
    with refused("consultations_ballot_as_keyed"):
        copy(ballot, revision=2, keying_id=third.pk, choice="disagree", status="invalid")
    assert copy(ballot, revision=2, keying_id=third.pk, choice="disagree").pk


def test_voter_has_one_ballot_a_revision(vote, opened, refused):
    ballot = vote.both(opened, "101")
    vote.key(opened, "101", "disagree", reason="更正")
    keying = copy(vote.paper(opened, "101").keyings.last(), turn=2, keyed_by_id=vote.second.pk)
    values = {"keying_id": keying.pk, "choice": "disagree"}
    with refused("consultations_ballot_in_order"):
        copy(ballot, **values, revision=1)
    with refused("consultations_ballot_in_order"):
        copy(ballot, **values, revision=3)
    with refused("consultations_ballot_home"):
        copy(ballot, **values, revision=1, voter_id=vote.paper(opened, "102").voter_id)


def test_ballot_of_a_voided_paper_is_refused(vote, opened, refused):
    ballot = vote.both(opened, "101")
    vote.key(opened, "101", "disagree", reason="更正")
    keying = copy(ballot.paper.keyings.last(), turn=2, keyed_by_id=vote.second.pk)
    Paper.objects.filter(pk=ballot.paper_id).update(voided_at=NOW, void_reason="x")
    with refused("consultations_ballot_home"):
        copy(ballot, revision=2, keying_id=keying.pk, choice="disagree")


def test_result_adds_up(opened, refused):
    with refused("consultations_result_adds_up"):
        Result.objects.create(**result_of(opened, heads_agree=1))
    with refused("consultations_result_adds_up"):
        Result.objects.create(**result_of(opened, area_agree_cm2=-1))


def test_display_has_its_number_length_and_reason(displayed, refused):
    shown = Display.objects.get()
    with refused("consultations_display_once"):
        copy(shown)
    with refused("consultations_display_lasts"):
        copy(shown, number=2, reason="改", ends_on=shown.starts_on)
    with refused("consultations_redisplay_has_reason"):
        copy(shown, number=2)
    with refused("consultations_display_day_once"):
        copy(shown, number=2, reason="改")


def test_objection_and_answer_are_whole_and_stay(vote, displayed, refused):
    objection = Objection.objects.create(consultation=displayed, text="挡光", received_on=NOW.date())
    rows = Objection.objects.filter(pk=objection.pk)
    with refused("consultations_objection_says_something"):
        copy(objection, text="")
    with refused("consultations_objection_home"):
        copy(objection, voter_id=vote.open().voters.first().pk)
    with refused("consultations_objection_fixed"):
        rows.update(text="不挡光")
    with refused("consultations_answer_is_whole"):
        rows.update(answered_at=NOW, answer="解释")
    with refused("consultations_objection_no_delete"):
        rows._raw_delete("default")
    rows.update(answered_at=NOW, answer="解释", outcome="explained")
    with refused("consultations_objection_answered_once"):
        rows.update(answer="另一个解释")


def test_holiday_is_written_once(db, refused):
    Holiday.objects.create(day=datetime.date(2026, 10, 1), name="国庆节")
    with refused("consultations_holiday_once"):
        Holiday.objects.create(day=datetime.date(2026, 10, 1), name="中秋节")


def test_reading_of_a_keying_is_given_back(keyed):
    assert keyed.reading.choice == "agree"
    assert Keying.objects.get().status == "valid"
    assert Ballot.objects.count() == 0


def test_second_ballot_of_one_revision_is_refused_even_without_the_guard(vote, opened):
    """Two at once do not see each other: then ``consultations_one_ballot`` decides."""
    ballot = vote.both(opened, "101")
    vote.key(opened, "101", "disagree", reason="更正")
    keying = copy(vote.paper(opened, "101").keyings.last(), turn=2, keyed_by_id=vote.second.pk)
    suffix = " ON projects_ballot" if connection.vendor == "postgresql" else ""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER consultations_ballot_in_order{suffix}")
        with pytest.raises(IntegrityError, match=r"UNIQUE|consultations_one_ballot"), transaction.atomic():
            copy(ballot, keying_id=keying.pk, choice="disagree")
        transaction.set_rollback(True)
    assert Ballot.objects.count() == 1


def test_ballot_speaks_known_words(vote, opened):
    """``consultations_ballot_words_known`` stands behind the guard that compares with the readings."""
    keying = vote.both(opened, "101").keying
    constraint = {item.name: item for item in Ballot._meta.constraints}["consultations_ballot_words_known"]
    assert keying.choice == "agree"
    for words in ({"choice": "maybe", "status": "valid"}, {"choice": "agree", "status": "lost"}):
        with pytest.raises(ValidationError):
            constraint.validate(Ballot, Ballot(**words))
