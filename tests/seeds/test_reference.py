import datetime

import pytest

from communities.journal.models import Entry
from portal.notices.domain import blanks
from portal.notices.enums import NoticeKind
from portal.notices.models import NoticeTemplate
from projects.consultations.models import Rule
from projects.costs.models import ReferenceTable, SubsidyPolicy
from seeds import reference
from seeds.tally import Tally

# code: area quorum, head quorum, area consent, head consent, measured against the whole roll
LAW = {
    "LIFT_ENTRANCE": (">=2/3", ">=2/3", ">=3/4", ">=3/4", False),
    "COMMON_LAND": (">=2/3", ">=2/3", ">1/2", ">1/2", False),
    "SPECIAL": (">=2/3", ">=2/3", ">=3/4", ">=3/4", False),
    "ORDINARY": (">=2/3", ">=2/3", ">1/2", ">1/2", False),
    "PARTIAL_COMMON_SPECIAL": (">=2/3", ">=2/3", ">=3/4", ">=3/4", False),
    "PARTIAL_COMMON": (">=2/3", ">=2/3", ">1/2", ">1/2", False),
    "COMMITTEE": ("", ">1/2", "", ">1/2", True),
    "RESIDENTS_MEETING": ("", ">1/2", "", ">1/2", False),
}


@pytest.fixture
def tally(db):
    tally = Tally()
    reference.load(tally)
    return tally


def test_rules_thresholds_are_the_laws(tally):
    columns = ("code", "area_quorum", "head_quorum", "area_consent", "head_consent", "consent_of_roll")
    assert {code: tuple(rest) for code, *rest in Rule.objects.values_list(*columns)} == LAW
    assert list(Rule.objects.values_list("code", flat=True)) == list(LAW)


def test_rules_carry_citation_and_day_of_check(tally):
    lift, common = Rule.objects.get(code="LIFT_ENTRANCE"), Rule.objects.get(code="COMMON_LAND")
    assert "沪建房管联〔2020〕801号" in lift.citation
    assert "801号" in common.note
    assert "第二百七十八条第一款第八项" in common.note
    assert set(Rule.objects.values_list("checked_on", flat=True)) == {datetime.date(2026, 11, 22)}
    assert all(rule.citation and rule.name_en and rule.note for rule in Rule.objects.all())


def test_residents_meeting_says_that_the_new_text_was_not_read(tally):
    rule = Rule.objects.get(code="RESIDENTS_MEETING")
    assert "待核对" in rule.citation
    assert "2025年修订版" in rule.note


def test_tables_of_shares_are_cited_and_for_reference_only(tally):
    tables = {table.code: table for table in ReferenceTable.objects.all()}
    assert list(tables) == ["SH_7_MIDPOINT", "GZ_COEFFICIENT", "GZ_COEFFICIENT_AREA", "EQUAL"]
    shanghai = tables["SH_7_MIDPOINT"]
    assert list(shanghai.floors.values()) == ["0", "5", "9", "14", "19", "24", "29"]
    assert (sum(map(int, shanghai.floors.values())), shanghai.intervals["7"]) == (100, "28～30")
    assert [tables["GZ_COEFFICIENT"].floors[floor] for floor in "1236"] == ["0", "0.5", "1", "1.3"]
    assert all("仅供参考" in table.status and table.citation and table.name_en for table in tables.values())


def test_subsidy_of_the_city_is_40_percent_up_to_280000_and_no_street_is_invented(tally):
    (city,) = SubsidyPolicy.objects.all()
    assert (city.rate_bp, city.cap_fen, city.community, city.valid_to) == (4000, 28_000_000, None, None)
    assert "没有查到" in city.citation


def test_templates_have_blanks_for_every_kind_and_none_belongs_to_a_community(tally):
    templates = NoticeTemplate.objects.all()
    assert templates.count() == 16
    assert {row.kind for row in templates} == set(NoticeKind.values)
    assert all(blanks(row.title) and blanks(row.body) and row.community is None for row in templates)


def test_reference_loaded_twice_writes_nothing(tally):
    assert (tally.added, tally.changed) == (316, 0)
    entries = Entry.objects.count()
    again = Tally()
    reference.load(again)
    assert str(again) == "新增 0，变更 0"
    assert Entry.objects.count() == entries == 84


def test_rule_checked_earlier_is_brought_up_to_date(tally):
    Rule.objects.filter(code="ORDINARY").update(checked_on=datetime.date(2024, 1, 1), area_consent=">=1/2")
    again = Tally()
    reference.load(again)
    assert (again.added, again.changed) == (0, 1)
    assert Rule.objects.get(code="ORDINARY").area_consent == ">1/2"


def test_rule_checked_later_by_the_committee_is_left_alone(tally):
    Rule.objects.filter(code="ORDINARY").update(checked_on=datetime.date(2027, 3, 1), note="已向街道核对")
    again = Tally()
    reference.load(again)
    assert again.changed == 0
    assert Rule.objects.get(code="ORDINARY").note == "已向街道核对"


def test_template_reworded_by_the_committee_is_left_alone(tally):
    NoticeTemplate.objects.filter(name="停水").update(body="【填：改过】")
    again = Tally()
    reference.load(again)
    assert str(again) == "新增 0，变更 0"
    assert NoticeTemplate.objects.get(name="停水").body == "【填：改过】"
