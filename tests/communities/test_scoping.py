"""The eight routes on which Django's admin leaks although its querysets are scoped, each tried and closed.

Every test says which part of communities/scoping it guards: without that part it fails.
"""

import datetime

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse

from communities.journal.models import Entry, Reading
from communities.models import (
    BuildingGroup,
    Community,
    Compound,
    Membership,
    Owner,
    Ownership,
    Post,
    Team,
    Unit,
    Volunteer,
    VolunteerSkill,
)
from communities.owners.admin import OwnersOfUnit
from communities.people.admin import VolunteerAdmin
from communities.scoping import ScopedAdmin, conflicts, within
from communities.scoping.checks import every_page_is_scoped
from projects.models import Project


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


def owner_of(cast, no):
    return Owner.objects.get(ownerships__unit=cast.units[no, "101"])


def unit_form(cast, unit, **changed):
    form = {
        "floor": "1",
        "area": "54.36",
        "area_source": "registry",
        "area_as_of": "",
        "ownerships-TOTAL_FORMS": "0",
        "ownerships-INITIAL_FORMS": "0",
        "building_group": str(unit.building_group_id),
        "room": unit.room,
    }
    return {**form, **changed}


# 1. The choices of a related field (guards ScopedRows.formfield_for_foreignkey)


def test_choices_of_a_foreign_key_name_nothing_of_another_community(member, cast):
    page = member.get("/admin/communities/compound/add/").content.decode()
    assert "甲居民区" in page
    assert "乙居民区" not in page


def test_choices_of_an_inline_are_scoped_too(member, cast):
    team = Team.objects.create(community=cast.here, kind="lift_team", name="小组", building_group=cast.stair1)
    far = Volunteer.objects.create(
        community=cast.there, tier="second_tier", name="乙志愿者", expires_on=datetime.date(2099, 1, 1)
    )
    response = member.post(
        reverse("admin:communities_team_change", args=[team.pk]),
        {
            "kind": "lift_team", "name": "小组", "building_group": cast.stair1.pk, "is_active": "on",
            "posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0", "posts-0-title": "组长",
            "posts-0-volunteer": str(far.pk), "posts-0-starts_on": "2026-01-01",
        },
    )  # fmt: skip
    assert response.status_code == 200
    assert "乙志愿者" not in response.content.decode()
    assert not Post.objects.exists()


# 2. The filters of a list (guards get_list_filter / ScopedRelatedFilter)


@pytest.mark.parametrize("model", ["unit", "buildinggroup", "ownership", "team"])
def test_filters_over_relations_offer_rows_in_reach_only(member, cast, model):
    Compound.objects.create(community=cast.there, name="更远村")
    page = member.get(reverse(f"admin:communities_{model}_changelist")).content.decode()
    assert "东村" in page
    assert "远村" not in page


# 3. What a form posts (guards get_form: ReachChecked, and the choices of fields)


def test_row_posted_into_another_community_is_refused(member, cast):
    response = member.post(
        "/admin/communities/compound/add/", {"community": cast.there.pk, "name": "混进来", "position": 0}
    )
    assert response.status_code == 200
    assert not Compound.objects.filter(name="混进来").exists()
    assert Entry.objects.count() == 0


def test_reach_is_checked_again_where_the_form_would_let_it_pass(member, cast, monkeypatch):
    """Guards ReachChecked alone: the choices are opened wide, the posted row is still refused."""
    monkeypatch.setattr(ScopedAdmin, "choices", lambda self, model, request: model._default_manager.all())
    response = member.post(
        "/admin/communities/compound/add/", {"community": cast.there.pk, "name": "混进来", "position": 0}
    )
    assert "不在您负责的范围内" in response.content.decode()
    assert not Compound.objects.filter(name="混进来").exists()


def test_two_communities_are_not_tied_together_even_by_a_superuser(client, cast):
    """Guards one_community: nothing else keeps an owner of B off a flat of A."""
    client.force_login(cast.root)
    flat, far_owner = cast.units["1", "101"], owner_of(cast, "9")
    form = {"unit": flat.pk, "owner": far_owner.pk, "role": "co_owner"}
    response = client.post("/admin/communities/ownership/add/", form)
    assert "请选同一个居民区的" in response.content.decode()
    assert far_owner.ownerships.count() == 1


def test_two_communities_are_not_tied_together_in_an_inline(client, cast):
    client.force_login(cast.root)
    flat, far_owner = cast.units["1", "101"], owner_of(cast, "9")
    inline = {
        "ownerships-TOTAL_FORMS": "1",
        "ownerships-0-owner": str(far_owner.pk),
        "ownerships-0-role": "co_owner",
    }
    response = client.post(reverse("admin:communities_unit_change", args=[flat.pk]), unit_form(cast, flat, **inline))
    assert "请选同一个居民区的" in response.content.decode()
    assert far_owner.ownerships.count() == 1


# 4. A key in the address or in a posted form (guards ScopedAutocomplete and the system check against raw ids)


@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_key_in_the_address_shows_no_name(member, cast, method):
    far_owner = owner_of(cast, "9")
    response = getattr(member, method)(
        f"/admin/communities/ownership/add/?owner={far_owner.pk}", {"owner": far_owner.pk}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert far_owner.name not in page
    assert str(far_owner) not in page


@pytest.mark.parametrize("key", ["abc", "10" * 20, "1'--", "１２", "-1"])
def test_what_cannot_be_a_key_is_not_looked_up(member, cast, key):
    """Guards is_key: without it Django's own autocomplete answers 500."""
    assert member.get("/admin/communities/ownership/add/", {"owner": key}).status_code == 200
    assert member.post("/admin/communities/ownership/add/", {"owner": key, "unit": key}).status_code == 200
    assert (
        member.post("/admin/communities/unit/", {"action": "delete_selected", "_selected_action": key}).status_code
        == 400
    )
    assert member.get("/admin/communities/unit/", {"q": key, "p": key}).status_code in (200, 302)


# 5. Autocomplete (guards get_queryset of the related page)


def test_autocomplete_finds_rows_in_reach_only_and_logs_names_shown(member, cast):
    query = {"app_label": "communities", "model_name": "ownership", "field_name": "owner", "term": "示例"}
    found = member.get("/admin/autocomplete/", query).json()["results"]
    assert len(found) == 2
    assert all("示例业主1" in row["text"] for row in found)
    assert all("****" in row["text"] for row in found)
    assert [(row.purpose, row.rows) for row in Reading.objects.all()] == [("填表时查找", 2)]


def test_autocomplete_with_nul_is_a_bad_request(member):
    """PostgreSQL refuses NUL where SQLite does not."""
    answer = member.get("/admin/autocomplete/?app_label=communities&model_name=ownership&field_name=owner&term=%00")
    assert answer.status_code == 400
    assert answer.content


# 6. Deletion (guards get_deleted_objects)


def test_deletion_that_would_reach_beyond_is_refused(member, cast, monkeypatch):
    """What may be seen may not always be deleted: the rows a deletion takes along are checked one by one."""
    volunteer = Volunteer.objects.create(community=cast.here, tier="second_tier", expires_on=datetime.date(2099, 1, 1))
    monkeypatch.setattr(VolunteerAdmin, "rows", _only_to_view(VolunteerAdmin.rows))
    response = member.post(reverse("admin:communities_volunteer_changelist"), {
        "action": "delete_selected", "_selected_action": [volunteer.pk], "post": "yes",
    })  # fmt: skip
    assert response.status_code == 403
    assert Volunteer.objects.filter(pk=volunteer.pk).exists()


def _only_to_view(rows):
    return lambda self, request, verb="view": rows(self, request, verb) if verb == "view" else self.model.objects.none()


def test_action_upon_foreign_rows_touches_none(member, cast):
    far = Compound.objects.create(community=cast.there, name="更远村")
    near = Compound.objects.create(community=cast.here, name="空村")
    member.post(
        "/admin/communities/compound/",
        {"action": "delete_selected", "_selected_action": [far.pk, near.pk], "post": "yes"},
    )
    assert Compound.objects.filter(pk=far.pk).exists()
    assert not Compound.objects.filter(pk=near.pk).exists()


def test_confirmation_tells_how_many_and_shows_twenty(member, cast):
    made = [Compound.objects.create(community=cast.here, name=f"空村{no}") for no in range(30, 55)]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in made]}
    page = member.post("/admin/communities/compound/", chosen).content.decode()
    assert "将删除25项自然小区" in page
    assert page.count("<li>空村") == 20


def test_deleting_what_is_still_used_is_said_in_words(member, cast):
    page = member.get(reverse("admin:communities_compound_delete", args=[cast.east.pk])).content.decode()
    assert "不能删除：还有别的记录在用（楼组）" in page
    assert (
        member.post(reverse("admin:communities_compound_delete", args=[cast.east.pk]), {"post": "yes"}).status_code
        == 200
    )
    assert Compound.objects.filter(pk=cast.east.pk).exists()


def test_deletion_overtaken_by_another_is_a_message_not_a_500(member, cast, monkeypatch):
    """Between asking and deleting, somebody hangs a row on it (guards delete_view and changelist_view)."""
    near = Compound.objects.create(community=cast.here, name="空村")

    def overtaken(*args, **kwargs):
        raise ProtectedError("used", set())

    monkeypatch.setattr("communities.journal.actions.remove", overtaken)
    single = member.post(reverse("admin:communities_compound_delete", args=[near.pk]), {"post": "yes"}, follow=True)
    chosen = {"action": "delete_selected", "_selected_action": [near.pk], "post": "yes"}
    several = member.post("/admin/communities/compound/", chosen, follow=True)
    assert conflicts.STILL_USED in single.content.decode()
    assert conflicts.STILL_USED in several.content.decode()


# 7. History (guards history_view)


def test_history_of_another_community_is_not_found(member, cast):
    assert member.get(reverse("admin:communities_unit_history", args=[cast.units["9", "101"].pk])).status_code == 404
    assert member.get(reverse("admin:communities_unit_history", args=[cast.units["1", "101"].pk])).status_code == 200


def test_history_is_the_journal_and_keeps_personal_data_out(member, cast):
    owner = owner_of(cast, "1")
    form = {
        "kind": "person", "name": "新姓名", "expires_on": "2099-01-01", "phone": "13900000000", "purpose": "联系",
        "ownerships-TOTAL_FORMS": "0", "ownerships-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert member.post(reverse("admin:communities_owner_change", args=[owner.pk]), form).status_code == 302
    page = member.get(reverse("admin:communities_owner_history", args=[owner.pk])).content.decode()
    assert "个人信息，内容不记录" in page
    assert "居委会委员" in page
    assert "新姓名" not in page
    assert "新姓名" not in str(Entry.objects.get().changes)


# 8. A row moved by its key (guards the fixed fields of forms: no key of another row is ever read from a form)


def test_forged_keys_in_a_form_move_nothing(member, cast):
    flat, far_flat = cast.units["1", "101"], cast.units["9", "101"]
    forged = {"id": far_flat.pk, "building_group": cast.stair9.pk, "community": cast.there.pk, "floor": "2"}
    response = member.post(reverse("admin:communities_unit_change", args=[flat.pk]), unit_form(cast, flat, **forged))
    flat.refresh_from_db()
    far_flat.refresh_from_db()
    assert response.status_code == 302
    assert (flat.floor, flat.building_group) == (2, cast.stair1)
    assert (far_flat.floor, far_flat.building_group) == (1, cast.stair9)


@pytest.mark.parametrize("forged", [{"ownerships-0-role": "tenant"}, {"ownerships-0-DELETE": "on"}])
def test_forged_row_of_an_inline_leaves_it_alone(member, cast, forged):
    flat, far_tie = cast.units["1", "101"], Ownership.objects.get(unit=cast.units["9", "101"])
    inline = {
        "ownerships-TOTAL_FORMS": "1",
        "ownerships-INITIAL_FORMS": "1",
        "ownerships-0-id": str(far_tie.pk),
        **forged,
    }
    member.post(reverse("admin:communities_unit_change", args=[flat.pk]), unit_form(cast, flat, **inline))
    far_tie.refresh_from_db()
    assert far_tie.role == "owner"
    assert far_tie.unit == cast.units["9", "101"]


# The rest of the base class


def test_within_names_no_row_for_an_empty_scope(cast):
    empty = cast.outsider.scope("communities.view_nothing")
    assert not BuildingGroup.objects.filter(within(empty, community_path="community", group_path="id")).exists()
    leader = cast.leader.scope("communities.view_buildinggroup")
    rows = BuildingGroup.objects.filter(within(leader, community_path="community", group_path="id"))
    assert list(rows) == [cast.stair1]


def test_leader_sees_the_own_stairs_only(client, cast):
    client.force_login(cast.leader)
    assert client.get(reverse("admin:communities_buildinggroup_change", args=[cast.stair2.pk])).status_code == 404
    page = client.get("/admin/communities/buildinggroup/").content.decode()
    assert "东村1号" in page
    assert "东村2号" not in page


def test_inline_of_a_role_held_elsewhere_stays_closed(client, cast):
    """Guards ScopedTabularInline._may: secretary in A, stair leader in B, must not edit B's ownerships."""
    Membership.objects.create(
        user=cast.secretary, community=cast.there, role="group_leader", building_group=cast.stair9,
        starts_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    client.force_login(cast.secretary)
    url = reverse("admin:communities_unit_change", args=[cast.units["9", "101"].pk])
    page = client.get(url)
    assert page.status_code == 200
    assert b"ownerships-0-role" not in page.content
    assert client.post(url, {}).status_code == 403


def test_permission_of_an_inline_reaches_as_far_as_its_parent_row(rf, cast):
    """Guards ScopedTabularInline._may itself, where the parent page would not refuse already."""
    request = rf.get("/")
    request.user = cast.member
    inline = OwnersOfUnit(Unit, admin.site)
    for allowed in (inline.has_view_permission, inline.has_add_permission, inline.has_change_permission):
        assert allowed(request, cast.units["1", "101"])
        assert not allowed(request, cast.units["9", "101"])


def test_lost_race_is_said_on_the_form_and_nothing_is_saved(member, cast, monkeypatch):
    """The check before saving passes, the database refuses: places_compound_name_once, in Chinese, never a 500."""
    monkeypatch.setattr(Compound, "validate_unique", lambda *args, **kwargs: None)
    monkeypatch.setattr(Compound, "validate_constraints", lambda *args, **kwargs: None)
    form = {"community": cast.here.pk, "name": "东村", "position": 0}
    response = member.post("/admin/communities/compound/add/", form)
    assert response.status_code == 200
    assert "这个居民区里已有同名的自然小区" in response.content.decode()
    assert Compound.objects.filter(name="东村").count() == 1
    assert Entry.objects.count() == 0


def test_guard_of_the_database_is_said_on_the_form(member, cast, monkeypatch):
    """places_group_fixed: the number in the address never changes, also when a form would let it."""
    from communities.places.admin import BuildingGroupAdmin

    monkeypatch.setattr(BuildingGroupAdmin, "get_readonly_fields", lambda *args: ())
    form = {"community": cast.here.pk, "compound": cast.east.pk, "name": "1号", "no": "1b", "floors": 6, "position": 1}
    response = member.post(reverse("admin:communities_buildinggroup_change", args=[cast.stair1.pk]), form)
    cast.stair1.refresh_from_db()
    assert "这一项登记后不能改动" in response.content.decode()
    assert cast.stair1.no == "1"


def test_every_page_is_scoped_and_an_unscoped_one_is_an_error(db):
    class Open(admin.ModelAdmin):
        pass

    class Raw(ScopedAdmin):
        raw_id_fields = ("compound",)

    registry = admin.site._registry
    kept = registry[BuildingGroup], registry[Unit]
    assert every_page_is_scoped() == []
    registry[BuildingGroup], registry[Unit] = Open(BuildingGroup, admin.site), Raw(Unit, admin.site)
    try:
        assert [error.id for error in every_page_is_scoped()] == ["linli.E001", "linli.E002"]
    finally:
        registry[BuildingGroup], registry[Unit] = kept


def test_pages_of_other_packages_stay_out():
    assert {model._meta.app_label for model in admin.site._registry} == {"communities", "projects", "portal"}


def test_every_save_stands_in_the_journal(member, cast):
    flat = cast.units["1", "101"]
    with transaction.atomic():
        response = member.post(
            reverse("admin:communities_unit_change", args=[flat.pk]), unit_form(cast, flat, area="60.5")
        )
    assert response.status_code == 302
    entry = Entry.objects.get()
    assert entry.actor == f"user:{cast.member.pk}"
    assert entry.changes["area_cm2"] == [543_600, 605_000]
    assert VolunteerSkill.objects.count() == 0
    assert (Project.objects.count(), Community.objects.count()) == (0, 2)
