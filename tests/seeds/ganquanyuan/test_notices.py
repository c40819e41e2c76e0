"""The demo notices: four years as a committee would tell them, true to the lifts' history."""

import datetime
import re
from collections import Counter

from django.utils import timezone

from portal.notices.domain import blanks
from portal.notices.models import Attachment, Correction, Notice
from projects.retrofits.models import Project

ASCII_BETWEEN_HAN = re.compile(r"[\u4e00-\u9fff]\s*[,;:!?]\s*[\u4e00-\u9fff]")
SPACE_AT_DIGIT = re.compile(r"[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]")
# A surname before a form of address or after a duty: a person, even if made up.
PERSON = re.compile(r"[赵钱孙李周吴郑王冯陈张刘黄林徐朱马胡郭何高罗](先生|女士|老师|阿姨|书记|主任|师傅|组长|某)")


def _words(notice):
    return f"{notice.title}\n{notice.summary}\n{notice.body}"


def test_notices_tell_four_years_in_every_kind(db):
    years = Counter(timezone.localdate(at).year for at in Notice.objects.values_list("published_at", flat=True))
    assert years == {2019: 7, 2020: 12, 2021: 13, 2022: 13, 2023: 15, 2026: 7}
    assert set(Notice.objects.values_list("kind", flat=True)) == {
        "general",
        "publicity",
        "consultation",
        "outage",
        "meeting",
        "progress",
        "money",
        "activity",
    }


def test_notices_speak_to_community_compound_and_stair(db):
    whole = Notice.objects.filter(compound=None, building_group=None).count()
    assert (whole, Notice.objects.exclude(compound=None).count()) == (21, 4)
    assert Notice.objects.exclude(building_group=None).count() == 42


def test_notices_have_no_blank_and_one_sentence_each(db):
    for notice in Notice.objects.all():
        assert blanks(_words(notice)) == []
        assert notice.summary
        assert notice.body_html
        assert len(notice.title) <= 21


def test_notices_are_typeset_as_chinese(db):
    for notice in Notice.objects.all():
        assert not ASCII_BETWEEN_HAN.search(_words(notice)), notice.title
        assert not SPACE_AT_DIGIT.search(_words(notice).replace("\n1. ", "\n")), notice.title


def test_notices_name_no_person_and_no_mobile(db):
    for notice in Notice.objects.all():
        assert not PERSON.search(_words(notice) + notice.publisher), notice.title
        assert not re.search(r"1[3-9]\d{9}", _words(notice)), notice.title


def test_notices_are_numbered_within_the_year_and_marked_as_sample_data(db):
    numbers = list(Notice.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == 67
    assert {"甘苑〔2019〕1号", "甘苑〔2023〕15号", "甘苑〔2026〕7号"} <= set(numbers)
    assert not Notice.objects.filter(is_demo=False).exists()


def test_notices_some_are_past_some_current_on_the_day_of_the_data(db):
    now = timezone.make_aware(datetime.datetime(2026, 11, 22, 12))
    assert Notice.objects.current(now, now.date()).count() == 10
    assert Notice.objects.archived(now, now.date()).count() == 56
    assert [notice.title for notice in Notice.objects.emergencies(now)] == ["11月28日一小区、二小区停水"]


def test_notices_corrected_and_withdrawn_say_why(db):
    assert list(Correction.objects.order_by("at").values_list("notice__number", "reason")) == [
        ("甘苑〔2019〕5号", "供水部门通知，第二批要多留半小时冲洗"),
        ("甘苑〔2022〕7号", "7月16日预报有雷雨，清洗改到第二天"),
        ("甘苑〔2023〕11号", "车位数写错了，实际借用两个，另划临时车位"),
    ]
    withdrawn = Notice.objects.get(status="withdrawn")
    assert withdrawn.withdrawn_reason == "供电部门通知检修取消，11月13日不停电"
    assert timezone.localdate(withdrawn.withdrawn_at) == datetime.date(2021, 11, 9)


def test_notices_carry_a_picture_with_words_and_a_pdf_with_text(db):
    picture, sheet = Attachment.objects.get(kind="image"), Attachment.objects.get(kind="pdf")
    assert "13号楼" in picture.alt
    assert (picture.width, picture.height) == (1200, 900)
    assert "意见可以提到12月22日" in sheet.text
    assert sheet.notice.kind == "publicity"


def test_notices_in_english_are_enough_for_a_first_look(db):
    assert Notice.objects.exclude(summary_en="").count() == 18
    assert not Notice.objects.filter(summary_en__regex=r"[\u4e00-\u9fff]").exists()


def test_notices_of_opening_name_the_day_of_the_history(db):
    opened = Notice.objects.filter(title__regex=r"^\d+号电梯.+可以使用$").select_related("building_group")
    assert opened.count() == 8
    for notice in opened:
        project = Project.objects.get(building_group=notice.building_group)
        day = project.stage_since
        assert project.stage == "delivered"
        assert f"{day.month}月{day.day}日可以使用" in notice.title
        assert timezone.localdate(notice.published_at) < day


def test_notices_of_works_name_the_day_of_the_history(db):
    started = Notice.objects.filter(title__regex=r"^\d+号加装电梯.+日开工$").select_related("building_group")
    assert started.count() == 5
    for notice in started:
        day = Project.objects.get(building_group=notice.building_group).started_on
        assert f"{day.month}月{day.day}日开工" in notice.title
        assert notice.title.startswith(notice.building_group.name)


def test_notice_of_the_report_counts_what_the_projects_count(db):
    notice = Notice.objects.get(title__startswith="加梯四年")
    done = Project.objects.done().filter(completed_on__lte=datetime.date(2023, 7, 7)).count()
    assert f"{done}台完工" in notice.title
    assert f"{Project.objects.filter(stage='under_construction').count()}台在建" in notice.title
    assert f"{Project.objects.filter(stage='not_started').count()}台待开工" in notice.title
