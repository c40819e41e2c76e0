"""Places as the committee keeps them."""

import pytest
from django.urls import reverse

from communities.journal.models import Entry, Reading
from communities.models import BuildingGroup, Unit, Volunteer


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


def test_area_is_typed_in_square_metres_and_kept_exactly(member, cast):
    form = {
        "building_group": cast.stair1.pk, "room": "302", "floor": "3", "area": "86.52", "area_source": "registry",
        "ownerships-TOTAL_FORMS": "0", "ownerships-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert member.post("/admin/communities/unit/add/", form).status_code == 302
    unit = Unit.objects.get(room="302")
    assert unit.area_cm2 == 865_200
    assert unit.area_text == "86.52平方米"
    page = member.get(reverse("admin:communities_unit_change", args=[unit.pk])).content.decode()
    assert 'value="86.52"' in page


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"area": "六十"}, "数字"),
        ({"area": "0"}, "大于"),
        ({"area": "10000"}, "小于"),
        ({"area": "1e400"}, "小于"),
        ({"floor": "0"}, "没有0层"),
        ({"room": "101"}, "这个楼组里已有这个室号"),
        ({"building_group": "9" * 30}, "选择一个有效的选项"),
    ],
)
def test_wrong_input_is_said_in_chinese_and_nothing_is_saved(member, cast, changed, said):
    form = {
        "building_group": cast.stair1.pk, "room": "302", "floor": "3", "area": "86.52", "area_source": "registry",
        "ownerships-TOTAL_FORMS": "0", "ownerships-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = member.post("/admin/communities/unit/add/", {**form, **changed})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Unit.objects.count() == 4


def test_units_are_found_by_number_and_two_character_names(member, cast):
    found = member.get("/admin/communities/unit/", {"q": "东村 101"}).content.decode()
    assert "东村1号101室" in found
    assert "东村1号601室" not in found


def test_unit_page_shows_who_holds_it_and_logs_the_look(member, cast):
    unit = cast.units["1", "101"]
    page = member.get(reverse("admin:communities_unit_change", args=[unit.pk])).content.decode()
    assert "示例业主1101" in page
    assert Reading.objects.get().object_key == f"communities.unit:{unit.pk}"
    member.get("/admin/communities/unit/")
    assert Reading.objects.count() == 1


def test_list_of_stairs_tells_what_is_missing(member, cast):
    Unit.objects.filter(pk=cast.units["1", "601"].pk).update(floor=None)
    page = member.get("/admin/communities/buildinggroup/").content.decode()
    assert "2户（1户已齐）" in page
    assert "/c/jia/b/1/" in page
    missing = member.get("/admin/communities/unit/", {"missing": "yes"}).content.decode()
    assert "601室" in missing
    assert "101室" not in missing


def test_filter_finds_stairs_without_volunteer(member, cast):
    Volunteer.objects.create(
        community=cast.here,
        building_group=cast.stair2,
        tier="second_tier",
        expires_on="2099-01-01",
        starts_on="2020-01-01",
    )
    without = member.get("/admin/communities/buildinggroup/", {"volunteer": "none"}).content.decode()
    assert "东村1号" in without
    assert "东村2号" not in without
    served = member.get("/admin/communities/buildinggroup/", {"volunteer": "some"}).content.decode()
    assert "东村2号" in served


def test_number_in_the_address_stays(member, cast):
    url = reverse("admin:communities_buildinggroup_change", args=[cast.stair1.pk])
    form = {"compound": cast.east.pk, "name": "1号甲", "no": "77", "floors": "6", "position": "1"}
    assert member.post(url, form).status_code == 302
    cast.stair1.refresh_from_db()
    assert (cast.stair1.name, cast.stair1.no) == ("1号甲", "1")
    assert Entry.objects.get().changes == {"name": ["1号", "1号甲"]}


def test_stair_in_a_compound_of_another_community_is_refused(member, cast):
    form = {"community": cast.here.pk, "compound": cast.far.pk, "name": "20号", "no": "20", "position": "1"}
    assert member.post("/admin/communities/buildinggroup/add/", form).status_code == 200
    assert not BuildingGroup.objects.filter(no="20").exists()
