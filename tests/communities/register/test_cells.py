from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.register import domain
from communities.register.domain import cells

areas = st.integers(min_value=1, max_value=99_999_999)


def full_width(text):
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@given(areas)
def test_area_as_text_is_exact_to_the_square_centimetre(cm2):
    written = str(Decimal(cm2) / 10_000)
    for cell in (f"{Decimal(written):f}", full_width(f"{Decimal(written):f}"), f" {Decimal(written):,f} 平方米"):
        assert cells.area(cell) == cm2


@given(areas)
def test_area_as_a_number_is_exact_whatever_its_binary_form(cm2):
    assert cells.area(cm2 / 10_000) == cm2
    assert cells.area(float(str(cm2 / 10_000)) + 0.0) == cm2


@given(areas, st.integers(min_value=1, max_value=9))
def test_area_finer_than_a_square_centimetre_is_reported_not_rounded(cm2, digit):
    with pytest.raises(domain.CellError, match="不会替您四舍五入"):
        cells.area(f"{Decimal(cm2) / 10_000:.4f}{digit}")


@given(st.one_of(st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.none(), st.integers()))
def test_any_cell_is_read_or_refused_in_words(value):
    for parse in (*(getattr(cells, name) for name in ("area", "floor", "compound", "group", "room", "names")),
                  cells.phone, cells.note, cells.day, cells.area_source, cells.certificates):  # fmt: skip
        with suppress(domain.CellError):
            assert "\x00" not in str(parse(value))


@given(st.text(max_size=40))
def test_slug_of_any_door_is_an_address(name):
    slug = domain.group_slug(name)
    assert 1 <= len(slug) <= 14
    assert slug.isascii()
    assert slug.strip("-") == slug.lower() == slug


@pytest.mark.parametrize(
    ("written", "name", "slug"),
    [
        ("12", "12号", "12"),
        (12.0, "12号", "12"),
        ("１２号", "12号", "12"),
        ("12号楼", "12号", "12"),
        ("第12幢", "12号", "12"),
        ("012", "12号", "12"),
        ("12号甲", "12号甲", "12-jia"),
        ("12甲", "12号甲", "12-jia"),
        ("12B座", "12号B", "12-b"),
        ("3号楼2单元", "3号楼2单元", "3-2"),
        ("12弄3号", "12弄3号", "12-3"),
        ("A座", "A座", "a"),
        ("东", "东", "dong"),
        ("幸福楼", "幸福楼", "a6fde2"),
    ],
)
def test_door_has_one_name_and_a_stable_slug(written, name, slug):
    assert cells.group(written) == name
    assert domain.group_key(name) == name
    assert domain.group_slug(name) == slug


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("张三", ("张三",)),
        ("张三、李四", ("张三", "李四")),
        ("张三，李四", ("张三", "李四")),
        ("张三,李四;王五／赵六", ("张三", "李四", "王五", "赵六")),
        ("张三 李四", ("张三", "李四")),
        ("张三　李四\n王五", ("张三", "李四", "王五")),
        ("张　三", ("张三",)),
        ("John Smith", ("John Smith",)),
        ("上海某某（集团）公司", ("上海某某（集团）公司",)),
        ("“张三、李四”、王五", ("张三、李四", "王五")),
        ("示例业主11", ("示例业主11",)),
        ("无", ()),
        ("、", ()),
    ],
)
def test_people_of_one_cell_are_told_apart(written, people):
    assert cells.names(written) == people
    assert cells.names(domain.cell_of_names(people)) == people


@given(st.lists(st.text("张王李赵 、，,/（）aB1　", min_size=1, max_size=9)))
def test_names_that_were_read_are_written_so_that_they_read_the_same(several):
    read = [name for each in several for name in cells.names(each)]
    assert list(cells.names(domain.cell_of_names(read))) == read


@pytest.mark.parametrize(
    ("room", "floor"), [("101", 1), ("1203", 12), ("6001", 60), ("6101", None), ("001", None), ("12", None)]
)
def test_floor_is_taken_from_a_room_of_three_or_four_digits(room, floor):
    assert domain.floor_of_room(room) == floor


def test_fingerprint_needs_the_key_and_hides_the_number():
    mark = domain.fingerprint("310107199001011234", "key")
    assert mark == domain.fingerprint("310107199001011234", "key")
    assert mark != domain.fingerprint("310107199001011234", "other")
    assert len(mark) == 64
    assert "310107" not in mark


def test_certificates_of_one_cell_are_told_apart_without_repeating_them():
    assert cells.certificates("３１０１０７19900101123x、B12345") == ("31010719900101123X", "B12345")
    with pytest.raises(domain.CellError) as refusal:
        cells.certificates("A12345、A12345")
    assert "A12345" not in str(refusal.value)
