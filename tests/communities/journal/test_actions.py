import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from communities.journal import actions
from communities.journal.models import Entry, Head, Reading
from communities.models import BuildingGroup, Owner, Unit

ROOT = Path(__file__).resolve().parents[3]
WRITERS, EACH = 4, 25


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        actions.record(by=None, action="test")
    assert not Entry.objects.exists()


def test_record_names_the_actor_by_number_and_seeds_as_system(cast):
    with transaction.atomic():
        mine = actions.record(by=cast.member, action="test")
        seeded = actions.record(by=None, action="test")
    assert mine.actor == f"user:{cast.member.pk}"
    assert seeded.actor == "system"
    assert (seeded.seq, seeded.previous) == (2, mine.digest)


def test_record_of_an_access_does_not_make_pages_stale(cast):
    with transaction.atomic():
        actions.record(by=cast.member, action="test")
        actions.record(by=cast.member, action="login", kind="access")
    head = Head.objects.get()
    assert (head.seq, head.changed) == (2, 1)
    assert Entry.objects.get(seq=2).kind == "access"


def test_record_keeps_a_long_label_within_its_column(cast):
    with transaction.atomic():
        entry = actions.record(by=None, action="test", label="长" * 500)
    assert Entry.objects.get(pk=entry.pk).object_label == "长" * 120
    assert list(Entry.objects.faults()) == []


def test_store_new_row_records_every_value(cast):
    unit = Unit(building_group=cast.stair2, room="301", floor=3, area_cm2=543_600)
    assert actions.store(unit, by=cast.member) is True
    entry = Entry.objects.about(unit).get()
    assert entry.action == "communities.unit.create"
    assert entry.community_id == cast.here.pk
    assert entry.changes == {
        "building_group_id": [None, cast.stair2.pk],
        "room": [None, "301"],
        "floor": [None, 3],
        "area_cm2": [None, 543_600],
        "area_source": [None, "unknown"],
    }


def test_store_changed_row_records_old_and_new_of_what_changed(cast):
    unit = cast.units["1", "101"]
    unit.area_as_of = datetime.date(2026, 11, 1)
    unit.floor = 2
    assert actions.store(unit, by=cast.member) is True
    assert Entry.objects.about(unit).get().changes == {"area_as_of": [None, "2026-11-01"], "floor": [1, 2]}


def test_store_unchanged_row_writes_nothing(cast):
    assert actions.store(cast.stair1, by=cast.member) is False
    assert not Entry.objects.exists()


def test_store_personal_fields_leaves_only_their_names(cast):
    owner = Owner(community=cast.here, name="金丝雀甲", phone="13911112222", expires_on=datetime.date(2030, 1, 1))
    actions.store(owner, by=cast.member)
    owner.phone, owner.kind = "13933334444", "company"
    actions.store(owner, by=cast.member)
    created, changed = Entry.objects.about(owner).order_by("seq")
    assert created.changes["name"] == created.changes["phone"] == "personal"
    assert changed.changes == {"phone": "personal", "kind": ["person", "company"]}
    everything = str(list(Entry.objects.values_list()))
    assert "金丝雀" not in everything
    assert "13911112222" not in everything
    assert "13933334444" not in everything


def test_store_from_a_page_that_is_out_of_date_records_what_the_row_held(cast):
    stale = BuildingGroup.objects.get(pk=cast.stair1.pk)
    cast.stair1.floors = 7
    actions.store(cast.stair1, by=cast.member)
    stale.floors = 5
    actions.store(stale, by=cast.secretary)
    assert [entry.changes["floors"] for entry in Entry.objects.order_by("seq")] == [[6, 7], [7, 5]]


def test_store_whose_entry_cannot_be_written_saves_no_row(cast, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no entry")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="no entry"):
        actions.store(Unit(building_group=cast.stair2, room="301"), by=cast.member)
    assert not Unit.objects.filter(room="301").exists()


def test_remove_records_what_the_row_held(cast):
    unit = Unit.objects.create(building_group=cast.stair2, room="301", floor=3)
    key = f"communities.unit:{unit.pk}"
    actions.remove(unit, by=cast.member)
    entry = Entry.objects.get(object_key=key)
    assert entry.action == "communities.unit.remove"
    assert entry.changes["room"] == ["301", None]
    assert not Unit.objects.filter(room="301").exists()


def test_remove_of_an_owner_leaves_no_name_behind(cast):
    owner = Owner.objects.create(community=cast.here, name="金丝雀乙", expires_on=datetime.date(2030, 1, 1))
    actions.remove(owner, by=cast.member)
    assert Entry.objects.get().changes["name"] == "personal"
    assert "金丝雀" not in str(list(Entry.objects.values_list()))


def test_record_reading_keeps_who_saw_whose_record_and_no_name(cast):
    owner = Owner.objects.filter(community=cast.here).first()
    one = actions.record_reading(by=cast.member, obj=owner, purpose="产权人页面")
    many = actions.record_reading(
        by=cast.member, object_key="communities.owner", community_id=cast.here.pk, purpose="产权人列表", rows=30
    )
    assert (one.actor, one.object_key) == (f"user:{cast.member.pk}", f"communities.owner:{owner.pk}")
    assert (one.community_id, one.rows, many.community_id, many.rows) == (cast.here.pk, 1, cast.here.pk, 30)
    assert Reading.objects.count() == 2
    assert not Entry.objects.exists()


WRITER = f"""
import django; django.setup()
from django.db import transaction
from communities.journal import actions
for number in range({EACH}):
    with transaction.atomic():
        actions.record(by=None, action="race", changes={{"number": number}})
"""


@pytest.mark.django_db(transaction=True)
def test_record_by_four_processes_at_once_leaves_no_gap(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": _address_for_others(tmp_path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(WRITERS)
    ]
    complaints = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, complaints
    rows, head, faults = _read_back(environment)
    assert rows == head == WRITERS * EACH
    assert faults == []


def _address_for_others(tmp_path):
    """Where other processes find this test's database: by name, or for the one in memory as a copy on disk."""
    if connection.vendor == "postgresql":
        base = os.environ["DATABASE_URL"].rpartition("/")[0]
        return f"{base}/{connection.settings_dict['NAME']}"
    connection.ensure_connection()
    copy = tmp_path / "journal.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return f"sqlite:///{copy}"


def _read_back(environment):
    code = (
        "import django, json; django.setup()\n"
        "from communities.journal.models import Entry, Head\n"
        "print(json.dumps([Entry.objects.count(), Head.objects.get().seq, list(Entry.objects.faults())]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(run.stdout)
