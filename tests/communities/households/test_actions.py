import datetime
import json

import pytest
import time_machine
from django.core import serializers
from django.db import connection
from django.utils import timezone

from communities.households import actions
from communities.households.domain import Refused, TooMany, Wrong, is_code, typed_code
from communities.households.models import HouseholdAttempt, HouseholdCode, HouseholdSession
from communities.models import Entry, Owner, Ownership, Reading, Unit

NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def door(flat, code, **other):
    place = {"community_id": flat.community_id, "no": flat.building_group.no, "room": flat.room}
    return actions.Door(**{**place, **other}, code=typed_code(code))


class Counting:
    """A hasher that knows no code and writes down how often it was asked."""

    def __init__(self, asked):
        self.asked = asked

    def salt(self):
        return "salt"

    def encode(self, *_):
        self.asked.append("encode")

    def verify(self, *_):
        self.asked.append("verify")
        return False


def everything():
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(json.dumps(cursor.fetchall(), default=str))
    return "\n".join(found)


def test_code_is_long_and_stands_nowhere(cast, flat, issued, code, caplog):
    actions.enter(address="1.2.3.4", secret=issued.secret)
    actions.enter(address="1.2.3.4", door=door(flat, issued.typed))
    stored = everything()
    assert (len(issued.secret), len(issued.typed)) == (22, 13)
    assert is_code(issued.typed)
    assert issued.secret not in stored
    assert issued.typed not in stored
    assert issued.secret not in repr(issued) + caplog.text
    assert issued.typed not in repr(issued) + repr(door(flat, issued.typed)) + caplog.text
    assert code.qr_hash in stored  # the search itself works


def test_typed_code_is_kept_as_a_slow_salted_hash(cast, flat):

    issued = actions.issue(units=[flat], by=cast.member)[0]
    code = flat.household_codes.get()
    algorithm, rounds, salt, _ = code.typed_hash.split("$")
    assert (algorithm, rounds, len(salt)) == ("pbkdf2_sha256", "200000", 22)
    assert len(code.typed_hash) <= 128
    assert actions.enter(address="1.2.3.4", door=door(flat, issued.typed))


def test_issue_and_void_are_in_the_journal_without_the_code(cast, flat, code):
    actions.revoke(code=code, by=cast.secretary)
    entries = Entry.objects.about(code).order_by("seq")
    assert [(entry.action, entry.actor, entry.kind) for entry in entries] == [
        ("communities.householdcode.issue", f"user:{cast.member.pk}", "access"),
        ("communities.householdcode.revoke", f"user:{cast.secretary.pk}", "access"),
    ]
    assert [entry.what for entry in entries] == ["发出户码", "作废户码"]
    assert [entry.changes for entry in entries] == [{}, {"为什么作废": [None, "居委会作废"]}]
    assert code.qr_hash not in serializers.serialize("json", Entry.objects.all())


def test_new_code_voids_the_old_one(cast, flat, issued, code):
    token = actions.enter(address="1.2.3.4", secret=issued.secret)
    again = actions.issue(units=[flat], by=cast.secretary)[0]
    code.refresh_from_db()
    assert (code.voided, code.revoked_by) == ("reissued", cast.secretary)
    assert actions.resume(token=token) is None
    for old in ({"secret": issued.secret}, {"door": door(flat, issued.typed)}):
        with pytest.raises(Wrong):
            actions.enter(address="1.2.3.4", **old)
    assert actions.enter(address="1.2.3.4", secret=again.secret)


def test_flat_without_owner_gets_no_code(cast, flat, refused):
    empty = Unit.objects.create(building_group=cast.stair1, room="201", floor=2)
    with pytest.raises(Refused, match="东村1号201室"):
        actions.issue(units=[flat, empty], by=cast.member)
    assert HouseholdCode.objects.count() == 0


def test_due_are_flats_without_a_code_or_with_one_of_earlier_owners(cast, flat, code):
    other = cast.units["1", "601"]
    empty = Unit.objects.create(building_group=cast.stair1, room="201", floor=2)
    assert actions.due(cast.stair1) == ([other], [empty])
    sell(flat, cast)
    assert actions.due(cast.stair1) == ([flat, other], [empty])


def test_household_voids_its_own_code_once(flat, issued, code):
    token = actions.enter(address="1.2.3.4", secret=issued.secret)
    actions.revoke(code=code, by=code, voided="household")
    code.refresh_from_db()
    assert (code.voided, code.revoked_by) == ("household", None)
    assert Entry.objects.order_by("-seq")[0].actor == f"household:{flat.pk}"
    assert Entry.objects.filter(actor__startswith="household").with_actors()[0].who == "住户"
    assert actions.resume(token=token) is None
    with pytest.raises(Refused, match="已经作废"):
        actions.revoke(code=code, by=code, voided="household")


def sell(flat, cast, since=None):
    """The flat passes to somebody else, registered by hand in any way."""
    today = timezone.localdate()
    Ownership.objects.filter(unit=flat, until__isnull=True).update(until=today)
    buyer = Owner.objects.create(community=cast.here, expires_on=datetime.date(2030, 1, 1))
    return Ownership.objects.create(unit=flat, owner=buyer, since=since)


@pytest.mark.parametrize("since", [None, datetime.date(2020, 5, 1)])
def test_code_dies_when_the_flat_changes_hands(cast, flat, issued, since):
    """Also when the sale is registered late, under a day before the code was issued."""
    token = actions.enter(address="1.2.3.4", secret=issued.secret)
    sell(flat, cast, since)
    assert actions.resume(token=token) is None
    for old in ({"secret": issued.secret}, {"door": door(flat, issued.typed)}):
        with pytest.raises(Wrong):
            actions.enter(address="1.2.3.4", **old)


@pytest.mark.parametrize(("role", "lives"), [("co_owner", False), ("tenant", True), ("agent", True)])
def test_only_owners_and_co_owners_hold_the_code(cast, flat, issued, role, lives):
    somebody = Owner.objects.create(community=cast.here, expires_on=datetime.date(2030, 1, 1))
    Ownership.objects.create(unit=flat, owner=somebody, role=role)
    if lives:
        assert actions.enter(address="1.2.3.4", secret=issued.secret)
    else:
        with pytest.raises(Wrong):
            actions.enter(address="1.2.3.4", secret=issued.secret)
    assert HouseholdCode.objects.live().count() == 1


def test_session_ends_when_idle_and_after_two_hours(issued):
    with time_machine.travel(NOON, tick=False) as clock:
        token = actions.enter(address="1.2.3.4", secret=issued.secret)
        clock.shift(19 * 60)
        assert actions.resume(token=token).seen_at == NOON
        clock.shift(19 * 60)
        assert actions.resume(token=token) is not None  # the look 19 minutes ago counted
        clock.shift(20 * 60)
        assert actions.resume(token=token) is None
        token = actions.enter(address="1.2.3.4", secret=issued.secret)
        for _ in range(7):
            clock.shift(17 * 60)
            assert actions.resume(token=token) is not None
        clock.shift(60)
        assert actions.resume(token=token) is None


def test_looking_writes_once_a_minute(issued, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False) as clock:
        token = actions.enter(address="1.2.3.4", secret=issued.secret)
        clock.shift(30)
        with django_assert_num_queries(1):
            actions.resume(token=token)
        clock.shift(60)
        with django_assert_num_queries(2):
            actions.resume(token=token)


def test_token_is_new_each_time_and_only_its_hash_is_kept(issued):
    tokens = {actions.enter(address="1.2.3.4", secret=issued.secret) for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 43 for token in tokens)
    assert not tokens & set(HouseholdSession.objects.values_list("token_hash", flat=True))
    actions.leave(token=next(iter(tokens)))
    assert HouseholdSession.objects.count() == 4
    assert actions.resume(token="no such token") is None


def test_door_is_shut_after_ten_wrong_codes_and_opens_after_an_hour(flat, issued):
    with time_machine.travel(NOON, tick=False) as clock:
        for turn in range(10):
            with pytest.raises(Wrong):
                actions.enter(address=f"10.0.0.{turn}", door=door(flat, "0000000000000"))
        with pytest.raises(TooMany):
            actions.enter(address="10.9.9.9", door=door(flat, issued.typed))
        assert actions.enter(address="10.9.9.9", secret=issued.secret)  # the QR code passes by the door
        clock.shift(3601)
        assert actions.enter(address="10.9.9.9", door=door(flat, issued.typed))
    assert Entry.objects.get(action="household.throttled").what == "户码尝试过多，已暂停"


@pytest.mark.parametrize("tries", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_guesses_from_one_address_are_cut_off_and_cost_nothing_more(flat, issued, monkeypatch, tries):
    slow = []
    monkeypatch.setattr(actions, "HASHER", Counting(slow))
    answers = {"Wrong": 0, "TooMany": 0}
    for turn in range(tries):
        try:
            actions.enter(address="6.6.6.6", door=door(flat, f"{turn:013}", room=str(turn % 50)))
        except Refused as refusal:
            answers[type(refusal).__name__] += 1
    assert answers == {"Wrong": 30, "TooMany": tries - 30}
    assert len(slow) == 30
    assert HouseholdAttempt.objects.count() == 60
    assert actions.enter(address="7.7.7.7", secret=issued.secret)


def test_right_code_is_no_attempt_and_old_attempts_go(flat, issued):
    with time_machine.travel(NOON, tick=False) as clock:
        with pytest.raises(Wrong):
            actions.enter(address="1.2.3.4", secret="A" * 22)
        assert HouseholdAttempt.objects.count() == 1
        clock.shift(25 * 3600)
        for _ in range(40):
            actions.enter(address="1.2.3.4", secret=issued.secret)
    assert HouseholdAttempt.objects.count() == 0
    assert "1.2.3.4" not in everything()


@pytest.mark.parametrize("other", [{}, {"room": "999"}, {"no": "77"}, {"community_id": 10**12}])
def test_every_miss_costs_one_slow_hash(flat, issued, monkeypatch, other):
    hashed = []
    monkeypatch.setattr(actions, "HASHER", Counting(hashed))
    with pytest.raises(Wrong) as refusal:
        actions.enter(address="1.2.3.4", door=door(flat, "0000000000000", **other))
    assert len(hashed) == 1
    assert str(refusal.value) == "户码不对，或者已经作废"


def test_coming_in_is_logged_without_a_name(flat, issued, code):
    actions.enter(address="1.2.3.4", secret=issued.secret)
    reading = Reading.objects.latest("id")
    assert (reading.actor, reading.purpose) == (f"household:{flat.pk}", "住户用户码进入")
    assert reading.community_id == flat.community_id
