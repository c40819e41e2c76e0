"""The journal is read by staff within their community, and written by nobody on a page."""

from django.urls import reverse

from communities.journal import actions
from communities.journal.models import Entry, Reading


def test_entries_of_the_own_community_are_listed_and_no_others(client, cast):
    for place in (cast.stair1, cast.stair9):
        actions.store(place, by=cast.root)
        place.floors = 5
        actions.store(place, by=cast.root)
    client.force_login(cast.member)
    page = client.get("/admin/communities/entry/").content.decode()
    assert "东村1号" in page
    assert "远村" not in page
    far = Entry.objects.get(community_id=cast.there.pk)
    assert client.get(reverse("admin:communities_entry_change", args=[far.pk])).status_code == 404


def test_entry_page_shows_old_and_new_in_words(client, cast):
    cast.stair1.floors = 7
    actions.store(cast.stair1, by=cast.member)
    client.force_login(cast.secretary)
    page = client.get(reverse("admin:communities_entry_change", args=[Entry.objects.get().pk])).content.decode()
    assert "层数：6 → 7" in page
    assert "居委会委员" in page
    assert "修改楼组" in page


def test_nobody_adds_changes_or_deletes_an_entry(client, cast):
    actions.store(cast.here, by=cast.root)
    cast.here.hours = "全天"
    actions.store(cast.here, by=cast.root)
    client.force_login(cast.root)
    entry = Entry.objects.get()
    assert client.get("/admin/communities/entry/add/").status_code == 403
    assert client.post(reverse("admin:communities_entry_change", args=[entry.pk]), {"actor": "x"}).status_code == 403
    assert client.post(reverse("admin:communities_entry_delete", args=[entry.pk]), {"post": "yes"}).status_code == 403
    assert list(Entry.objects.faults()) == []


def test_read_log_is_for_the_secretary(client, cast):
    actions.record_reading(
        by=cast.member, object_key="communities.owner", community_id=cast.here.pk, purpose="看", rows=3
    )
    client.force_login(cast.member)
    assert client.get("/admin/communities/reading/").status_code == 403
    client.force_login(cast.secretary)
    assert f"user:{cast.member.pk}" in client.get("/admin/communities/reading/").content.decode()
    assert Reading.objects.count() == 1


def test_history_of_a_body_is_one_whichever_sort_it_was_reached_through(cast):
    from communities.models import Body, Company

    company = Company(community=cast.here, kind="property_manager", name="物业")
    actions.store(company, by=cast.member)
    assert Entry.objects.about(Body.objects.get(pk=company.pk)).count() == 1
    assert Entry.objects.about(company).with_actors()[0].who == "居委会委员"
