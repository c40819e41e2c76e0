import re

import pytest
from django.urls import reverse

from communities.households import actions
from communities.households.models import HouseholdCode
from communities.models import Unit

ADD = reverse("admin:communities_householdcode_add")


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.member)
    return client


def post(client, group, room=""):
    return client.post(ADD, {"building_group": group.pk, "room": room})


def codes(page):
    return [code.replace("-", "") for code in re.findall(r'slip-code">([^<]+)<', page.content.decode())]


def test_one_stair_is_printed_in_one_go_and_only_once(cast, desk):
    page = post(desk, cast.stair1)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert len(codes(page)) == page.content.decode().count('class="qr"') == 2
    for unit, code in zip((cast.units["1", "101"], cast.units["1", "601"]), codes(page), strict=True):
        door = actions.Door(cast.here.pk, "1", unit.room, code)
        assert actions.enter(address="1.2.3.4", door=door)
    again = post(desk, cast.stair1)
    assert again.status_code == 302
    assert HouseholdCode.objects.count() == 2


def test_sheet_says_where_to_go_what_it_opens_and_for_whom(cast, desk, settings):
    text = post(desk, cast.stair1, "101").content.decode()
    assert "127.0.0.1:8000/my/" in text
    for words in ("甲居民区", "只给业主", "不要给租客", "共有人合用", "021-55550001", "东村1号101室"):
        assert words in text
    assert "示例业主" not in text


def test_code_on_the_sheet_is_what_the_camera_reads(cast, desk, monkeypatch):
    drawn = []
    make = __import__("segno").make
    monkeypatch.setattr("segno.make", lambda text, **options: drawn.append((text, options)) or make(text, **options))
    post(desk, cast.stair1, "101")
    address, _, secret = drawn[0][0].partition("#")
    assert address == "http://127.0.0.1:8000/my/"
    assert drawn[0][1]["error"] == "q"
    assert actions.enter(address="1.2.3.4", secret=secret)


def test_one_flat_is_reissued_by_its_room(cast, desk, flat, code):
    assert len(codes(post(desk, cast.stair1, "１０１室"))) == 1
    code.refresh_from_db()
    assert code.voided == "reissued"
    assert flat.household_codes.live().get().issued_by == cast.member


def test_flats_without_owner_are_named(cast, desk):
    Unit.objects.create(building_group=cast.stair1, room="201", floor=2)
    text = post(desk, cast.stair1).content.decode()
    assert "没有登记业主，没有发：201室" in text
    refused = post(desk, cast.stair1, "201").content.decode()
    assert "还没有登记业主，不能发户码" in refused
    assert "这个楼组没有登记这个室号" in post(desk, cast.stair1, "999").content.decode()


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_code_is_issued_by_the_committee_of_the_place_alone(cast, client, who):
    client.force_login(getattr(cast, who))
    page = post(client, cast.stair1)
    assert HouseholdCode.objects.count() == 0
    assert page.status_code == (403 if who == "leader" else 200)
    assert codes(page) == []


@pytest.mark.parametrize("group", ["", "abc", "9" * 30, "-1", "\x00"])
def test_forged_group_is_refused(desk, cast, group):
    page = desk.post(ADD, {"building_group": group, "room": "101"})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_staff_void_a_code_and_see_its_state(cast, desk, code):
    page = desk.get(reverse("admin:communities_householdcode_change", args=[code.pk])).content.decode()
    assert "作废" in page
    assert code.qr_hash not in page
    desk.post(reverse("admin:communities_householdcode_revoke", args=[code.pk]))
    code.refresh_from_db()
    assert (code.voided, code.revoked_by) == ("staff", cast.member)
    twice = desk.post(reverse("admin:communities_householdcode_revoke", args=[code.pk])).content.decode()
    assert "这个户码已经作废" in twice
    listed = desk.get(reverse("admin:communities_householdcode_changelist"), {"live": "no"}).content.decode()
    assert "居委会作废" in listed


def test_nobody_changes_a_code_by_hand(cast, client, code):
    client.force_login(cast.root)
    page = client.post(reverse("admin:communities_householdcode_change", args=[code.pk]), {"qr_hash": "f" * 64})
    assert page.status_code == 403
    assert client.post(reverse("admin:communities_householdcode_delete", args=[code.pk])).status_code == 403
    assert HouseholdCode.objects.get().qr_hash == code.qr_hash
