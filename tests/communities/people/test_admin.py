"""A secretary makes and stops colleagues within the own community, and never beyond."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Entry, Reading
from communities.models import Membership, Service, User, Volunteer

NEW = {
    "username": "juwei02",
    "first_password": "xin-mi-ma-2026",
    "duty": "居委会委员",
    "role": "committee",
}


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary)
    return client


def test_colleague_is_made_with_role_in_one_form_of_four_inputs(secretary, cast):
    """The community is filled in already: one community, one choice."""
    page = secretary.get("/admin/communities/user/add/").content.decode()
    assert f'<option value="{cast.here.pk}" selected>' in page
    response = secretary.post("/admin/communities/user/add/", {**NEW, "community": cast.here.pk})
    colleague = User.objects.get(username="juwei02")
    held = colleague.memberships.get()
    assert response.status_code == 302
    assert (held.community, held.role, held.building_group) == (cast.here, "committee", None)
    assert colleague.check_password("xin-mi-ma-2026")
    assert (colleague.is_staff, colleague.is_superuser) == (True, False)
    assert list(Entry.objects.order_by("seq").values_list("action", flat=True)) == [
        "communities.user.create",
        "communities.membership.create",
    ]
    assert "juwei02" not in str(list(Entry.objects.values()))


def test_forged_fields_grant_nothing_beyond(secretary, cast):
    forged = {
        **NEW,
        "community": cast.here.pk,
        "is_superuser": "on",
        "is_staff": "on",
        "groups": "1",
        "id": cast.root.pk,
    }
    secretary.post("/admin/communities/user/add/", forged)
    colleague = User.objects.get(username="juwei02")
    assert not colleague.is_superuser
    assert colleague.pk != cast.root.pk
    change = {"username": "juwei02", "duty": "委员", "is_superuser": "on", "password": "x", "is_active": ""}
    own = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    secretary.post(reverse("admin:communities_user_change", args=[colleague.pk]), {**change, **own})
    colleague.refresh_from_db()
    assert (colleague.duty, colleague.is_superuser, colleague.is_active) == ("委员", False, True)
    assert colleague.check_password("xin-mi-ma-2026")


def test_colleague_for_another_community_is_refused(secretary, cast):
    response = secretary.post("/admin/communities/user/add/", {**NEW, "community": cast.there.pk})
    assert response.status_code == 200
    assert not User.objects.filter(username="juwei02").exists()


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"role": "group_leader"}, "楼组长要选楼组"),
        ({"first_password": "123"}, "密码"),
        ({"role": "emperor"}, "emperor"),
        ({"username": "secretary"}, "用户名"),
        ({"duty": ""}, "必填"),
    ],
)
def test_wrong_input_is_said_and_nothing_is_saved(secretary, cast, changed, said):
    before = User.objects.count()
    response = secretary.post("/admin/communities/user/add/", {**NEW, "community": cast.here.pk, **changed})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert User.objects.count() == before
    assert Entry.objects.count() == 0


def test_group_leader_of_another_communitys_stairs_is_refused(secretary, cast):
    wrong = {**NEW, "community": cast.here.pk, "role": "group_leader", "building_group": cast.stair9.pk}
    assert secretary.post("/admin/communities/user/add/", wrong).status_code == 200
    right = {**wrong, "building_group": cast.stair2.pk}
    assert secretary.post("/admin/communities/user/add/", right).status_code == 302
    assert Membership.objects.get(user__username="juwei02").building_group == cast.stair2


def test_one_who_serves_elsewhere_too_cannot_be_taken_over(secretary, cast):
    """A new password for a colleague who also serves in B would open B: that account is B's business as well."""
    Membership.objects.create(user=cast.outsider, community=cast.here, role="committee")
    url = reverse("admin:communities_user_password", args=[cast.outsider.pk])
    assert secretary.get(reverse("admin:communities_user_change", args=[cast.outsider.pk])).status_code == 200
    assert secretary.post(url, {"password": "xin-mi-ma-2026"}).status_code == 403
    assert secretary.post(reverse("admin:communities_user_stop", args=[cast.outsider.pk])).status_code == 403
    cast.outsider.refresh_from_db()
    assert cast.outsider.check_password("pass-word-123")


def test_superuser_is_out_of_a_secretarys_sight(secretary, cast):
    Membership.objects.create(user=cast.root, community=cast.here, role="committee")
    assert secretary.get(reverse("admin:communities_user_change", args=[cast.root.pk])).status_code == 404
    assert "root" not in secretary.get("/admin/communities/user/").content.decode()


def test_role_for_one_out_of_sight_is_refused(secretary, cast):
    form = {"user": cast.outsider.pk, "community": cast.here.pk, "role": "secretary", "starts_on": "2026-01-01"}
    assert secretary.post("/admin/communities/membership/add/", form).status_code == 200
    form = {"user": cast.member.pk, "community": cast.there.pk, "role": "secretary", "starts_on": "2026-01-01"}
    assert secretary.post("/admin/communities/membership/add/", form).status_code == 200
    assert Membership.objects.count() == 4


def test_role_ended_ends_sessions_at_once(secretary, cast):
    other = Client()
    other.force_login(cast.member)
    assert other.get("/admin/communities/unit/").status_code == 200
    held = cast.member.memberships.get()
    response = secretary.post(reverse("admin:communities_membership_end", args=[held.pk]))
    held.refresh_from_db()
    assert response.status_code == 302
    assert held.ends_on == timezone.localdate()
    assert other.get("/admin/communities/unit/").status_code == 302
    other.force_login(cast.member)
    assert other.get("/admin/communities/unit/").status_code == 403
    assert Entry.objects.get().action == "communities.membership.end"


def test_role_begun_today_and_ended_today_was_never_given(secretary, cast):
    held = Membership.objects.create(user=cast.leader, community=cast.here, role="committee")
    secretary.post(reverse("admin:communities_membership_end", args=[held.pk]))
    assert not Membership.objects.filter(pk=held.pk).exists()
    assert Entry.objects.get().action == "communities.membership.remove"


def test_nobody_ends_the_own_role_or_account(secretary, cast):
    held = cast.secretary.memberships.get()
    answer = secretary.post(reverse("admin:communities_membership_end", args=[held.pk]))
    assert "不能停止自己的角色" in answer.content.decode()
    answer = secretary.post(reverse("admin:communities_user_stop", args=[cast.secretary.pk]))
    assert "不能停用自己的账号" in answer.content.decode()
    held.refresh_from_db()
    assert held.ends_on is None


def test_stopped_account_is_out_at_once_and_can_come_back(secretary, cast):
    other = Client()
    other.force_login(cast.member)
    secretary.post(reverse("admin:communities_user_stop", args=[cast.member.pk]))
    assert other.get("/admin/").status_code == 302
    assert Session.objects.count() == 1
    secretary.post(reverse("admin:communities_user_resume", args=[cast.member.pk]))
    cast.member.refresh_from_db()
    assert cast.member.is_active
    assert Entry.objects.count() == 2


def test_new_password_puts_out_whoever_was_in_with_the_old_one(secretary, cast):
    other = Client()
    other.force_login(cast.member)
    url = reverse("admin:communities_user_password", args=[cast.member.pk])
    assert secretary.post(url, {"password": "123"}).status_code == 200
    assert secretary.post(url, {"password": "xin-mi-ma-2026"}).status_code == 302
    cast.member.refresh_from_db()
    assert cast.member.check_password("xin-mi-ma-2026")
    assert other.get("/admin/").status_code == 302
    assert Entry.objects.get().changes == {"password": "personal"}


def test_volunteers_are_masked_in_lists_and_every_look_is_logged(secretary, cast):
    volunteer = Volunteer.objects.create(
        community=cast.here, building_group=cast.stair1, tier="core_party_member", name="示例志愿者",
        phone="13900000001", expires_on=datetime.date(2099, 1, 1),
    )  # fmt: skip
    page = secretary.get("/admin/communities/volunteer/").content.decode()
    assert "示例志愿者" in page
    assert "139****0001" in page
    assert "13900000001" not in page
    page = secretary.get(reverse("admin:communities_volunteer_change", args=[volunteer.pk])).content.decode()
    assert "13900000001" in page
    seen = [(row.actor, row.object_key, row.community_id, row.rows) for row in Reading.objects.order_by("id")]
    actor = f"user:{cast.secretary.pk}"
    assert seen == [
        (actor, "communities.volunteer", cast.here.pk, 1),
        (actor, f"communities.volunteer:{volunteer.pk}", cast.here.pk, 1),
    ]


def test_leader_writes_a_service_of_the_own_stairs_only(client, cast):
    later = datetime.date(2099, 1, 1)
    own, other = (
        Volunteer.objects.create(community=cast.here, building_group=group, tier="group_leader", expires_on=later)
        for group in (cast.stair1, cast.stair2)
    )
    client.force_login(cast.leader)
    form = {"on": "2026-01-02", "kind": "visit", "minutes": "30"}
    assert client.post("/admin/communities/service/add/", {**form, "volunteer": own.pk}).status_code == 302
    assert client.post("/admin/communities/service/add/", {**form, "volunteer": other.pk}).status_code == 200
    assert Service.objects.get().volunteer == own


def test_service_of_impossible_length_is_said_in_chinese(client, cast):
    client.force_login(cast.member)
    volunteer = Volunteer.objects.create(community=cast.here, tier="second_tier", expires_on=datetime.date(2099, 1, 1))
    form = {"on": "2026-01-02", "kind": "visit", "minutes": "2000", "volunteer": volunteer.pk}
    page = client.post("/admin/communities/service/add/", form).content.decode()
    assert "时长在1到1440分钟之间" in page
    assert not Service.objects.exists()
