"""C/ask/: what a resident meets who asks, and who asks too much."""

import re

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Reading
from projects.models import Concern
from projects.outreach import actions
from projects.outreach.actions import asking

LANGUAGES = ("/c/jia/ask/", "/zh-hant/c/jia/ask/", "/en/c/jia/ask/")
TOO_LONG = {
    LANGUAGES[0]: "最多2000字，您写了20000字",
    LANGUAGES[1]: "最多2000字，您寫了20000字",
    LANGUAGES[2]: "At most 2,000 characters; you wrote 20000",
}
FLOOD = {
    LANGUAGES[0]: "这一个小时里提的问题太多了",
    LANGUAGES[1]: "這一個小時裏提的問題太多了",
    LANGUAGES[2]: "Too many questions came within this hour",
}


def html(reply):
    return reply.content.decode()


def number_in(reply):
    return re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", html(reply).partition("<main")[2])[0]


def ask(client, path="/c/jia/ask/", **values):
    return client.post(path, {"text": "一楼会不会太暗", "no": "", "phone": "", **values})


@pytest.mark.parametrize("path", LANGUAGES)
def test_question_is_taken_in_and_followed_by_its_number(client, cast, path):
    reply = ask(client, path, no="１号楼", phone="１３９ 0000 1111")
    concern = Concern.objects.get()
    assert reply.status_code == 200
    assert (concern.text, concern.phone, concern.building_group) == ("一楼会不会太暗", "139 0000 1111", cast.stair1)
    found = client.post(f"{path}status/", {"number": f" {number_in(reply).lower()} "})
    assert found.status_code == 200
    assert "一楼会不会太暗" not in html(found)
    assert "139" not in html(found).partition("<main")[2].partition("</main>")[0]
    assert Reading.objects.get().purpose == "凭查询编号查看进度"


def test_asker_reads_the_answer_and_not_what_staff_note(client, cast):
    number = number_in(ask(client))
    today = timezone.localdate()
    taken = {"kind": "daylight", "assignee": cast.member, "due_on": today, "note": "找设计院", "by": cast.member}
    actions.handle(concern=Concern.objects.get(), **taken)
    actions.answer(concern=Concern.objects.get(), text="改用玻璃井道", on_day=today, by=cast.member)
    page = html(client.post("/c/jia/ask/status/", {"number": number}))
    assert "改用玻璃井道" in page
    assert "采光" in page
    assert "找设计院" not in page
    assert "居委会委员" not in page.partition("<main")[2]


@pytest.mark.parametrize("path", LANGUAGES)
def test_twenty_thousand_characters_come_back_whole(client, cast, path):
    long = "长" * 20_000
    reply = ask(client, path, text=long, phone="139")
    assert reply.status_code == 400
    assert TOO_LONG[path] in html(reply)
    assert html(reply).count("長" if "hant" in path else "长") >= 20_000
    assert "maxlength" not in re.search(r"<textarea[^>]*>", html(reply))[0]
    assert not Concern.objects.exists()


@pytest.mark.parametrize("path", LANGUAGES)
def test_flood_is_refused_and_the_words_stay_in_the_box(client, cast, path, monkeypatch):
    monkeypatch.setattr(asking, "MOST_FROM_ADDRESS", 2)
    assert [ask(client, path, text=f"问{turn}").status_code for turn in range(3)] == [200, 200, 429]
    reply = ask(client, path, text="第四问")
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "3600")
    assert FLOOD[path] in html(reply)
    assert "第四" in html(reply)
    assert Concern.objects.count() == 2
    assert Entry.objects.filter(action="outreach.throttled").count() == 1


def test_a_thousand_questions_a_minute_leave_twenty_and_no_error(client, cast):
    codes = [ask(client, text=f"第{turn}问").status_code for turn in range(60)]
    assert (codes.count(200), codes.count(429)) == (20, 40)
    assert Concern.objects.count() == 20


def test_pressing_twice_is_one_question(client, cast):
    assert number_in(ask(client)) == number_in(ask(client))
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"text": " \n "}, "请写您想问什么"),
        ({"no": "77"}, "没有找到这个门号"),
        ({"phone": "打我电话"}, "这不像电话号码"),
        ({"phone": "1"}, "这不像电话号码"),
        ({"phone": "1" * 61}, "60"),
        ({"text": "一\x00二"}, "空字符"),
    ),
)
def test_bad_words_come_back_with_the_reason(client, cast, values, said):
    reply = ask(client, **values)
    assert reply.status_code == 400
    assert said in html(reply)
    assert "<title>错误：" in html(reply)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("path", [*LANGUAGES, *(f"{path}status/" for path in LANGUAGES)])
def test_page_is_public_and_the_answer_to_a_press_is_not_kept(client, cast, path):
    page = client.get(path)
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "csrfmiddlewaretoken" not in html(page)
    assert page.cookies == {}
    kept = len(caches["pages"]._cache)
    for body in ({"text": "问", "number": "0000000000"}, {}):
        reply = client.post(path, body)
        assert reply.headers["Cache-Control"] == "no-store, private"
        assert "ETag" not in reply.headers
        assert reply.cookies == {}
        assert 'name="robots" content="noindex"' in html(reply)
    assert len(caches["pages"]._cache) == kept


@pytest.mark.parametrize("path", ("/c/jia/ask/", "/c/jia/ask/status/"))
def test_form_of_another_site_is_refused(client, cast, path):
    reply = client.post(path, {"text": "问", "number": "0000000000"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403
    assert not Concern.objects.exists()


def test_wrong_numbers_are_told_apart_and_few(client, cast, monkeypatch):
    monkeypatch.setattr(asking, "MOST_WRONG_NUMBERS", 1)
    for number, said in (
        ("", "请填查询编号"),
        ("123", "您填了3个"),
        ("UUUUUUUUUU", "没有字母U"),
        ("0000000000", "没有这个编号"),
    ):
        reply = client.post("/c/jia/ask/status/", {"number": number})
        assert (reply.status_code, said in html(reply)) == (400, True), said
    assert client.post("/c/jia/ask/status/", {"number": "0000000001"}).status_code == 429


def test_number_of_one_community_says_nothing_in_another(client, cast):
    number = number_in(ask(client))
    assert client.post("/c/yi/ask/status/", {"number": number}).status_code == 400
    assert client.post("/c/jia/ask/status/", {"number": number}).status_code == 200


def test_without_a_database_it_says_so(client, cast, monkeypatch):
    def fail(**_values):
        raise OperationalError("gone")

    monkeypatch.setattr("portal.ask.views.asking.actions.ask", fail)
    assert ask(client).status_code == 503
    assert client.post("/c/none/ask/", {"text": "问"}).status_code == 404


def test_building_is_filled_in_from_its_page(client, cast):
    assert 'href="/c/jia/ask/?no=1"' in html(client.get("/c/jia/b/1/"))
    assert 'value="1"' in html(client.get("/c/jia/ask/?no=1"))
    assert client.get("/c/jia/ask/?no=" + "1" * 30).status_code == 400
    assert 'href="/c/jia/ask/"' in html(client.get("/c/jia/"))
