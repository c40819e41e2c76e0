import datetime
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone

from communities.journal import actions as journal
from communities.models import BuildingGroup, Compound, Entry, Owner, Ownership, Unit
from communities.register.actions import import_register

from .files import HEADER, ROW, sample, text, xlsx

ROOT = Path(__file__).parents[3]


def load(cast, content, filename=None, *, by=None, community=None, dry_run=False):
    filename = filename or ("a.xlsx" if content.startswith(b"PK") else "a.csv")
    return import_register(content=content, filename=filename, community=community or cast.here, by=by, dry_run=dry_run)


def counts():
    tables = (Compound, BuildingGroup, Unit, Owner, Ownership, Entry)
    return [table.objects.count() for table in tables]


def tally(report):
    return report.rows, report.created, report.updated, report.unchanged, len(report.errors)


def flat(room="101", door="8号"):
    return Unit.objects.get(building_group__name=door, room=room)


def holders(unit):
    return [
        (tie.role, tie.owner.name, tie.since, tie.until)
        for tie in unit.ownerships.select_related("owner").order_by("pk")
    ]


def test_import_of_one_stair_makes_its_places_and_people(cast):
    report = load(cast, sample("register-one-stair.xlsx"), by=cast.member)
    assert tally(report) == (12, 12, 0, 0, 0)
    assert report.likely_same == [[14, 15]]
    stair = BuildingGroup.objects.get(compound__name="示例一村")
    assert (stair.name, stair.community) == ("3号", cast.here)
    areas = list(stair.units.values_list("area_cm2", flat=True))
    assert sum(areas) == 6_926_400
    assert stair.units.get(room="402").floor == 4
    assert Owner.objects.filter(name="示例业主61").count() == 2
    assert stair.units.get(room="101").ownerships.get().owner.note == "一楼，已做工作"


def test_import_of_gbk_makes_co_owners(cast):
    report = load(cast, sample("register-gbk.csv"))
    assert tally(report) == (10, 10, 0, 0, 0)
    seven = flat("301", "7号")
    assert [(role, name) for role, name, _, _ in holders(seven)] == [
        ("owner", "示例业主73"),
        ("co_owner", "示例共有人"),
    ]
    assert seven.ownerships.get(role="owner").owner.phone == "13900000703"
    assert seven.ownerships.get(role="co_owner").owner.phone == ""


def test_import_with_faults_saves_nothing_and_names_every_row(cast):
    before = counts()
    report = load(cast, sample("register-with-faults.xlsx"))
    assert [fault.row for fault in report.errors] == [3, 4, 5, 6, 7]
    assert [fault.column for fault in report.errors] == ["室号", "建筑面积", "楼号", "建筑面积", "建筑面积"]
    assert "第2行" in report.errors[0].message
    assert tally(report) == (6, 0, 0, 0, 5)
    assert counts() == before


def test_import_twice_changes_nothing_the_second_time(cast):
    for name in ("register-one-stair.xlsx", "register-gbk.csv"):
        first = load(cast, sample(name))
        before, entry = counts(), Entry.objects.first()
        again = load(cast, sample(name))
        assert tally(again) == (first.rows, 0, 0, first.rows, 0)
        assert again.likely_same == first.likely_same
        assert counts() == before
        assert Entry.objects.first() == entry


def test_import_writes_one_entry_with_digest_and_changes_and_no_name(cast):
    report = load(cast, sample("register-one-stair.xlsx"), by=cast.member)
    entry = Entry.objects.get()
    assert entry.actor == f"user:{cast.member.pk}"
    assert entry.changes["文件摘要"] == [None, report.digest]
    assert len(report.digest) == 64
    assert entry.changes["新增"] == [None, 12]
    assert entry.community_id == cast.here.pk
    assert "示例业主" not in json.dumps(entry.changes, ensure_ascii=False)
    assert list(Entry.objects.faults()) == []


def test_import_of_a_new_area_records_old_and_new_and_drops_its_source(cast):
    header = (*HEADER, "面积来源")
    load(cast, xlsx((*ROW, "产证"), header=header))
    report = load(cast, xlsx((*ROW[:3], "60.5", ROW[4])))
    assert tally(report) == (1, 0, 1, 0, 0)
    unit = flat()
    assert (unit.area_cm2, unit.area_source, unit.area_as_of) == (605_000, "unknown", None)
    changes = Entry.objects.first().changes
    assert changes["建筑面积（平方厘米）"] == [None, f"室{unit.pk}：543600→605000"]
    assert changes["面积来源"] == [None, f"室{unit.pk}：registry→unknown"]


def test_dry_run_tells_what_would_happen_and_saves_nothing(cast):
    before = counts()
    report = load(cast, sample("register-one-stair.xlsx"), dry_run=True)
    assert tally(report) == (12, 12, 0, 0, 0)
    assert len(report.changes) == 12
    assert counts() == before


def test_unit_that_stands_is_recognised_however_its_names_were_typed(cast):
    row = ("东 村", 1, "101室", 54.36, "示例业主1101")
    report = load(cast, xlsx(row))
    assert tally(report) == (1, 0, 0, 1, 0)
    assert Unit.objects.count() == 4


def test_floor_is_derived_for_a_new_unit_only(cast):
    load(cast, xlsx(ROW, ("东村", "8号", "1203", 50, ""), ("东村", "8号", "阁楼", 20, "")))
    assert [flat(room).floor for room in ("101", "1203", "阁楼")] == [1, 12, None]
    Unit.objects.filter(room="1203").update(floor=11)
    report = load(cast, xlsx(("东村", "8号", "1203", 50, "")))
    assert tally(report) == (1, 0, 0, 1, 0)
    assert flat("1203").floor == 11


def test_empty_cells_say_nothing(cast):
    load(cast, xlsx((*ROW, "13900000001", "李四", 2), header=(*HEADER, "电话", "共有人", "楼层")))
    before = holders(flat())
    report = load(cast, xlsx((*ROW[:4], "", "", "", ""), header=(*HEADER, "电话", "共有人", "楼层")))
    assert tally(report) == (1, 0, 0, 1, 0)
    assert holders(flat()) == before
    assert flat().floor == 2


def test_another_owner_ends_the_tie_before_and_begins_a_new_one(cast):
    load(cast, xlsx(ROW))
    today = timezone.localdate()
    report = load(cast, xlsx((*ROW[:4], "示例业主乙")))
    assert tally(report) == (1, 0, 1, 0, 0)
    assert report.changes == [(2, "东村8号101室", "updated", ("owner",))]
    assert holders(flat()) == [("owner", "示例业主甲", None, today), ("owner", "示例业主乙", today, None)]
    assert Entry.objects.first().changes["业主"] == [None, f"室{flat().pk}"]


def test_owner_corrected_on_the_same_day_leaves_no_tie_of_no_length(cast):
    load(cast, xlsx(ROW))
    for name in ("示例业主乙", "示例业主丙"):
        load(cast, xlsx((*ROW[:4], name)))
    assert [name for _, name, _, _ in holders(flat())] == ["示例业主甲", "示例业主丙"]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        load(cast, xlsx(ROW))
    assert [until is None for _, _, _, until in holders(flat())] == [False, False, True]


def test_phone_and_remark_are_brought_up_to_date(cast):
    header = (*HEADER, "手机", "备注")
    load(cast, xlsx((*ROW, 13900000001, ""), header=header))
    report = load(cast, xlsx((*ROW, "13900000002", "常住外地"), header=header))
    owner = flat().ownerships.get().owner
    assert (owner.phone, owner.note) == ("13900000002", "常住外地")
    assert report.changes[0][3] == ("note", "phone")
    assert "1390000" not in json.dumps([entry.changes for entry in Entry.objects.all()])


def test_certificate_makes_one_owner_of_two_flats_and_is_kept_as_a_keyed_digest(cast):
    header = (*HEADER, "身份证号")
    one, two = (*ROW, "310107199001011234"), ("东村", "8号", "102", 50, "示例业主甲", " 310107199001011234")
    report = load(cast, xlsx(one, two, header=header))
    assert report.likely_same == []
    owner = Owner.objects.get(name="示例业主甲")
    assert owner.ownerships.count() == 2
    assert len(owner.certificate_hash) == 64
    assert tally(load(cast, xlsx(one, two, header=header))) == (2, 0, 0, 2, 0)
    load(cast, xlsx((*one[:-1], one[-1]), header=header), community=cast.there)
    assert Owner.objects.filter(certificate_hash=owner.certificate_hash).count() == 1
    with connection.cursor() as cursor:
        for table in ("communities_owner", "communities_entry", "communities_ownership"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "310107" not in str(cursor.fetchall())


def test_certificate_that_comes_later_joins_owners_of_one_name(cast):
    two = ("东村", "8号", "102", 50, "示例业主甲")
    assert load(cast, xlsx(ROW, two)).likely_same == [[2, 3]]
    report = load(cast, xlsx((*ROW, "A12345"), (*two, "A12345"), header=(*HEADER, "证件号")))
    assert tally(report) == (2, 0, 2, 0, 0)
    current = Ownership.objects.filter(unit__building_group__name="8号", until__isnull=True)
    assert current.values("owner").distinct().count() == 1


def test_certificate_of_two_names_is_a_fault_that_repeats_no_number(cast):
    report = load(
        cast, xlsx((*ROW, "A12345"), ("东村", "8号", "102", 50, "别人", "A12345"), header=(*HEADER, "证件号"))
    )
    assert [(fault.row, fault.value) for fault in report.errors] == [(3, "（不显示）")]
    assert "第2行" in report.errors[0].message
    assert "A12345" not in str(report)


def test_shared_owner_with_two_phones_keeps_the_first_and_stays_so(cast):
    header = (*HEADER, "证件号", "手机")
    content = xlsx((*ROW, "A12345", "1"), ("东村", "8号", "102", 50, ROW[4], "A12345", "2"), header=header)
    load(cast, content)
    assert Owner.objects.get(name=ROW[4]).phone == "1"
    assert tally(load(cast, content)) == (2, 0, 0, 2, 0)


def test_two_certificates_of_one_name_are_two_people(cast):
    rows = (*ROW, "A12345"), ("东村", "8号", "102", 50, ROW[4], "B12345")
    report = load(cast, xlsx(*rows, header=(*HEADER, "证件号")))
    assert report.likely_same == []
    assert Owner.objects.filter(name=ROW[4]).count() == 2


def test_door_whose_number_is_taken_gets_the_compound_before_it(cast):
    load(cast, xlsx(("西村", "1号", "101", 50, ""), ("新村", "1幢", "101", 50, ""), ("新村", "12号甲", "1", 50, "")))
    addresses = {str(group): group.no for group in BuildingGroup.objects.filter(community=cast.here)}
    assert addresses["东村1号"] == "1"
    assert addresses["西村1号"] == "2-1"
    assert addresses["新村1号"] == "3-1"
    assert addresses["新村12号甲"] == "12-jia"


def test_same_file_in_two_communities_makes_units_of_each(cast):
    load(cast, xlsx(ROW))
    report = load(cast, xlsx(ROW), community=cast.there)
    assert tally(report) == (1, 1, 0, 0, 0)
    assert {unit.community_id for unit in Unit.objects.filter(building_group__name="8号")} == {
        cast.here.pk,
        cast.there.pk,
    }


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_import_outside_reach_is_refused(cast, who):
    before = counts()
    with pytest.raises(PermissionDenied):
        load(cast, xlsx(ROW), by=getattr(cast, who))
    assert counts() == before


def test_takeover_registered_ahead_is_told_and_nothing_is_saved(cast):
    unit = cast.units["1", "101"]
    Ownership.objects.filter(unit=unit).update(until=datetime.date(2999, 1, 1))
    heir = Owner.objects.create(community=cast.here, name="接手", expires_on=datetime.date(2999, 1, 1))
    Ownership.objects.create(unit=unit, owner=heir, since=datetime.date(2999, 1, 1))
    before = counts()
    report = load(cast, xlsx(("东村", "1号", "101", 54.36, "第三人")))
    assert "冲突" in report.errors[0].message
    assert counts() == before


def test_journal_that_fails_saves_nothing(cast, monkeypatch):
    def broken(**_):
        raise IntegrityError("journal")

    before = counts()
    monkeypatch.setattr(journal, "record", broken)
    report = load(cast, xlsx(ROW))
    assert len(report.errors) == 1
    assert counts() == before


@pytest.mark.parametrize("rows", [100, 6000])
def test_import_asks_the_database_a_fixed_number_of_times_a_batch(cast, rows, django_assert_max_num_queries):
    content = text(*[("南村", f"{i // 24 + 1}号", f"{i % 24 + 101}", "50", f"示例业主{i}") for i in range(rows)])
    with django_assert_max_num_queries(20 + 12 * (rows // 2500 + 1)):
        assert tally(load(cast, content)) == (rows, rows, 0, 0, 0)
    assert Unit.objects.count() == rows + 4


KILLED = """
import sys, django
django.setup()
from communities.models import Community
from communities.register.actions import import_register
community = Community.objects.get(slug="jia")
content = open(sys.argv[1], "rb").read()
print("ready", flush=True)
import_register(content=content, filename="a.csv", community=community, by=None)
print("done", flush=True)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded database; PostgreSQL's own process lives on")
def test_killed_import_leaves_nothing(tmp_path):
    content = text(*[("南村", f"{i // 24 + 1}号", f"{i % 24 + 101}", "50", f"示例业主{i}") for i in range(30_000)])
    (tmp_path / "a.csv").write_bytes(content)
    data = tmp_path / "data"
    data.mkdir()
    surroundings = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "LINLI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
    }
    setup = "from communities.models import Community; Community.objects.create(slug='jia', name='甲', publisher='x')"
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", setup]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=surroundings, check=True)
    for delay in (0.1, 0.6, 1.2):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "a.csv")], env=surroundings, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        process.kill()
        finished = "done" in process.communicate()[0]
        with sqlite3.connect(data / "linli.sqlite3") as database:
            found = {
                table: database.execute(f"SELECT count(*) FROM communities_{table}").fetchone()[0]
                for table in ("unit", "owner", "ownership", "entry", "buildinggroup", "compound")
            }
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if finished:
            break
        assert set(found.values()) == {0}
    assert delay > 0.1 or not finished
