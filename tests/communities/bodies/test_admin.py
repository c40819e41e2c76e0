"""Bodies of one sort, and posts with their terms."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Body, Company, PartyBranch, Post, Team, Volunteer, VolunteerSkill

NO_POSTS = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


@pytest.fixture
def volunteer(cast):
    row = Volunteer.objects.create(
        community=cast.here, building_group=cast.stair1, tier="core_party_member", name="示例志愿者",
        expires_on=datetime.date(2099, 1, 1), starts_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    VolunteerSkill.objects.create(volunteer=row, skill="law")
    return row


@pytest.mark.parametrize(
    "sort, own, foreign",
    [
        ("partybranch", "党支部", "物业服务企业"),
        ("committee", "业主委员会", "党支部"),
        ("company", "代建单位", "居民委员会"),
        ("team", "加装电梯自治管理小组", "党小组"),
    ],
)
def test_each_sort_offers_its_own_kinds(member, cast, sort, own, foreign):
    page = member.get(f"/admin/communities/{sort}/add/").content.decode()
    assert f">{own}</option>" in page
    assert f">{foreign}</option>" not in page


def test_kind_of_another_sort_is_refused(member, cast):
    form = {"community": cast.here.pk, "kind": "party_branch", "name": "混进来", "is_active": "on", **NO_POSTS}
    assert member.post("/admin/communities/company/add/", form).status_code == 200
    assert not Body.objects.exists()


def test_parent_of_another_community_or_below_oneself_is_refused(member, cast):
    far = PartyBranch.objects.create(community=cast.there, kind="general_party_branch", name="乙党总支")
    top = PartyBranch.objects.create(community=cast.here, kind="general_party_branch", name="甲党总支")
    below = PartyBranch.objects.create(community=cast.here, kind="party_branch", name="支部", parent=top)
    url = reverse("admin:communities_partybranch_change", args=[top.pk])
    form = {"kind": "general_party_branch", "name": "甲党总支", "is_active": "on", **NO_POSTS}
    assert "乙党总支" not in member.get(url).content.decode()
    assert member.post(url, {**form, "parent": far.pk}).status_code == 200
    assert "上级不能是自己" in member.post(url, {**form, "parent": below.pk}).content.decode()
    top.refresh_from_db()
    assert top.parent is None


def test_team_with_posts_is_kept_on_one_page_with_skills_shown(member, cast, volunteer):
    form = {
        "community": cast.here.pk, "kind": "lift_team", "name": "1号管理小组", "building_group": cast.stair1.pk,
        "is_active": "on", "posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0", "posts-0-title": "组长",
        "posts-0-volunteer": volunteer.pk, "posts-0-is_lead": "on", "posts-0-starts_on": "2026-01-01",
    }  # fmt: skip
    assert member.post("/admin/communities/team/add/", form).status_code == 302
    post = Post.objects.get()
    assert (post.community, post.volunteer, post.is_lead) == (cast.here, volunteer, True)
    page = member.get(reverse("admin:communities_team_change", args=[post.body_id])).content.decode()
    assert "示例志愿者（党员骨干，法律）" in page
    assert "示例志愿者" not in str(list(Entry.objects.values()))


def test_second_lead_is_refused_in_words(member, cast):
    team = Team.objects.create(community=cast.here, kind="lift_team", name="小组", building_group=cast.stair1)
    Post.objects.create(community=cast.here, body=team, title="组长", is_lead=True)
    form = {"community": cast.here.pk, "body": team.pk, "title": "副组长", "is_lead": "on", "starts_on": "2026-01-01"}
    page = member.post("/admin/communities/post/add/", form).content.decode()
    assert "这个组织已有在任的带头人" in page
    assert Post.objects.count() == 1


def test_terms_are_found_by_what_is_to_be_done(member, cast, volunteer):
    today = timezone.localdate()
    company = Company.objects.create(community=cast.here, kind="property_manager", name="物业")
    for title, start, end, holder in (
        ("快到期", 300, 30, volunteer),
        ("还早", 300, 300, volunteer),
        ("没有人", 300, None, None),
        ("已过去", 300, -30, volunteer),
    ):
        Post.objects.create(
            community=cast.here, body=company, title=title, volunteer=holder,
            starts_on=today - datetime.timedelta(days=start),
            ends_on=None if end is None else today + datetime.timedelta(days=end),
        )  # fmt: skip
    found = {
        term: [title for title in ("快到期", "还早", "没有人", "已过去") if title in _list(member, term)]
        for term in ("now", "soon", "vacant", "ended")
    }
    assert found == {
        "now": ["快到期", "还早", "没有人"],
        "soon": ["快到期"],
        "vacant": ["没有人"],
        "ended": ["已过去"],
    }
    assert "还有30天到期" in _list(member, "soon")


def _list(client, term):
    return client.get("/admin/communities/post/", {"term": term}).content.decode()


def test_leader_sees_the_posts_of_the_own_team(client, cast, volunteer):
    team = Team.objects.create(community=cast.here, kind="lift_team", name="小组", building_group=cast.stair1)
    Post.objects.create(community=cast.here, body=team, title="财务", volunteer=volunteer)
    client.force_login(cast.leader)
    page = client.get(reverse("admin:communities_team_change", args=[team.pk])).content.decode()
    assert "财务" in page
    assert client.post(reverse("admin:communities_team_change", args=[team.pk]), {}).status_code == 403
