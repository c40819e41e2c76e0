import datetime

import pytest

from communities.models import Body, Committee, Company, PartyBranch, Post, Team, Volunteer

DAY = datetime.date(2024, 5, 1)


@pytest.fixture
def branch(cast):
    return Body.objects.create(community=cast.here, kind="general_party_branch", name="甲党总支")


@pytest.fixture
def foreign(cast):
    return Body.objects.create(community=cast.there, kind="general_party_branch", name="乙党总支")


@pytest.fixture
def post(branch):
    return Post.objects.create(community=branch.community, body=branch, title="书记", is_lead=True, starts_on=DAY)


def test_body_of_the_same_kind_and_name_is_refused(cast, branch, refused):
    with refused("bodies_body_name_once"):
        Body.objects.create(community=cast.here, kind="general_party_branch", name="甲党总支")
    assert Body.objects.create(community=cast.here, kind="party_branch", name="甲党总支").pk


def test_body_that_is_its_own_parent_is_refused(branch, refused):
    with refused("bodies_body_not_its_own_parent"):
        Body.objects.filter(pk=branch.pk).update(parent=branch)


def test_lift_team_without_building_group_is_refused(cast, refused):
    with refused("bodies_team_has_building_group"):
        Body.objects.create(community=cast.here, kind="lift_team", name="1号小组")
    assert Team.objects.create(community=cast.here, kind="lift_team", name="1号小组", building_group=cast.stair1).pk


def test_body_never_moves_to_another_community(cast, branch, refused):
    with refused("bodies_body_fixed"):
        Body.objects.filter(pk=branch.pk).update(community=cast.there)


def test_body_under_a_parent_of_another_community_is_refused(cast, branch, foreign, refused):
    with refused("bodies_body_parent_id_home_insert"):
        Body.objects.create(community=cast.here, kind="party_branch", name="支部", parent=foreign)
    with refused("bodies_body_parent_id_home_update"):
        Body.objects.filter(pk=branch.pk).update(parent=foreign)


def test_body_in_a_stair_of_another_community_is_refused(cast, branch, refused):
    with refused("bodies_body_building_group_id_home_insert"):
        Body.objects.create(community=cast.here, kind="lift_team", name="小组", building_group=cast.stair9)
    with refused("bodies_body_building_group_id_home_update"):
        Body.objects.filter(pk=branch.pk).update(building_group=cast.stair9)


def test_post_second_lead_in_office_is_refused(cast, branch, post, refused):
    with refused("bodies_one_lead"):
        Post.objects.create(community=cast.here, body=branch, title="第二书记", is_lead=True)
    Post.objects.filter(pk=post.pk).update(ends_on=datetime.date(2024, 6, 1))
    assert Post.objects.create(community=cast.here, body=branch, title="新书记", is_lead=True).pk


def test_post_that_ends_before_it_began_is_refused(post, refused):
    with refused("bodies_post_dates_ordered"):
        Post.objects.filter(pk=post.pk).update(ends_on=DAY)


def test_post_never_moves_to_another_body_or_community(cast, post, refused):
    other = Body.objects.create(community=cast.here, kind="party_branch", name="第一支部")
    with refused("bodies_post_fixed"):
        Post.objects.filter(pk=post.pk).update(body=other)
    with refused("bodies_post_fixed"):
        Post.objects.filter(pk=post.pk).update(community=cast.there)


def test_post_in_a_body_of_another_community_is_refused(cast, post, foreign, refused):
    with refused("bodies_post_body_id_home_insert"):
        Post.objects.create(community=cast.here, body=foreign, title="委员")
    with refused("bodies_post_body_id_home_update"):
        Post.objects.filter(pk=post.pk).update(body=foreign)


def test_post_held_by_a_volunteer_of_another_community_is_refused(cast, branch, post, refused):
    stranger = Volunteer.objects.create(community=cast.there, tier="second_tier", expires_on=datetime.date(2030, 1, 1))
    with refused("bodies_post_volunteer_id_home_insert"):
        Post.objects.create(community=cast.here, body=branch, title="委员", volunteer=stranger)
    with refused("bodies_post_volunteer_id_home_update"):
        Post.objects.filter(pk=post.pk).update(volunteer=stranger)


def test_post_ending_soon_is_found_and_an_ended_one_is_not(post):
    today = datetime.date(2026, 3, 1)
    assert list(Post.objects.ending_within(today, 60)) == []
    Post.objects.filter(pk=post.pk).update(ends_on=datetime.date(2026, 4, 1))
    assert list(Post.objects.ending_within(today, 60)) == [post]
    assert list(Post.objects.current(datetime.date(2026, 4, 1))) == []


def test_proxies_each_show_their_own_kinds(cast, branch):
    Body.objects.create(community=cast.here, kind="owners_committee", name="甲业委会")
    Body.objects.create(community=cast.here, kind="property_manager", name="甲物业")
    assert [body.name for body in PartyBranch.objects.all()] == ["甲党总支"]
    assert [body.name for body in Committee.objects.all()] == ["甲业委会"]
    assert [body.name for body in Company.objects.all()] == ["甲物业"]
    assert not Team.objects.exists()
