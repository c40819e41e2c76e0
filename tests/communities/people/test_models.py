import datetime

import pytest
from django.utils import timezone

from communities.models import Membership, Service, User, Volunteer, VolunteerSkill
from communities.people.domain import Scope

DAY = datetime.date(2024, 5, 1)
LATER = datetime.date(2030, 1, 1)


@pytest.fixture
def volunteer(cast):
    return Volunteer.objects.create(
        community=cast.here,
        building_group=cast.stair1,
        tier="second_tier",
        name="李某",
        starts_on=DAY,
        expires_on=LATER,
    )


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer", password="pass-word-123", is_staff=True)


@pytest.mark.parametrize(("role", "in_group"), (("group_leader", False), ("secretary", True), ("committee", True)))
def test_membership_whose_reach_does_not_fit_the_role_is_refused(cast, newcomer, refused, role, in_group):
    with refused("people_membership_reach_fits_role"):
        Membership.objects.create(
            user=newcomer, community=cast.here, role=role, building_group=cast.stair1 if in_group else None
        )


def test_membership_that_ends_before_it_began_is_refused(cast, newcomer, refused):
    with refused("people_membership_dates_ordered"):
        Membership.objects.create(user=newcomer, community=cast.here, role="committee", starts_on=DAY, ends_on=DAY)


def test_same_membership_twice_is_refused(cast, refused):
    with refused("people_membership_once"):
        Membership.objects.create(user=cast.member, community=cast.here, role="committee")
    assert Membership.objects.create(user=cast.member, community=cast.there, role="committee").pk


def test_same_stair_twice_is_refused(cast, refused):
    with refused("people_membership_group_once"):
        Membership.objects.create(
            user=cast.leader, community=cast.here, role="group_leader", building_group=cast.stair1
        )
    assert Membership.objects.create(
        user=cast.leader, community=cast.here, role="group_leader", building_group=cast.stair2
    ).pk


def test_membership_never_moves_to_another_person_or_community(cast, newcomer, refused):
    mine = Membership.objects.filter(user=cast.member)
    with refused("people_membership_fixed"):
        mine.update(user=newcomer)
    with refused("people_membership_fixed"):
        mine.update(community=cast.there)


def test_membership_in_a_stair_of_another_community_is_refused(cast, newcomer, refused):
    with refused("people_membership_building_group_id_home_insert"):
        Membership.objects.create(user=newcomer, community=cast.here, role="group_leader", building_group=cast.stair9)
    with refused("people_membership_building_group_id_home_update"):
        Membership.objects.filter(user=cast.leader).update(building_group=cast.stair9)


def test_scope_of_a_committee_member_is_the_community(cast):
    assert cast.member.scope("communities.change_unit") == Scope(communities=frozenset({cast.here.pk}))
    assert cast.member.scope("communities.change_user") == Scope()
    assert not cast.member.has_perm("communities.delete_user")


def test_scope_of_a_stair_leader_is_the_stair(cast):
    assert cast.leader.scope("communities.view_unit") == Scope(groups=frozenset({cast.stair1.pk}))
    assert not cast.leader.scope("communities.change_unit")


@pytest.mark.parametrize("change", ({"is_active": False}, {"is_staff": False}))
def test_scope_of_somebody_no_longer_staff_is_empty(cast, change):
    User.objects.filter(pk=cast.secretary.pk).update(**change)
    former = User.objects.get(pk=cast.secretary.pk)
    assert former.scope("communities.view_unit") == Scope()
    assert not former.has_perm("communities.view_unit")


def test_scope_ends_on_the_first_day_without_the_role(cast):
    Membership.objects.filter(user=cast.member).update(ends_on=timezone.localdate())
    assert User.objects.get(pk=cast.member.pk).scope("communities.view_unit") == Scope()
    Membership.objects.filter(user=cast.member).update(ends_on=timezone.localdate() + datetime.timedelta(days=1))
    assert User.objects.get(pk=cast.member.pk).scope("communities.view_unit")


def test_scope_of_an_unknown_permission_is_empty(cast):
    assert cast.secretary.scope("communities.view_nothing") == Scope()
    assert cast.secretary.scope("nonsense") == Scope()
    assert cast.root.scope("anything").everywhere is True


def test_volunteer_with_public_name_and_no_consent_is_refused(volunteer, refused):
    with refused("people_volunteer_public_name_consented"):
        Volunteer.objects.filter(pk=volunteer.pk).update(public_name="李老师")
    assert Volunteer.objects.filter(pk=volunteer.pk).update(public_name="李老师", consent_on=DAY) == 1


def test_volunteer_without_purpose_is_refused(volunteer, refused):
    with refused("people_volunteer_purpose_given"):
        Volunteer.objects.filter(pk=volunteer.pk).update(purpose="")


def test_volunteer_who_ends_before_beginning_is_refused(volunteer, refused):
    with refused("people_volunteer_dates_ordered"):
        Volunteer.objects.filter(pk=volunteer.pk).update(ends_on=DAY)


def test_volunteer_never_moves_to_another_community(cast, volunteer, refused):
    with refused("people_volunteer_fixed"):
        Volunteer.objects.filter(pk=volunteer.pk).update(community=cast.there)


def test_volunteer_for_a_stair_of_another_community_is_refused(cast, volunteer, refused):
    with refused("people_volunteer_building_group_id_home_insert"):
        Volunteer.objects.create(community=cast.here, building_group=cast.stair9, tier="second_tier", expires_on=LATER)
    with refused("people_volunteer_building_group_id_home_update"):
        Volunteer.objects.filter(pk=volunteer.pk).update(building_group=cast.stair9)


def test_skill_twice_is_refused(volunteer, refused):
    VolunteerSkill.objects.create(volunteer=volunteer, skill="law")
    with refused("people_skill_once"):
        VolunteerSkill.objects.create(volunteer=volunteer, skill="law")
    assert VolunteerSkill.objects.create(volunteer=volunteer, skill="finance").pk


@pytest.mark.parametrize("minutes", (0, 1441))
def test_service_of_impossible_length_is_refused(volunteer, refused, minutes):
    with refused("people_service_minutes_sane"):
        Service.objects.create(volunteer=volunteer, kind="visit", minutes=minutes)


def test_service_in_a_stair_of_another_community_is_refused(cast, volunteer, refused):
    with refused("people_service_home_insert"):
        Service.objects.create(volunteer=volunteer, kind="visit", minutes=30, building_group=cast.stair9)
    service = Service.objects.create(volunteer=volunteer, kind="visit", minutes=30, building_group=cast.stair2)
    with refused("people_service_home_update"):
        Service.objects.filter(pk=service.pk).update(building_group=cast.stair9)


def test_people_are_named_by_tier_duty_and_number(cast, volunteer):
    assert str(volunteer) == f"第二梯队{volunteer.pk}"
    assert str(cast.member) == f"账号{cast.member.pk}"
    assert cast.member.get_full_name() == "居委会委员"
    assert "李" not in str(Service(pk=3, volunteer=volunteer))
