import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from python_calamine import CalamineWorkbook

from communities.journal.enums import EntryKind
from communities.models import Entry, Owner, Ownership, Reading, Unit
from communities.register.actions import error_workbook, export_register, import_register

from .files import HEADER, ROW, sample, xlsx

SIGNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("http://a")')


def rows_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def add_owner(unit, name, role="co_owner", **fields):
    owner = Owner.objects.create(community=unit.building_group.community, name=name, expires_on="2030-01-01", **fields)
    Ownership.objects.create(unit=unit, owner=owner, role=role)
    return owner


def load(cast, content, **options):
    return import_register(content=content, filename="a.xlsx", community=cast.here, by=cast.member, **options)


def test_export_holds_every_flat_of_the_community_and_no_other(cast):
    header, *rows = rows_of(export_register(community=cast.here, by=cast.member))
    assert header[:5] == ["自然小区", "门号", "室号", "楼层", "建筑面积（平方米）"]
    assert [row[:6] for row in rows] == [
        ["东村", "1号", "101", 1.0, 54.36, "不动产登记簿"],
        ["东村", "1号", "601", 6.0, 54.36, "不动产登记簿"],
    ]
    assert "远村" not in str(rows)


def test_export_imported_again_changes_nothing(cast):
    load(cast, sample("register-one-stair.xlsx"))
    unit = cast.units["1", "101"]
    for name in ("张三、李四", "张 三", "John Smith", "（甲）公司", "王五", "王五", *SIGNS):
        add_owner(unit, name, phone="139 0000")
    add_owner(unit, "示例代理", role="agent", note="=cmd|'/c calc'!A0")
    add_owner(unit, "", role="tenant")
    Unit.objects.filter(pk=unit.pk).update(area_cm2=None, floor=None, area_as_of="2026-11-01")
    Unit.objects.filter(room="601").update(area_cm2=543_625, floor=-1)
    before = [list(table.objects.order_by("pk").values()) for table in (Unit, Owner, Ownership)]
    entries = Entry.objects.filter(kind=EntryKind.CHANGE).count()
    report = load(cast, export_register(community=cast.here, by=cast.member))
    assert report.errors == []
    assert (report.rows, report.created, report.updated, report.unchanged) == (14, 0, 0, 14)
    assert [list(table.objects.order_by("pk").values()) for table in (Unit, Owner, Ownership)] == before
    assert Entry.objects.filter(kind=EntryKind.CHANGE).count() == entries


@pytest.mark.parametrize("sign", SIGNS)
def test_export_writes_no_formula(cast, sign):
    owner = cast.units["1", "101"].ownerships.get().owner
    Owner.objects.filter(pk=owner.pk).update(name=sign, phone=sign, note=sign)
    content = export_register(community=cast.here, by=cast.member)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<f " not in sheet
    assert b"<hyperlink" not in sheet
    assert rows_of(content)[1][11].strip() == sign.strip()


def test_export_carries_no_certificate(cast):
    load(cast, xlsx((*ROW, "310107199001011234"), header=(*HEADER, "证件号码")))
    content = export_register(community=cast.here, by=cast.member)
    digest = Owner.objects.get(name=ROW[4]).certificate_hash
    assert "证件" not in str(rows_of(content))
    assert digest not in str(rows_of(content))


def test_export_is_logged_as_a_reading_and_an_access(cast):
    export_register(community=cast.here, by=cast.secretary)
    reading = Reading.objects.get()
    assert (reading.actor, reading.rows, reading.community_id) == (f"user:{cast.secretary.pk}", 2, cast.here.pk)
    entry = Entry.objects.get()
    assert (entry.action, entry.kind) == ("communities.upload.export", "access")


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_export_outside_reach_is_refused(cast, who):
    with pytest.raises(PermissionDenied):
        export_register(community=cast.here, by=getattr(cast, who))
    assert Reading.objects.count() == 0


def test_export_asks_the_database_as_often_for_many_as_for_few(cast, django_assert_max_num_queries):
    load(cast, xlsx(*[("南村", f"{i // 24 + 1}号", f"{i % 24 + 101}", 50, f"业主{i}") for i in range(300)]))
    with django_assert_max_num_queries(14):
        assert len(rows_of(export_register(community=cast.here, by=cast.member))) == 303
    assert Reading.objects.count() == 1


def test_marked_workbook_shows_each_fault_at_its_row(cast):
    content = sample("register-with-faults.xlsx")
    report = load(cast, content)
    rows = rows_of(error_workbook(content=content, filename="a.xlsx", errors=report.errors))
    assert rows[0] == ["小区", "楼号", "室号", "建筑面积", "业主", "错误说明"]
    assert [bool(row[5]) for row in rows] == [True, False, True, True, True, True, True]
    assert rows[3][3] == "六十"
    assert rows[3][5].startswith("建筑面积：看不懂面积")
    assert rows[6][5].startswith("建筑面积：单元格是公式，没有数值")


def test_marked_workbook_mended_imports_though_it_has_a_column_more(cast):
    content = xlsx(ROW, ("东村", "8号", "102", "六十", "示例业主乙"))
    report = load(cast, content)
    rows = rows_of(error_workbook(content=content, filename="a.xlsx", errors=report.errors))
    rows[2][3] = 60
    assert load(cast, xlsx(*rows, header=None)).created == 2
    assert Unit.objects.filter(building_group__name="8号").count() == 2


def test_marked_workbook_does_not_give_back_certificates(cast):
    content = xlsx((*ROW[:3], "x", ROW[4], "310107199001011234"), header=(*HEADER, "证件号码"))
    report = load(cast, content)
    book = error_workbook(content=content, filename="a.xlsx", errors=report.errors)
    assert "310107" not in str(rows_of(book))
    assert rows_of(book)[1][5] == "（证件号码不写回）"


def test_marked_workbook_of_a_sheet_without_header_says_so_in_its_first_row(cast):
    content = xlsx(("甲", "乙"), header=None)
    report = load(cast, content)
    rows = rows_of(error_workbook(content=content, filename="a.xlsx", errors=report.errors))
    assert "没有找到表头" in rows[0][2]
    assert rows[0][:2] == ["甲", "乙"]


def test_export_dates_and_numbers_are_typed_cells(cast):
    Unit.objects.filter(room="101").update(area_as_of=timezone.localdate())
    row = rows_of(export_register(community=cast.here, by=cast.member))[1]
    assert row[6] == timezone.localdate()
    assert isinstance(row[4], float)
