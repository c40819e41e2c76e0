"""What residents read of a consultation: while it is open, once it is counted, and after it was annulled."""

import re

import html5lib
import pytest

from projects.consultations import actions
from projects.consultations.models import Consultation, Holiday
from tests.projects.consultations.conftest import make_rule

SHOULD_NOT_SHOW = ("101", "301", "601", "54.36", "61.08")


def page_of(client, consultation):
    return client.get(f"/c/jia/votes/{consultation.pk}/")


def test_draft_is_nobodys_business(client, vote):
    draft = vote.draft()
    assert page_of(client, draft).status_code == 404
    assert client.get("/c/jia/b/12/vote/").status_code == 404
    assert "这里还没有表决" in client.get("/c/jia/votes/").content.decode()


def test_open_vote_tells_turnout_and_no_agreement(client, vote, text):
    opened = vote.open_now()
    for room in ("101", "102", "201"):
        vote.both(opened, room, "agree")
    reply = page_of(client, opened)
    page = text(reply)
    assert "征询中" in page
    assert "已交回3人，全体12人25.00%" in page
    assert "已交回169.80平方米，全体692.64平方米24.51%" in page
    assert "打电话只算表示意向，不算投票" in page
    assert "参与人数还差5人，参与面积还差291.96平方米。" in page
    assert 'class="gauge"' not in reply.content.decode()
    assert "参加的人怎么说" not in page
    assert "同意面积四分之三以上" in page
    assert text(client.get("/c/jia/b/12/vote/")) == page


def test_passed_vote_shows_four_gauges_and_every_figure(client, vote, text):
    closed = vote.displayed()
    reply = page_of(client, closed)
    page, html = text(reply), reply.content.decode()
    assert "四项都已达到，通过。" in page
    assert html.count('<svg class="gauge"') == 4
    assert "461.76÷692.64=66.66%" in page
    assert "6÷8=75.00%" in page
    assert "不同意2人108.72平方米弃权0人0.00平方米参加的合计8人461.76平方米" in page
    assert "占全体面积，要达到三分之二以上（含）" in page
    assert page.count("要达到四分之三以上（含）") == 2
    assert "到场交回8张" in page
    assert "不计入的票没有" in page
    assert closed.result.digest in html
    assert 'href="/rules/recount/"' in html
    assert "沪建房管联〔2020〕801号" in page
    assert "这次表决先在纸上完成，后来照原票录入。" in page
    assert not [words for words in SHOULD_NOT_SHOW if words in page.replace(closed.result.digest, "")]
    html5lib.HTMLParser(strict=True).parse(re.sub(r"</?(svg|rect|path)[^>]*>", "", html))


def test_bars_are_as_long_as_the_figures_say(client, vote):
    html = page_of(client, vote.displayed()).content.decode()
    bars = re.findall(r'<rect width="([\d.]+)" height="20" y="5" class="fill-brand"/>', html)
    ticks = re.findall(r'<path d="M([\d.]+) 0V30" vector', html)
    shares = [
        float(part) / float(whole)
        for part, whole in re.findall(r'>([\d.]+)</span> ÷ <span class="num">([\d.]+)<', html)
    ]
    assert ticks == ["200.00", "200.00", "225.00", "225.00"]
    assert len(bars) == len(shares) == 4
    assert all(abs(float(bar) - 300 * share) < 0.5 for bar, share in zip(bars, shares, strict=True))


def test_failed_vote_says_by_how_much(client, vote, text):
    closed = vote.displayed(agree="101 201 102 202 302", disagree="301 401 402")
    page = text(page_of(client, closed))
    assert "四项都达到才算通过，现在两项已达到，同意面积还差" in page
    assert "同意人数还差12.5个百分点。" in page
    assert "没有通过" in page
    assert "还差0.0" not in page


def test_set_aside_and_channels_are_counted(client, vote, text):
    opened = vote.open()
    vote.vote(opened, agree="101 201 102 202 302 402", disagree="301")
    vote.both(opened, "401", "agree", flaw="unsigned", channel="doorstep")
    vote.both(opened, "501", "agree", flaw="co_owners", channel="post")
    actions.close(consultation=opened, by=vote.first)
    vote.display(opened)
    page = text(page_of(client, opened))
    assert "到场交回7张" in page
    assert "上门收回1张" in page
    assert "邮寄1张" in page
    assert "无效1张" in page
    assert "待核实1张" in page


def test_display_and_objections_in_numbers_only(client, vote, text):
    closed = vote.closed()
    display = vote.display(closed)
    day = f"{display.ends_on.year}年{display.ends_on.month}月{display.ends_on.day}日"
    for words in ("采光受影响", "噪声太大"):
        objection = actions.object_to(consultation=closed, text=words, received_on=display.starts_on, by=vote.first)
    actions.answer(objection=objection, outcome="explained", text="按图纸不影响", by=vote.first)
    page = text(page_of(client, closed))
    assert "公示中通过" in page
    assert f"共7天（公布当天不算），最后一天是{day}" in page
    assert "收到2条，已书面答复1条" in page
    assert "采光" not in page
    assert "图纸" not in page


def test_display_that_ends_in_a_year_without_holidays_says_that_it_may_move(client, vote, text):
    closed = vote.closed()
    display = vote.display(closed)
    assert "放假安排" not in text(page_of(client, closed))
    Holiday.objects.all().delete()
    actions.declare_holidays(year=2019, text="元旦 2019-01-01\n劳动节 2019-05-01\n国庆节 2019-10-01", by=None)
    assert f"本站还没有{display.ends_on.year}年的放假安排，最后一天可能顺延。" in text(page_of(client, closed))


def test_annulled_result_stays_with_its_reason_and_what_replaced_it(client, vote, text):
    closed = vote.displayed()
    actions.annul(consultation=closed, reason="名册漏了一户", by=vote.first)
    again = actions.repeat(consultation=closed, by=vote.first)
    before = page_of(client, closed).content.decode()
    actions.open_consultation(consultation=_windowed(again, closed), by=vote.first)
    reply = page_of(client, closed)
    assert "看代替它的那一次" not in before
    assert "原因：名册漏了一户" in text(reply)
    assert "作废，不再算数" in text(reply)
    assert "461.76÷692.64=66.66%" in text(reply)
    assert f'href="/c/jia/votes/{again.pk}/"' in reply.content.decode()
    assert f'href="/c/jia/votes/{closed.pk}/"' in page_of(client, again).content.decode()
    assert f"/votes/{closed.pk}/" in client.get("/c/jia/b/12/vote/").content.decode()


def _windowed(draft, like):
    draft.opens_at, draft.closes_at, draft.is_transcript = like.opens_at, like.closes_at, True
    draft.save(update_fields=["opens_at", "closes_at", "is_transcript"])
    return draft


def test_annulled_before_the_count_tells_nothing_of_it(client, vote, text):
    opened = vote.open()
    vote.vote(opened, agree="101 102")
    actions.annul(consultation=opened, reason="方案改了", by=vote.first)
    page = text(page_of(client, opened))
    assert "原因：方案改了" in page
    assert "已交回" not in page
    assert "计票表" not in page


def test_test_nobody_asks_says_so(client, vote, text):
    vote.rule = make_rule("ORDINARY", area_quorum="", area_consent="")
    closed = vote.displayed()
    page = text(page_of(client, closed))
    assert "两项都已达到，通过。" in page
    assert page.count("不要求") == 8
    assert "同意6人不同意2人弃权0人参加的合计8人名册上的全体12人" in page
    assert "平方米" not in page.replace("面积的单位是平方米", "")


def test_silence_clause_is_said_with_its_source(client, vote, text):
    opened = vote.open(silence_clause="议事规则第12条")
    vote.vote(opened, agree="101 201 102 202 302 402 501 502")
    actions.close(consultation=opened, by=vote.first)
    vote.display(opened)
    page = text(page_of(client, opened))
    assert "按议事规则第12条办：票已送到又没有交回的，跟多数意见算，但不算参加。" in page
    assert "通过" in page


def test_list_has_open_ones_first_and_pages_by_key(client, vote, repeat, text):
    finished = vote.displayed()
    last = repeat(24).order_by("-pk")[0]
    first = client.get("/c/jia/votes/")
    links = re.findall(r'href="/c/jia/votes/(\d+)/"', first.content.decode())
    assert int(links[0]) == last.pk
    assert len(links) == 20
    older = re.search(r'href="(\?after=[^"]+)"', first.content.decode())[1]
    second = re.findall(r'href="/c/jia/votes/(\d+)/"', client.get(f"/c/jia/votes/{older}").content.decode())
    assert len(second) == 5
    assert int(second[-1]) == finished.pk
    assert not set(second) & set(links)
    assert client.get("/c/jia/votes/?after=2-1").status_code == 400


def test_demo_votes_are_marked(client, vote, text):
    opened = vote.open_now(is_demo=True)
    assert "示例数据" in text(page_of(client, opened))
    assert "示例数据" in text(client.get("/c/jia/votes/"))


def test_other_communities_do_not_show_it(client, vote):
    opened = vote.open_now()
    assert client.get(f"/c/yi/votes/{opened.pk}/").status_code == 404
    assert client.get("/c/yi/b/9/vote/").status_code == 404
    assert client.get("/c/none/votes/").status_code == 404
    assert "同意本门号" not in client.get("/c/yi/votes/").content.decode()


def test_building_and_community_link_only_to_what_exists(client, vote, text):
    vote.draft()
    assert "/vote/" not in client.get("/c/jia/b/12/").content.decode()
    assert "/votes/" not in client.get("/c/jia/").content.decode()
    closed = vote.displayed()
    assert "四项都已达到，通过。看结果和数字" in text(client.get("/c/jia/b/12/"))
    assert 'href="/c/jia/b/12/vote/"' in client.get("/c/jia/b/12/").content.decode()
    assert 'href="/c/jia/votes/"' in client.get("/c/jia/").content.decode()
    assert "/vote/" not in client.get("/c/jia/b/1/").content.decode()
    assert 'href="/rules/recount/"' in client.get("/rules/").content.decode()
    assert Consultation.objects.published().get() == closed


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_as_often_for_little_and_much(cold, vote, repeat, rows):
    closed = vote.closed()
    vote.display(closed)
    opened = repeat(rows).latest("pk")
    asked = {
        path: cold(path)
        for path in ("/c/jia/votes/", f"/c/jia/votes/{closed.pk}/", f"/c/jia/votes/{opened.pk}/", "/c/jia/b/12/vote/")
    }
    assert {reply.status_code for reply, _ in asked.values()} == {200}
    assert [number for _, number in asked.values()] == [3, 4, 3, 3]
    assert cold("/c/jia/b/12/")[1] == 7
    assert cold("/c/jia/")[1] == 5


def test_english_and_traditional_pages_say_the_same(client, vote):
    closed = vote.displayed(agree="101 201 102 202 302", disagree="301 401 402")
    english = client.get(f"/en/c/jia/votes/{closed.pk}/").content.decode()
    main = english[english.find("<main") : english.find("</main>")]
    assert "All four must be reached to pass, two are reached so far, " in main
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'<(\w+) lang="zh-Han[st]".*?</\1>', "", main, flags=re.DOTALL))
    assert "四項都達到才算通過" in client.get(f"/zh-hant/c/jia/votes/{closed.pk}/").content.decode()


def test_counted_result_waits_for_the_second_person(client, vote, text):
    counted = vote.closed()
    page = text(page_of(client, counted))
    assert "计票已完成，等第二个人核对后公示。" in page
    assert "已交回8人，全体12人66.66%" in page
    pages = [page, text(client.get("/c/jia/votes/")), text(client.get("/c/jia/b/12/"))]
    for told in pages:
        assert "已计票，等核对" in told
        assert "通过" not in told.replace("多少人同意才算通过", "")
    assert counted.result.digest not in page_of(client, counted).content.decode()
    vote.display(counted)
    assert "四项都已达到，通过。" in text(page_of(client, counted))
    assert "公示中通过" in text(client.get("/c/jia/votes/"))


def test_count_annulled_before_its_display_stays_unknown(client, vote, text):
    counted = vote.closed()
    actions.annul(consultation=counted, reason="录错了", by=vote.first)
    page = text(page_of(client, counted))
    assert "原因：录错了" in page
    assert "作废前的结果" not in page
    assert counted.result.digest not in page_of(client, counted).content.decode()


def test_building_without_a_lift_says_that_it_was_asked(client, vote, text):
    assert "还没有人提出装电梯" in text(client.get("/c/jia/b/12/"))
    opened = vote.open_now()
    page = client.get("/c/jia/b/12/")
    assert "正在征询大家的意见，哪天可以坐还没有定。" in text(page)
    assert "<title>12号楼电梯：征询中" in page.content.decode()
    actions.annul(consultation=opened, reason="方案改了", by=vote.first)
    page = text(client.get("/c/jia/b/12/"))
    assert "已经征询过意见，装电梯的手续还没有开始。" in page
    assert "还没有人提出" not in page


def test_count_of_a_transcript_is_not_dated_by_the_day_it_was_written_down(client, vote, text):
    closed = vote.closed()
    actions.display(consultation=closed, digest=closed.result.digest, by=vote.second)
    assert "计票表面积的单位" in text(page_of(client, closed))
    live = vote.open_now()
    vote.vote(live, agree=" ".join(vote.units))
    result = actions.close(consultation=live, by=vote.first)
    actions.display(consultation=live, digest=result.digest, by=vote.second)
    assert "日计票）面积的单位" in text(page_of(client, live))
