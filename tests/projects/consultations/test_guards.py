"""What the database refuses of a consultation by itself, step by step."""

import datetime

import pytest
from django.db.models import F
from django.utils import timezone

from projects.consultations import actions
from projects.consultations.models import (
    Display,
    Result,
    RollUnit,
    RollVoter,
)
from projects.models import Project

from .rows import NOW, insert, result_of, row

DAY = datetime.timedelta(days=1)


def test_consultation_starts_as_a_draft(vote, refused):
    with refused("consultations_consultation_starts_draft"):
        insert(vote, status="open", opens_at=NOW, closes_at=NOW + DAY)


def test_consultation_belongs_to_one_place(vote, refused):
    with refused("consultations_one_electorate"):
        insert(vote, building_group=None)
    with refused("consultations_one_electorate"):
        insert(vote, compound=vote.cast.east)


def test_consultation_says_plainly_what_it_asks(vote, refused):
    for field in ("question", "plain"):
        with refused("consultations_said_plainly"):
            insert(vote, **{field: ""})


def test_consultation_closes_after_it_opens(vote, refused):
    with refused("consultations_window_ordered"):
        insert(vote, opens_at=NOW, closes_at=NOW)


def test_annulled_says_why_and_when(vote, opened, refused):
    for values in ({}, {"annulled_at": NOW}, {"annul_reason": "错"}):
        with refused("consultations_annulled_with_reason"):
            row(opened).update(status="annulled", **values)


def test_consultation_is_replaced_once(vote, displayed, refused):
    actions.annul(consultation=displayed, reason="错", by=vote.first)
    fresh = actions.repeat(consultation=displayed, by=vote.first)
    with refused("consultations_replaced_once"):
        insert(vote, replaces=displayed)
    assert fresh.replaces_id == displayed.pk


def test_consultation_stays_in_its_community(vote, draft, refused):
    far = vote.cast.stair9
    with refused("consultations_consultation_building_group_id_home_insert"):
        insert(vote, building_group=far)
    with refused("consultations_consultation_building_group_id_home_update"):
        row(draft).update(building_group=far)
    with refused("consultations_consultation_compound_id_home_insert"):
        insert(vote, building_group=None, compound=vote.cast.far)
    with refused("consultations_consultation_compound_id_home_update"):
        row(draft).update(building_group=None, compound=vote.cast.far)


def test_consultation_takes_body_and_project_of_its_community(vote, draft, refused):
    from communities.models import Body

    body = Body.objects.create(community=vote.cast.there, kind="owners_committee", name="业委会")
    project = Project.objects.create(
        community=vote.cast.there, building_group=vote.cast.stair9, stage_since=datetime.date(2026, 1, 1)
    )
    with refused("consultations_consultation_body_id_home_insert"):
        insert(vote, building_group=None, body_id=body.pk)
    with refused("consultations_consultation_body_id_home_update"):
        row(draft).update(building_group=None, body_id=body.pk)
    with refused("consultations_consultation_project_id_home_insert"):
        insert(vote, project=project)
    with refused("consultations_consultation_project_id_home_update"):
        row(draft).update(project=project)


def test_consultation_replaces_one_of_its_community(vote, draft, refused):
    elsewhere = insert(vote, community=vote.cast.there, building_group=vote.cast.stair9)
    with refused("consultations_consultation_replaces_id_home_insert"):
        insert(vote, replaces=elsewhere)
    with refused("consultations_consultation_replaces_id_home_update"):
        row(draft).update(replaces=elsewhere)


def test_opened_consultation_has_everything(vote, draft, refused):
    RollVoter.objects.create(consultation=draft, owner_key="a", area_cm2=1)
    whole = {"status": "open", "rule_frozen": {}, "roll_heads": 1, "roll_area_cm2": 1, "roll_digest": "0" * 64}
    for lacking in ({"rule_frozen": None}, {"roll_digest": ""}, {"opens_at": None}):
        with refused("consultations_opened_is_whole"):
            row(draft).update(**{**whole, **lacking})


def test_totals_are_those_of_the_roll(vote, draft, refused):
    RollVoter.objects.create(consultation=draft, owner_key="a", area_cm2=5)
    whole = {"status": "open", "rule_frozen": {}, "roll_heads": 1, "roll_area_cm2": 5, "roll_digest": "0" * 64}
    for wrong in ({"roll_heads": 2}, {"roll_area_cm2": 6}):
        with refused("consultations_consultation_roll_whole"):
            row(draft).update(**{**whole, **wrong})
    voter = RollVoter.objects.get()
    RollUnit.objects.create(consultation=draft, voter=voter, unit=vote.units["101"], area_cm2=4)
    with refused("consultations_consultation_roll_whole"):
        row(draft).update(**whole)


def test_window_is_ahead_or_wholly_past(vote, draft, refused):
    RollVoter.objects.create(consultation=draft, owner_key="a", area_cm2=5)
    whole = {"status": "open", "rule_frozen": {}, "roll_heads": 1, "roll_area_cm2": 5, "roll_digest": "0" * 64}
    with refused("consultations_consultation_window"):
        row(draft).update(**whole, is_transcript=False)
    with refused("consultations_consultation_window"):
        row(draft).update(**whole, closes_at=NOW + DAY)


@pytest.mark.parametrize(
    "change",
    (
        {"question": "换一个问题"},
        {"closes_at": NOW + DAY},
        {"roll_area_cm2": 1},
        {"roll_heads": F("roll_heads") + 1},
        {"rule_frozen": {"code": "ORDINARY"}},
        {"is_transcript": False},
        {"scheme_text": "另一个方案"},
    ),
)
def test_opened_consultation_is_frozen(opened, refused, change):
    with refused("consultations_consultation_frozen"):
        row(opened).update(**change)


@pytest.mark.parametrize("status", ("draft", "displayed", "final", "nonsense"))
def test_steps_are_taken_in_order(opened, refused, status):
    with refused("consultations_consultation_moves"):
        row(opened).update(status=status)


def test_counted_never_goes_back(displayed, refused):
    for status in ("open", "counted", "draft"):
        with refused("consultations_consultation_moves"):
            row(displayed).update(status=status)


def test_annulled_stays_as_it_is(vote, displayed, refused):
    actions.annul(consultation=displayed, reason="错", by=vote.first)
    with refused("consultations_consultation_annulled_for_good"):
        row(displayed).update(annul_reason="另一个原因")


def test_counted_needs_a_result_of_these_very_ballots(vote, opened, refused):
    with refused("consultations_consultation_counted_whole"):
        row(opened).update(status="counted")
    vote.both(opened, "101")
    Result.objects.create(**result_of(opened, ballots=2, heads_agree=1))
    with refused("consultations_consultation_counted_whole"):
        row(opened).update(status="counted")


def test_counted_result_agrees_with_the_ballots(vote, opened, refused):
    vote.both(opened, "101")
    Result.objects.create(**result_of(opened, ballots=1, heads_agree=0, heads_disagree=1))
    with refused("consultations_consultation_counted_whole"):
        row(opened).update(status="counted")


def test_counted_leaves_no_paper_half_entered(opened, keyed, refused):
    with refused("consultations_consultation_settled"):
        row(opened).update(status="counted")


def test_counted_only_when_no_paper_may_come_in(vote, refused):
    live = vote.open_now()
    with refused("consultations_consultation_closed_in_time"):
        row(live).update(status="counted")


def test_displayed_only_with_a_display(vote, refused):
    consultation = vote.closed()
    with refused("consultations_consultation_displayed"):
        row(consultation).update(status="displayed")


def test_final_only_after_display_and_answers(vote, refused):
    consultation = vote.closed()
    past = timezone.localdate() - 9 * DAY
    vote.display(consultation)
    with refused("consultations_consultation_final_due"):
        row(consultation).update(status="final")
    again = vote.closed()
    vote.display(again, starts_on=past)
    actions.object_to(consultation=again, text="挡光", received_on=timezone.localdate(), by=vote.first)
    with refused("consultations_consultation_final_due"):
        row(again).update(status="final")


def test_opened_consultation_is_kept(opened, refused):
    with refused("consultations_consultation_no_delete"):
        row(opened)._raw_delete("default")


def test_result_is_counted_by_somebody(opened, refused):
    with refused("consultations_result_counted_by_somebody"):
        Result.objects.create(**result_of(opened, counted_by=None))


def display_of(consultation, **values):
    today = timezone.localdate()
    plain = {"number": 1, "starts_on": today, "days": 7, "ends_on": today + 7 * DAY, "started_at": timezone.now()}
    return Display.objects.create(consultation=consultation, **{**plain, **values})


@pytest.mark.parametrize("number", (1, 2))
def test_result_is_published_by_a_second_person(vote, refused, number):
    consultation = vote.closed()
    digest = consultation.result.digest
    for who in (vote.first, None):
        with refused("consultations_display_second_person"):
            display_of(consultation, started_by=who, digest=digest, number=number, reason="x")
    assert display_of(consultation, started_by=vote.second, digest=digest).pk


def test_published_count_is_the_one_that_was_checked(vote, refused):
    consultation = vote.closed()
    with refused("consultations_display_of_this_result"):
        display_of(consultation, started_by=vote.second, digest="0" * 64)
    assert Display.objects.count() == 0
