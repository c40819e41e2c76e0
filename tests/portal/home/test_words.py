import datetime
import re

import pytest

from portal.home.enums import STAGE_TAGS, STAGE_WORDS
from portal.home.views import faq
from portal.home.views.words import ELECTORATES, in_words
from projects.consultations.domain import Threshold
from projects.consultations.enums import Electorate
from projects.consultations.models import Rule
from projects.retrofits.enums import Stage


def text(reply):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", reply.content.decode().partition("<main")[2]))


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (">=2/3", "三分之二以上（含）"),
        (">=3/4", "四分之三以上（含）"),
        (">1/2", "超过二分之一"),
        (">=3/5", "3/5以上（含）"),
    ],
)
def test_threshold_in_words(sign, words):
    assert in_words(Threshold.parse(sign)) == words
    assert str(Threshold.parse(sign)) == sign


def test_words_exist_for_every_electorate_and_stage():
    assert set(ELECTORATES) == set(Electorate)
    assert set(STAGE_WORDS) == set(STAGE_TAGS) == set(Stage)


def test_rules_come_from_the_table_with_their_citation(client, db):
    Rule.objects.create(
        code="LIFT_ENTRANCE",
        name="加装电梯征询",
        electorate="entrance",
        area_quorum=">=2/3",
        head_quorum=">=2/3",
        area_consent=">=3/4",
        head_consent=">=3/4",
        citation="沪建房管联〔2020〕801号",
        checked_on=datetime.date(2026, 11, 22),
    )
    Rule.objects.create(
        code="COMMITTEE",
        name="业委会决定",
        electorate="committee",
        head_quorum=">1/2",
        head_consent=">1/2",
        consent_of_roll=True,
        citation="上海市住宅物业管理规定第26条",
        checked_on=datetime.date(2026, 11, 22),
        position=1,
    )
    page = text(client.get("/rules/"))
    assert "加装电梯征询谁来表决本楼幢（门牌幢）全体业主参与表决的面积三分之二以上（含）≥2/3" in page
    assert "同意的人数（占参与者）四分之三以上（含）≥3/4依据沪建房管联〔2020〕801号" in page
    assert "业委会决定谁来表决业主委员会全体委员参与表决的人数超过二分之一&gt;1/2" in page
    assert "同意的人数（占全体）超过二分之一" in page
    assert page.count("核对日期2026年11月22日") == 2


def test_rules_without_a_row_say_so_and_keep_the_example(client, db):
    page = text(client.get("/rules/"))
    assert "表决规则还没有录入" in page
    assert "一共12户，692.64平方米。" in page
    assert "8户交回征询表，其中6户同意，其余不同意。" in page
    assert "461.76平方米÷692.64平方米=66.66%三分之二以上（含）达到" in page
    assert "353.04平方米÷461.76平方米=76.45%四分之三以上（含）达到" in page
    assert "6÷8=75.00%四分之三以上（含）达到" in page
    assert "四道都达到，通过" in page


def test_faq_answers_each_with_its_source(client, db):
    questions = [question for chapter in faq.CHAPTERS for question in chapter.questions]
    page = client.get("/faq/").content.decode()
    assert len(questions) >= 12
    assert page.count("<details>") == len(questions)
    assert all(question.source and question.answer for question in questions)
    assert {question.basis for question in questions} == {"law", "inferred", "practice"}
    assert "最多280,000元" in page


@pytest.mark.parametrize("path", ["about", "privacy", "accessibility", "subscribe", "guide", "faq", "rules"])
@pytest.mark.parametrize("prefix", ["/", "/zh-hant/", "/en/"])
def test_page_of_words_leads_with_its_fact(cast, client, path, prefix):
    reply = client.get(f"{prefix}{path}/")
    page = reply.content.decode()
    assert reply.status_code == 200
    assert page.count("<h1") == 1
    assert len(reply.context["title"]) <= 20 or prefix == "/en/"
    assert '<meta name="description" content="' in page


def test_about_states_the_promise_and_its_limits(cast, client):
    page = text(client.get("/about/"))
    assert "谁手里有早些时候的校验码，谁就能查出后来有没有记录被改过或者删过" in page
    assert "做不到的，也说清楚" in page
    assert 'id="verify"' in client.get("/about/").content.decode()
    assert 'href="tel:021-55550001"' in client.get("/about/").content.decode()


def test_accessibility_claims_no_conformance(client, db):
    page = text(client.get("/accessibility/"))
    assert "没有拿到任何认证" in page
    assert "符合" not in page


HAN = "[\u4e00-\u9fff]"


@pytest.mark.parametrize(
    "path", ["", "about", "privacy", "accessibility", "subscribe", "guide", "faq", "rules", "stats"]
)
def test_page_is_set_as_chinese_is(cast, client, path):
    page = client.get(f"/{path}/" if path else "/").content.decode()
    words = re.sub(r"<[^>]+>", "\n", page)
    assert re.findall(f"{HAN}[,;:!?]{HAN}", words) == []
    assert re.findall(f"{HAN} +\\d|\\d +{HAN}", words) == []
