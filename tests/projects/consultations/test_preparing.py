"""A draft, and what opening freezes: the rule, and a roll built from the register."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Committee, Owner, Ownership, Post, Unit, Volunteer
from projects.consultations import actions
from projects.consultations.domain import Refused, canonical_digest
from projects.consultations.models import Consultation, RollUnit, RollVoter
from projects.models import Project

from .conftest import make_rule

NOW = timezone.now()


def heads(consultation):
    rows = RollVoter.objects.filter(consultation=consultation)
    return sorted(rows.values_list("area_cm2", flat=True))


def refusal(act, **values):
    before = (Consultation.objects.count(), RollVoter.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as caught:
        act(**values)
    assert (Consultation.objects.count(), RollVoter.objects.count(), Entry.objects.count()) == before
    return caught.value.messages


def test_opening_freezes_the_roll_with_totals_and_digest(vote):
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    assert (consultation.status, consultation.roll_heads, consultation.roll_area_cm2) == ("open", 12, 6_926_400)
    assert heads(consultation) == [543_600] * 6 + [610_800] * 6
    assert consultation.roll_digest == canonical_digest(actions.record_of(consultation)["roll"])
    assert RollUnit.objects.filter(consultation=consultation).count() == 12


def test_opening_freezes_the_rule_as_it_was(vote):
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    vote.rule.area_consent = ">1/2"
    vote.rule.save()
    consultation.refresh_from_db()
    assert consultation.rule_frozen["area_consent"] == ">=3/4"
    assert consultation.rule_frozen["citation"] == "沪建房管联〔2020〕801号"
    assert "consent_base" not in consultation.rule_frozen


def test_register_changed_after_opening_changes_nothing_on_the_roll(vote):
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    Unit.objects.filter(pk=vote.units["101"].pk).update(area_cm2=999_900)
    vote.hand_over("102", vote.owners["101"])
    assert heads(consultation) == [543_600] * 6 + [610_800] * 6
    assert consultation.roll_digest == canonical_digest(actions.record_of(consultation)["roll"])


def test_owner_of_two_flats_is_one_head_with_summed_area(vote):
    vote.hand_over("402", vote.owners["401"])
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    assert (consultation.roll_heads, consultation.roll_area_cm2) == (11, 6_926_400)
    assert heads(consultation)[-1] == 543_600 + 610_800


def test_unsold_flats_of_the_developer_are_one_head(vote):
    for room in ("501", "601"):
        developer = Owner.objects.create(
            community=vote.cast.here, kind="developer", expires_on=datetime.date(2030, 1, 1)
        )
        vote.hand_over(room, developer)
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    assert consultation.roll_heads == 11
    assert heads(consultation)[-1] == 2 * 543_600


def test_co_owner_and_tenant_add_no_head(vote):
    for room, role in (("101", "co_owner"), ("102", "tenant"), ("201", "agent")):
        other = Owner.objects.create(community=vote.cast.here, expires_on=datetime.date(2030, 1, 1))
        Ownership.objects.create(unit=vote.units[room], owner=other, role=role)
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    assert consultation.roll_heads == 12
    assert consultation.roll_area_cm2 == 6_926_400


def test_owner_is_the_one_on_the_day_of_opening(vote):
    tie = Ownership.objects.get(unit=vote.units["101"])
    tie.until = timezone.localdate() - datetime.timedelta(days=5)
    tie.save()
    buyer = Owner.objects.create(community=vote.cast.here, expires_on=datetime.date(2030, 1, 1))
    Ownership.objects.create(unit=vote.units["101"], owner=buyer, since=tie.until)
    then = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    closes_at = NOW + datetime.timedelta(days=9)
    now = vote.open_now(closes_at=closes_at)
    assert then.voters.filter(owner_key=vote.owners["101"].key).exists()
    assert not now.voters.filter(owner_key=vote.owners["101"].key).exists()
    assert now.voters.filter(owner_key=buyer.key).exists()


def test_flats_that_lack_something_block_opening_and_are_named(vote):
    Unit.objects.filter(pk=vote.units["101"].pk).update(floor=None)
    Unit.objects.filter(pk=vote.units["202"].pk).update(area_cm2=None)
    Ownership.objects.filter(unit=vote.units["302"]).delete()
    messages = refusal(actions.open_consultation, consultation=vote.draft(), by=vote.first)
    assert sorted(messages) == [
        "东村12号101室：缺楼层",
        "东村12号202室：缺建筑面积",
        "东村12号302室：缺业主",
    ]
    assert Consultation.objects.get().status == "draft"


def test_stair_without_flats_cannot_open(vote):
    draft = vote.draft(building_group=vote.cast.stair2)
    assert refusal(actions.open_consultation, consultation=draft, by=vote.first) == [
        "这个范围里没有登记任何一室，请先导入名册"
    ]
    assert draft.status == "draft"


def test_opening_twice_is_refused(vote):
    consultation = actions.open_consultation(consultation=vote.draft(), by=vote.first)
    messages = refusal(actions.open_consultation, consultation=consultation, by=vote.first)
    assert messages == ["这次征询已经开始，名册和规则已定，不能再开始一次"]
    assert consultation.voters.count() == 12


@pytest.mark.parametrize(
    "window, message",
    [
        ({"opens_at": NOW - datetime.timedelta(days=2)}, "开始日期不能早于今天；已在纸上完成的表决请选“补录”"),
        ({"opens_at": None, "closes_at": NOW - datetime.timedelta(days=1)}, "截止时间要晚于开始时间"),
        ({"opens_at": None, "closes_at": None}, "请填截止时间"),
        ({"is_transcript": True}, "补录只用于已在纸上完成的表决：截止时间要在现在之前"),
    ],
)
def test_window_that_cannot_be_is_refused(vote, window, message):
    closes_at = NOW + datetime.timedelta(days=5)
    draft = vote.draft(**{"opens_at": None, "closes_at": closes_at, "is_transcript": False, **window})
    assert refusal(actions.open_consultation, consultation=draft, by=vote.first) == [message]
    assert Consultation.objects.get().status == "draft"


def test_draft_without_its_plain_sentence_is_refused(vote):
    messages = refusal(vote.draft, plain="")
    assert [message.partition("：")[0] for message in messages] == ["一句话看懂"]
    assert Consultation.objects.count() == 0


def test_place_must_be_the_one_the_rule_asks_for(vote):
    assert refusal(vote.draft, building_group=None, compound=vote.cast.east) == ["“加装电梯意见征询”要选楼组，只选一个"]
    assert refusal(vote.draft, compound=vote.cast.east) == ["“加装电梯意见征询”要选楼组，只选一个"]
    assert refusal(vote.draft, building_group=vote.cast.stair9) == ["所选的范围不在这个居民区"]
    project = Project.objects.create(
        community=vote.cast.here, building_group=vote.cast.stair1, stage_since=datetime.date(2026, 1, 1)
    )
    assert refusal(vote.draft, project=project) == ["所选的项目不是这个楼组的"]


def test_compound_roll_takes_every_stair_of_it(vote):
    rule = make_rule("COMMON_LAND", electorate="compound", area_consent=">1/2", head_consent=">1/2")
    draft = vote.draft(rule=rule, building_group=None, compound=vote.cast.east)
    consultation = actions.open_consultation(consultation=draft, by=vote.first)
    assert consultation.roll_heads == 12 + 2
    assert consultation.rule_frozen["code"] == "COMMON_LAND"


def test_sharers_are_the_flats_named_and_no_others(vote):
    rule = make_rule("PARTIAL_COMMON", electorate="sharers", area_consent=">1/2", head_consent=">1/2")
    shared = [vote.units["101"], vote.units["201"]]
    consultation = actions.open_consultation(consultation=vote.draft(rule=rule), by=vote.first, units=shared)
    assert (consultation.roll_heads, consultation.roll_area_cm2) == (2, 1_087_200)
    far = [vote.cast.units["1", "101"]]
    assert refusal(actions.open_consultation, consultation=vote.draft(rule=rule), by=vote.first, units=far) == [
        "所选的室不都在这个范围里"
    ]
    assert refusal(actions.open_consultation, consultation=vote.draft(), by=vote.first, units=shared) == [
        "这条规则由范围内全体业主表决，不能只选一部分室"
    ]


def test_committee_counts_its_members(vote):
    rule = make_rule(
        "COMMITTEE", electorate="committee", area_quorum="", area_consent="", head_quorum=">1/2", head_consent=">1/2"
    )
    rule.consent_of_roll = True
    rule.save()
    body = Committee.objects.create(community=vote.cast.here, kind="owners_committee", name="业委会")
    draft = vote.draft(rule=rule, building_group=None, body=body)
    assert refusal(actions.open_consultation, consultation=draft, by=vote.first) == [
        "这个业委会没有登记在任委员，请先在“职务与任期”里登记"
    ]
    for number in range(3):
        member = Volunteer.objects.create(
            community=vote.cast.here, tier="core_party_member", expires_on=datetime.date(2030, 1, 1)
        )
        Post.objects.create(
            community=vote.cast.here,
            body=body,
            title=f"委员{number}",
            volunteer=member,
            starts_on=datetime.date(2020, 1, 1),
        )
    consultation = actions.open_consultation(consultation=draft, by=vote.first)
    assert (consultation.roll_heads, consultation.rule_frozen["consent_base"]) == (3, "roll")
    assert consultation.rule_frozen["area_quorum"] is None


def test_residents_meeting_counts_households(vote):
    rule = make_rule("RESIDENTS_MEETING", electorate="residents", area_quorum="", area_consent="")
    Ownership.objects.filter(unit=vote.units["101"]).delete()
    consultation = actions.open_consultation(consultation=vote.draft(rule=rule), by=vote.first)
    assert consultation.roll_heads == 12
    assert heads(consultation) == [10_000] * 12


def test_draft_can_be_changed_and_thrown_away_an_opened_one_cannot(vote):
    draft = vote.draft()
    draft.plain = "装一部电梯"
    actions.prepare(consultation=draft, by=vote.first)
    assert Consultation.objects.get().plain == "装一部电梯"
    actions.discard(consultation=draft, by=vote.first)
    assert Consultation.objects.count() == 0
    opened = vote.open()
    assert refusal(actions.discard, consultation=opened, by=vote.first)[0].startswith("这次征询现在是“征询中”")
    assert refusal(actions.prepare, consultation=opened, by=vote.first)[0].startswith("这次征询现在是“征询中”")


def test_outsiders_and_stair_leaders_open_nothing(vote):
    draft = vote.draft()
    assert refusal(actions.open_consultation, consultation=draft, by=vote.cast.outsider) == [
        "这次征询不在您负责的范围内"
    ]
    assert refusal(actions.open_consultation, consultation=draft, by=vote.cast.leader) == ["您的账号没有这项权限"]
    assert refusal(vote.draft, community=vote.cast.there) == ["这次征询不在您负责的范围内"]


def test_roll_is_built_in_the_same_number_of_queries_for_any_stair(vote, django_assert_num_queries):
    small = vote.draft(building_group=vote.cast.stair1)
    large = vote.draft()
    with django_assert_num_queries(19) as one:
        actions.open_consultation(consultation=small, by=None)
    with django_assert_num_queries(len(one)):
        actions.open_consultation(consultation=large, by=None)
