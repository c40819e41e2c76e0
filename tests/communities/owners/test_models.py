import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from communities.models import Owner, Ownership

LATER = datetime.date(2030, 1, 1)


@pytest.fixture
def owner(cast):
    return Owner.objects.create(community=cast.here, certificate_hash="a" * 64, expires_on=LATER)


def test_owner_with_a_certificate_already_known_is_refused(cast, owner, refused):
    with refused("owners_owner_certificate_once"):
        Owner.objects.create(community=cast.here, certificate_hash="a" * 64, expires_on=LATER)
    assert Owner.objects.create(community=cast.there, certificate_hash="a" * 64, expires_on=LATER).pk


def test_owners_without_certificate_are_never_taken_for_one(cast):
    one, two = (Owner.objects.create(community=cast.here, name="王某", expires_on=LATER) for _ in range(2))
    assert one.pk != two.pk
    assert one.key != two.key
    assert len(one.key) == 32


def test_owner_without_purpose_is_refused(cast, refused):
    with refused("owners_owner_purpose_given"):
        Owner.objects.create(community=cast.here, purpose="", expires_on=LATER)


def test_owner_without_expiry_is_refused(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Owner.objects.create(community=cast.here, name="没有期限")
    assert not Owner.objects.filter(name="没有期限").exists()
    assert Owner.objects.filter(expires_on__isnull=True).count() == 0


@pytest.mark.parametrize("column", ("community_id", "key"))
def test_owner_never_changes_identity(cast, owner, refused, column):
    value = cast.there.pk if column == "community_id" else "f" * 32
    with refused("owners_owner_fixed"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE communities_owner SET {column} = %s WHERE id = %s", [value, owner.pk])


def test_second_current_owner_of_a_flat_is_refused(cast, owner, refused):
    unit = cast.units["1", "101"]
    with refused("owners_one_current_owner"):
        Ownership.objects.create(unit=unit, owner=owner)
    assert Ownership.objects.create(unit=unit, owner=owner, role="co_owner").pk


def test_new_owner_after_the_old_one_left_is_kept(cast, owner):
    unit = cast.units["1", "101"]
    Ownership.objects.filter(unit=unit).update(until=datetime.date(2024, 5, 1))
    Ownership.objects.create(unit=unit, owner=owner, since=datetime.date(2024, 5, 1))
    last_day, first_day = datetime.date(2024, 4, 30), datetime.date(2024, 5, 1)
    assert Ownership.objects.current(last_day).get(unit=unit).owner != owner
    assert Ownership.objects.current(first_day).get(unit=unit).owner == owner


def test_same_tie_twice_is_refused(cast, owner, refused):
    unit = cast.units["1", "101"]
    Ownership.objects.create(unit=unit, owner=owner, role="tenant")
    with refused("owners_current_tie_once"):
        Ownership.objects.create(unit=unit, owner=owner, role="tenant")


@pytest.mark.parametrize("until", (datetime.date(2024, 5, 1), datetime.date(2024, 4, 30)))
def test_tie_that_ends_before_it_began_is_refused(cast, owner, refused, until):
    with refused("owners_ownership_dates_ordered"):
        Ownership.objects.create(
            unit=cast.units["1", "101"],
            owner=owner,
            role="tenant",
            since=datetime.date(2024, 5, 1),
            until=until,
        )


def test_tie_never_moves_to_another_flat_or_owner(cast, owner, refused):
    tie = Ownership.objects.get(unit=cast.units["1", "101"])
    with refused("owners_ownership_fixed"):
        Ownership.objects.filter(pk=tie.pk).update(owner=owner)
    with refused("owners_ownership_fixed"):
        Ownership.objects.filter(pk=tie.pk).update(unit=cast.units["9", "101"])


def test_owner_of_another_community_cannot_hold_a_flat_here(cast, refused):
    stranger = Owner.objects.create(community=cast.there, expires_on=LATER)
    with refused("owners_ownership_home"):
        Ownership.objects.create(unit=cast.units["1", "101"], owner=stranger, role="agent")


def test_owner_is_named_by_key_alone(cast):
    owner = Owner(key="0123456789abcdef", name="王某某", phone="13900000000", note="听力不好")
    assert str(owner) == "产权人012345"
    assert str(Ownership(pk=7, role="agent", owner=owner)) == "代理人关系7"
