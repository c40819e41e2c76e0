import datetime

import pytest
from django.core.exceptions import ValidationError

from communities.models import Entry, Owner, Ownership
from communities.owners.actions import erase, likely_same, merge

LATER = datetime.date(2030, 1, 1)


@pytest.fixture
def two(cast):
    """The owners of 101 and 601, who turn out to be one person."""
    keep, drop = (cast.units["1", room].ownerships.get().owner for room in ("101", "601"))
    return keep, drop


def test_merged_owner_holds_what_both_held(cast, two):
    keep, drop = two
    tie = drop.ownerships.get()
    merged = merge(keep=keep, drop=drop, by=cast.member)
    assert merged == keep
    assert {held.unit.room for held in keep.ownerships.all()} == {"101", "601"}
    assert keep.ownerships.get(unit=tie.unit).role == tie.role
    assert not Owner.objects.filter(pk=drop.pk).exists()
    assert list(Entry.objects.faults()) == []


def test_merge_is_journalled_without_a_name(cast, two):
    keep, drop = two
    merge(keep=keep, drop=drop, by=cast.member)
    entry = Entry.objects.get(action="communities.owner.merge")
    assert entry.changes["并入的身份键"] == [drop.key, None]
    assert "示例业主" not in str([(entry.changes, entry.object_label) for entry in Entry.objects.all()])


def test_merge_fills_what_was_empty_and_keeps_what_was_there(cast, two):
    keep, drop = two
    Owner.objects.filter(pk=keep.pk).update(phone="")
    Owner.objects.filter(pk=drop.pk).update(certificate_hash="a" * 64, note="常住外地")
    merged = merge(keep=keep, drop=drop, by=cast.member)
    merged.refresh_from_db()
    assert merged.name == keep.name
    assert (merged.phone, merged.note) == (drop.phone, "常住外地")
    assert merged.certificate_hash == "a" * 64


def test_merge_of_two_ties_to_one_flat_leaves_one(cast, two):
    keep, drop = two
    unit = cast.units["1", "101"]
    for owner in two:
        Ownership.objects.create(unit=unit, owner=owner, role="tenant")
    Ownership.objects.create(unit=unit, owner=drop, role="owner", since="2010-01-01", until="2015-01-01")
    merge(keep=keep, drop=drop, by=cast.member)
    assert keep.ownerships.filter(unit=unit, role="tenant").count() == 1
    assert keep.ownerships.filter(unit=unit, until="2015-01-01").count() == 1


def test_merge_across_communities_or_against_certificates_is_refused(cast, two):
    keep, drop = two
    foreign = cast.units["9", "101"].ownerships.get().owner
    with pytest.raises(ValidationError, match="同一个居民区"):
        merge(keep=keep, drop=foreign, by=cast.member)
    with pytest.raises(ValidationError, match="两个不同"):
        merge(keep=keep, drop=keep, by=cast.member)
    Owner.objects.filter(pk=keep.pk).update(certificate_hash="a" * 64)
    Owner.objects.filter(pk=drop.pk).update(certificate_hash="b" * 64)
    with pytest.raises(ValidationError, match="不同的证件"):
        merge(keep=keep, drop=drop, by=cast.member)
    assert Ownership.objects.count() == 4
    assert not Entry.objects.exists()


def test_erased_owner_keeps_the_flat_and_loses_the_name(cast, two):
    keep, _ = two
    Owner.objects.filter(pk=keep.pk).update(certificate_hash="a" * 64, note="x")
    assert erase(owner=keep, by=cast.secretary) is True
    keep.refresh_from_db()
    assert [getattr(keep, name) for name in sorted(Owner.personal_fields)] == ["", "", "", ""]
    assert keep.ownerships.count() == 1
    entry = Entry.objects.get()
    assert entry.action == "communities.owner.erase"
    assert set(entry.changes.values()) == {"personal"}
    assert erase(owner=keep, by=cast.secretary) is False


def test_likely_same_lists_names_that_are_shared_here(cast, two):
    keep, drop = two
    assert likely_same(cast.here) == []
    Owner.objects.filter(
        pk__in=[keep.pk, drop.pk, *Owner.objects.filter(community=cast.there).values_list("pk", flat=True)]
    ).update(name="同名")
    (found,) = likely_same(cast.here)
    assert found.owners == (keep, drop)
    assert found.same_phone is False
    Owner.objects.filter(pk=drop.pk).update(phone=keep.phone)
    assert likely_same(cast.here)[0].same_phone is True


def test_likely_same_leaves_out_whom_certificates_tell_apart(cast, two):
    for number, owner in enumerate(two):
        Owner.objects.filter(pk=owner.pk).update(name="同名", certificate_hash=str(number) * 64)
    assert likely_same(cast.here) == []
    Owner.objects.filter(pk=two[0].pk).update(certificate_hash="")
    assert len(likely_same(cast.here)) == 1
