"""Owners: masked in lists, whole on their own page, every look logged; merged and erased by a button."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Entry, Reading
from communities.models import Owner, Ownership
from communities.owners.domain import masked


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


def owner_of(cast, room="101"):
    return Owner.objects.get(ownerships__unit=cast.units["1", room])


@pytest.mark.parametrize(
    "phone, shown",
    [("13900000001", "139****0001"), (" 13900000001 ", "139****0001"), ("55550001", "****01"), ("", "")],
)
def test_masked_leaves_enough_to_tell_two_apart(phone, shown):
    assert masked(phone) == shown
    assert masked(shown) != "13900000001"


def test_list_masks_phones_and_logs_how_many_rows_were_seen(member, cast):
    Owner.objects.filter(pk=owner_of(cast).pk).update(phone="13900000001")
    page = member.get("/admin/communities/owner/").content.decode()
    assert "示例业主1101" in page
    assert "139****0001" in page
    assert "13900000001" not in page
    seen = Reading.objects.get()
    assert (seen.object_key, seen.rows, seen.community_id) == ("communities.owner", 2, cast.here.pk)
    assert seen.purpose == "查看产权人列表"


def test_record_shows_the_phone_and_is_logged(member, cast):
    owner = owner_of(cast)
    page = member.get(reverse("admin:communities_owner_change", args=[owner.pk])).content.decode()
    assert owner.phone in page
    assert Reading.objects.get().object_key == f"communities.owner:{owner.pk}"


def test_list_costs_the_same_for_many_owners(member, cast, django_assert_max_num_queries):
    for number in range(40):
        owner = Owner.objects.create(community=cast.here, name=f"示例{number}", expires_on="2099-01-01")
        Ownership.objects.create(unit=cast.units["1", "101"], owner=owner, role="co_owner")
    with django_assert_max_num_queries(22):
        assert member.get("/admin/communities/owner/").status_code == 200


def test_owners_are_found_by_two_characters_and_by_flat(member, cast):
    assert "示例业主1601" in member.get("/admin/communities/owner/", {"q": "示例 601"}).content.decode()
    assert "示例业主1601" not in member.get("/admin/communities/owner/", {"q": "101"}).content.decode()


def test_owners_past_their_day_are_found(member, cast):
    Owner.objects.filter(pk=owner_of(cast).pk).update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    page = member.get("/admin/communities/owner/", {"expired": "yes"}).content.decode()
    assert "示例业主1101" in page
    assert "示例业主1601" not in page


def test_second_current_owner_is_refused_in_words(member, cast):
    form = {"unit": cast.units["1", "101"].pk, "owner": owner_of(cast, "601").pk, "role": "owner"}
    page = member.post("/admin/communities/ownership/add/", form).content.decode()
    assert "这一室已有现任业主" in page
    assert Ownership.objects.count() == 4


def test_tie_keeps_its_flat_and_owner(member, cast):
    tie = Ownership.objects.get(unit=cast.units["1", "101"])
    form = {
        "unit": cast.units["1", "601"].pk,
        "owner": owner_of(cast, "601").pk,
        "role": "owner",
        "until": "2026-01-01",
    }
    member.post(reverse("admin:communities_ownership_change", args=[tie.pk]), form)
    tie.refresh_from_db()
    assert (tie.unit, tie.owner) == (cast.units["1", "101"], owner_of(cast))
    assert tie.until == datetime.date(2026, 1, 1)


def test_same_names_are_merged_by_a_person(member, cast):
    keep, drop = owner_of(cast), owner_of(cast, "601")
    Owner.objects.filter(pk=drop.pk).update(name=keep.name)
    url = reverse("admin:communities_owner_merge", args=[keep.pk])
    assert "东村1号601室" in member.get(url).content.decode()
    assert member.post(url, {"drop": Owner.objects.get(ownerships__unit=cast.units["9", "101"]).pk}).status_code == 200
    assert member.post(url, {"drop": drop.pk}).status_code == 302
    assert not Owner.objects.filter(pk=drop.pk).exists()
    assert keep.ownerships.count() == 2


def test_erasing_blanks_the_person_and_keeps_the_tie(member, cast):
    owner = owner_of(cast)
    url = reverse("admin:communities_owner_erase", args=[owner.pk])
    assert "不能恢复" in member.get(url).content.decode()
    assert member.post(url).status_code == 302
    owner.refresh_from_db()
    assert (owner.name, owner.phone) == ("", "")
    assert owner.ownerships.count() == 1
    assert Entry.objects.get().action == "communities.owner.erase"


def test_leader_looks_but_changes_nothing(client, cast):
    client.force_login(cast.leader)
    url = reverse("admin:communities_owner_change", args=[owner_of(cast).pk])
    assert "示例业主1101" in client.get(url).content.decode()
    assert client.post(url, {"name": "改了"}).status_code == 403
    assert client.get(reverse("admin:communities_owner_erase", args=[owner_of(cast).pk])).status_code == 403
    assert Reading.objects.count() == 1


def test_list_of_likely_same_shows_owners_of_one_name_within_reach(member, cast):
    one = Owner.objects.create(community=cast.here, name="示例业主1101", expires_on="2030-01-01")
    Owner.objects.create(community=cast.there, name="示例业主1101", expires_on="2030-01-01")
    shown = member.get("/admin/communities/owner/?same=yes").context["cl"].result_list
    assert {owner.pk for owner in shown} == {owner_of(cast).pk, one.pk}
    assert len(member.get("/admin/communities/owner/").context["cl"].result_list) == 3
