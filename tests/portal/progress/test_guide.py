"""/guide/ is read from the newest published version of each kind of project."""

import pytest

from projects.procedure import actions
from seeds import reference
from seeds.tally import Tally
from tests.projects.procedure.conftest import PLAN

PAGE = "/guide/"


@pytest.fixture
def lift(db):
    reference.load(Tally())


def test_guide_without_a_procedure_says_so(db, read):
    reply, text = read(PAGE)
    assert reply.status_code == 200
    assert "流程还没有录入，请先问居委会。" in text


def test_guide_tells_every_step_and_how_sure_it_is(lift, read):
    reply, text = read(PAGE)
    assert "加装电梯：四个阶段，常见的有17步。" in text
    assert "7.方案公示谁来办街镇（张贴）要什么公示图；意见记录多久公示至少10天，之后至少再收7天意见有文件" in text
    assert "多久2至4个月常见做法" in text
    assert "多久2至4周；有的楼已经评过常见做法" in text
    assert "依据沪建房管联〔2020〕801号" in text
    assert "2026年11月22日" in text
    parts = [text.index(name) for name in ("1.业主提出", "7.方案公示", "11.施工", "14.使用登记", "17.长期运营")]
    assert parts == sorted(parts)
    assert reply.content.decode().count("<h1") == 1


def test_guide_is_in_english_and_traditional_as_well(lift, read):
    reply, text = read("/en/guide/")
    assert "Anownerproposesit" in text
    assert "2to4monthsCommonpractice" in text or "2to4months" in text
    main = reply.content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'lang="zh-Hans"' not in main
    _, traditional = read("/zh-hant/guide/")
    assert "簽協議，選代建" in traditional
    assert "開工報送" in traditional


def test_newest_version_of_each_kind_is_shown(lift, read):
    actions.publish_procedure(values=PLAN, by=None)
    actions.publish_procedure(values={**PLAN, "version": 2, "name": "管线改造新版"}, by=None)
    _, text = read(PAGE)
    assert "管线改造新版：四个阶段，常见的有7步。" in text
    assert text.count("加装电梯：") == 1


def test_guide_asks_as_often_for_few_steps_as_for_many(db, queries):
    actions.publish_procedure(values={**PLAN, "step": PLAN["step"][:1]}, by=None)
    few = queries(PAGE)
    actions.publish_procedure(values={**PLAN, "version": 2}, by=None)
    assert (few, queries(PAGE)) == (4, 4)
