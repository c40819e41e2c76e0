"""What residents read of a project on its way: steps, days, delays, whose turn it is."""

import datetime
import re

import html5lib
import pytest

from projects.procedure import actions
from projects.procedure.models import Step
from projects.retrofits.actions import expect, move
from tests.projects.procedure.conftest import days

PAGE = "/c/jia/b/1/progress/"


def test_stairs_without_a_project_have_no_such_page(cast, client):
    assert client.get(PAGE).status_code == 404
    assert client.get("/c/jia/b/99/progress/").status_code == 404
    assert "/progress/" not in client.get("/c/jia/b/1/").content.decode()


def test_project_without_a_course_says_so(road, read):
    reply, text = read(PAGE)
    assert "还没有登记要办哪几步。" in text
    assert "管线改造" in text
    assert reply.context["title"] == "1号楼进度：征询中"


def test_page_says_whose_turn_it_is_and_what_is_missing(road, read):
    road.begin()
    _, text = read(PAGE)
    assert "下一步轮到ASK的单位：步骤ASK。可以开始了。" in text
    road.open("ASK")
    reply, text = read(PAGE)
    assert "现在轮到ASK的单位：步骤ASK。还缺：材料“申请”。" in text
    assert "一共7步，办了0步（0%）" in text
    assert reply.content.decode().count('aria-current="step"') == 1
    assert "预计2026年3月9日办完，现在已经过了" in text


def test_every_step_stands_in_its_part_with_its_days(road, read):
    road.begin()
    road.open("ASK")
    road.attach("ASK", "申请")
    road.finish("ASK", 3)
    actions.skip(step=road.step("LAND"), reason="不占公共的地", by=road.by)
    reply, text = read(PAGE)
    assert "1.意愿征询步骤ASK办完了2026年3月2日到2026年3月5日" in text
    assert "步骤LAND不用办不占公共的地" in text
    assert "一共7步，办了2步（28%）" in text
    assert text.index("2.前期手续") < text.index("3.施工") < text.index("4.运营管理")
    html5lib.HTMLParser(strict=True).parse(reply.content.decode())


def test_delay_keeps_the_old_day_and_its_reason_in_public(road, read):
    road.begin()
    road.open("ASK")
    actions.expect(step=road.step("ASK"), on=days(30), reason="等一户签字", by=road.by)
    expect(project=road.project, on=datetime.date(2030, 1, 1), by=None)
    expect(project=road.project, on=None, reason="管线图纸不符", by=None)
    _, text = read(PAGE)
    assert "比原计划晚23天" in text
    assert "步骤ASK原来预计2026年3月9日，改为2026年4月1日。原因：等一户签字" in text
    assert "可以使用的日期原来预计2030年1月1日，现在还不知道。原因：管线图纸不符" in text


def test_steps_written_down_afterwards_say_so(road, read):
    road.walked("VOTE")
    _, text = read(PAGE)
    assert "前面的步骤是补录的：办完以后才登记。" in text
    assert "还缺：征询表决（还没有开始）。" in text


def test_pause_is_told_with_its_reason(road, read):
    road.begin()
    move(project=road.project, to="paused", on=days(1), by=None, reason="燃气管线要先移位")
    _, text = read(PAGE)
    assert "暂停的原因：燃气管线要先移位" in text


def test_plan_on_display_is_told_in_numbers_without_what_was_said(road, read):
    course = road.begin()
    posting = actions.post_plan(course=course, starts_on=days(0), place="1号门厅", by=road.by)
    actions.note_remark(posting=posting, received_on=days(1), text="担心采光", by=road.by)
    _, text = read(PAGE)
    assert "2026年3月2日起公示到2026年3月12日，贴在1号门厅；之后收意见到2026年3月19日。" in text
    assert "收到意见1条，还没有答复1条。" in text
    assert "担心采光" not in text


def test_nobody_and_no_file_is_named(road, client):
    road.begin()
    document = road.attach("ASK", "申请")
    html = client.get(PAGE).content.decode()
    assert document.file.name not in html
    assert not re.search(r"示例业主|1390000|/steps/|居委会委员", html)


@pytest.mark.parametrize("prefix, said", [("/en", "Next it is up to"), ("/zh-hant", "下一步輪到")])
def test_page_speaks_three_languages(road, read, prefix, said):
    road.begin()
    reply, text = read(prefix + PAGE)
    assert said.replace(" ", "") in text
    assert ('lang="zh-Hans">步骤ASK' in reply.content.decode()) == (prefix == "/en")


def test_page_asks_as_often_for_one_step_as_for_a_finished_road(road, queries):
    road.begin()
    first = queries(PAGE)
    Step.objects.update(expected_on=days(90))
    for code in ("ASK", "VOTE", "LAND", "SIGN"):
        actions.expect(step=road.step(code), on=days(99), reason="晚了", by=road.by)
    actions.begin(project=road.open_project(road.cast.stair2), on=days(0), by=road.by)
    assert (first, queries(PAGE)) == (18, 18)


def test_building_page_and_sitemap_lead_here(cast, road, client):
    road.open_project(cast.stair2, "lift")
    html = client.get("/c/jia/b/2/").content.decode()
    assert 'href="/c/jia/b/2/progress/"' in html
    part = client.get("/sitemap-projects-0.xml")
    body = part.content.decode() if part.status_code == 200 else ""
    assert "/c/jia/b/1/progress/" in body
    assert body.count("/progress/") == 2
