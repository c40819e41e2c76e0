import datetime

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from communities.households import actions
from communities.households.models import HouseholdCode, HouseholdSession, sha256
from communities.models import Owner


def row(flat, **values):
    plain = {"qr_hash": "a" * 64, "typed_hash": "x", "holders": "b" * 64, "issued_at": timezone.now()}
    return HouseholdCode(unit=flat, **{**plain, **values})


def test_second_live_code_of_a_flat_is_refused(flat, code, refused):
    with refused("households_one_live_code"):
        row(flat).save()
    assert flat.household_codes.live().get() == code


def test_same_secret_twice_is_refused(cast, code, refused):
    with refused("households_qr_once"):
        row(cast.units["1", "601"], qr_hash=code.qr_hash).save()
    assert code.qr_hash != "a" * 64


@pytest.mark.parametrize("values", [{"voided": "staff"}, {"revoked_at": timezone.now()}])
def test_void_code_has_time_and_reason(flat, refused, values):
    with refused("households_void_has_reason"):
        row(flat, **values).save()
    assert flat.household_codes.count() == 0


@pytest.mark.parametrize("column", ["unit_id", "qr_hash", "typed_hash", "holders", "issued_at", "issued_by_id"])
def test_issued_code_never_changes(cast, code, refused, column):
    other = {"unit_id": cast.units["1", "601"].pk, "issued_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}
    value = other.get(column, cast.secretary.pk if column == "issued_by_id" else "f" * 64)
    with refused("households_code_fixed"):
        HouseholdCode.objects.filter(pk=code.pk).update(**{column: value})
    assert HouseholdCode.objects.get(pk=code.pk).typed_hash == code.typed_hash


@pytest.mark.parametrize("change", [{"revoked_at": None, "voided": ""}, {"voided": "household"}, {"revoked_by": None}])
def test_void_code_stays_void(cast, code, refused, change):
    actions.revoke(code=code, by=cast.member)
    with refused("households_code_void_for_good"):
        HouseholdCode.objects.filter(pk=code.pk).update(**change)
    code.refresh_from_db()
    assert (code.voided, code.revoked_by) == ("staff", cast.member)


def test_issued_code_is_kept(code, refused):
    with refused("households_code_no_delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM communities_householdcode")
    assert HouseholdCode.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_codes_cannot_be_emptied(code, refused):
    with refused("households_code_no_truncate"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE communities_householdcode CASCADE")
    assert HouseholdCode.objects.count() == 1


def test_token_is_given_once(code, refused):
    now = timezone.now()
    HouseholdSession.objects.create(code=code, token_hash=sha256("t"), started_at=now, seen_at=now)
    with refused("households_token_once"):
        HouseholdSession.objects.create(code=code, token_hash=sha256("t"), started_at=now, seen_at=now)
    assert HouseholdSession.objects.count() == 1


@pytest.mark.parametrize("column", ["token_hash", "started_at"])
def test_session_passes_to_nobody(code, issued, refused, column):
    actions.enter(address="1.2.3.4", secret=issued.secret)
    value = "f" * 64 if column == "token_hash" else timezone.now() + datetime.timedelta(days=1)
    with refused("households_session_fixed"):
        HouseholdSession.objects.update(**{column: value})
    assert HouseholdSession.objects.get().code == code


def test_void_code_makes_room_for_the_next(cast, flat, code):
    actions.revoke(code=code, by=cast.member)
    actions.issue(units=[flat], by=cast.member)
    assert flat.household_codes.count() == 2
    assert flat.household_codes.live().count() == 1
    with pytest.raises(IntegrityError):
        HouseholdCode.objects.create(unit=flat, issued_at=timezone.now())


def test_code_names_its_flat_and_nobody(cast, flat, code):
    assert str(code) == "东村1号101室户码"
    assert code.actor == f"household:{flat.pk}"
    assert Owner.objects.get(ownerships__unit=flat).name not in str(code)
