"""What the notices say, word for word, from figures worked out by hand (domain.md §1, worked example 1)."""

import dataclasses
import datetime
from zoneinfo import ZoneInfo

from portal.notices.domain import blanks, render
from portal.votes.domain import Counted, Objections, Period, Subject, annulled, final, first_count, opening
from projects.consultations.domain import Threshold, recount
from tests.projects.consultations.test_domain import record, votes

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUBJECT = Subject(
    number=12,
    where="东村12号楼",
    question="同意本门号加装电梯",
    plain="装一部电梯，12户分摊",
    electorate="本楼幢（门牌幢）全体业主",
    heads=12,
    area="692.64",
    law="加装电梯意见征询：沪建房管联〔2020〕801号",
    page="https://linli.example/c/jia/votes/12/",
    how_to_check="https://linli.example/rules/recount/",
    office="甲居委会，电话：021-55550001",
    opens_at=datetime.datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI),
    closes_at=datetime.datetime(2026, 12, 2, 18, 0, tzinfo=SHANGHAI),
)
RULE = {
    "area_quorum": Threshold.parse(">=2/3"),
    "head_quorum": Threshold.parse(">=2/3"),
    "area_consent": Threshold.parse(">=3/4"),
    "head_consent": Threshold.parse(">=3/4"),
}
PRINTED = recount(record(votes("a0 a1 b0 b1 b2 b3", "a2 a3")))
COUNTED = Counted(PRINTED, PRINTED["digest"], datetime.date(2026, 12, 3), invalid=1, pending=2)
PERIOD = Period(datetime.date(2026, 12, 4), 7, datetime.date(2026, 12, 11))


def test_opening_says_what_who_by_which_rule_until_when_and_how():
    told = opening(SUBJECT, RULE, of_roll=False)
    assert told.title == "东村12号楼意见征询：12月2日截止"
    assert told.summary == "装一部电梯，12户分摊"
    for line in (
        "**谁来表决**：本楼幢（门牌幢）全体业主，名册上一共12人，面积合计692.64平方米。",
        "**依据**：加装电梯意见征询：沪建房管联〔2020〕801号",
        "**时间**：从2026年11月22日09:00起，到2026年12月2日18:00截止。到这一刻为止交回的票才算。",
        "**怎样才算通过**：四项都达到。",
        "- 参与面积占全体面积：三分之二以上（含）",
        "- 同意人数占参与人数：四分之三以上（含）",
        "打电话只算表示意向，不算投票。",
        "**到哪里交票、问谁**：甲居委会，电话：021-55550001。",
    ):
        assert line in told.body
    assert '<a href="https://linli.example/c/jia/votes/12/"' in render(told.body)
    assert "open until 18:00, 2 December 2026" in told.summary_en


def test_opening_of_heads_only_names_no_area():
    asked = RULE | {"area_quorum": None, "area_consent": None, "head_consent": Threshold.parse(">1/2")}
    told = opening(_but(area=""), asked, of_roll=True)
    assert "名册上一共12人。" in told.body
    assert "平方米" not in told.body
    assert "**怎样才算通过**：两项都达到。" in told.body
    assert "- 同意人数占全体人数：超过二分之一" in told.body


def test_first_count_has_four_tests_totals_period_and_digest():
    told = first_count(SUBJECT, COUNTED, PERIOD)
    assert told.title == "东村12号楼征询计票结果公示：通过"
    assert told.summary == "同意6人，不同意2人，弃权0人，名册上一共12人。公示到2026年12月11日为止，有异议请书面提出"
    for line in (
        "- 参与面积占全体面积：461.76÷692.64=66.66%，要三分之二以上（含），**已达到**",
        "- 同意人数占参与人数：6÷8=75.00%，要四分之三以上（含），**已达到**",
        "- 不同意：2人，108.72平方米",
        "- 名册上的全体：12人，692.64平方米",
        "不计入的票：无效1张，待核实2张。",
        "**公示期**：2026年12月4日公布，共7天（公布当天不算），最后一天是2026年12月11日。",
        f"**表决记录的摘要**：{PRINTED['digest']}",
        "每一条都书面答复并说明理由",
    ):
        assert line in told.body
    assert render(told.body).count("<li>") == 9
    assert "重新公示" not in told.body


def test_missed_test_says_by_how_much_and_an_unasked_one_that_it_is_not():
    rule = {"code": "ORDINARY", "citation": "民法典278", "area_quorum": None, "head_quorum": ">=2/3"}
    rule |= {"area_consent": None, "head_consent": ">1/2"}
    printed = recount(record(votes("a0 a1 b0 b1", "a2 a3 b2 b3"), rule))
    told = first_count(SUBJECT, Counted(printed, printed["digest"], COUNTED.day), PERIOD)
    assert told.title == "东村12号楼征询计票结果公示：没有通过"
    assert "- 参与面积占全体面积：不要求\n" in told.body
    assert "- 同意人数占参与人数：4÷8=50.00%，要超过二分之一，**没有达到，还差0.1个百分点**" in told.body
    assert "- 同意：4人\n" in told.body
    assert told.summary_en == "Not passed at the first count; on public display until 11 December 2026."


def test_final_result_names_every_display_and_the_objections():
    again = Period(datetime.date(2026, 12, 14), 10, datetime.date(2026, 12, 24), 2, "井道位置改了")
    told = final(SUBJECT, COUNTED, [PERIOD, again], Objections(3, 3))
    assert told.title == "东村12号楼征询最终结果：通过"
    assert "公示期已满，收到异议3条，已全部书面答复。现在公告最终结果。" in told.body
    assert "**第1次公示**：2026年12月4日公布" in told.body
    assert "**第2次公示**：2026年12月14日公布，共10天（公布当天不算），最后一天是2026年12月24日。" in told.body
    assert "没有收到异议" in final(SUBJECT, COUNTED, [PERIOD], Objections()).summary


def test_annulled_says_since_when_and_why():
    told = annulled(SUBJECT, on=datetime.date(2026, 12, 5), reason="名册漏了一户")
    assert (told.title, told.summary) == ("东村12号楼意见征询作废", "2026年12月5日起作废，不再算数")
    assert "**原因**：名册漏了一户" in told.body
    assert "461.76" not in told.body


def test_typed_words_stay_words():
    odd = "装|梯 *重* [看](https://evil.example) <b>\n# 大"
    html = render(opening(_but(question=odd), RULE, of_roll=False).body)
    assert "装|梯 *重* [看](https://evil.example) &lt;b&gt; # 大" in html
    assert 'evil.example"' not in html
    assert "<h2>" not in html


def test_nothing_is_left_to_fill_in():
    told = [
        opening(SUBJECT, RULE, of_roll=False),
        first_count(SUBJECT, COUNTED, PERIOD),
        final(SUBJECT, COUNTED, [PERIOD], Objections()),
        annulled(SUBJECT, on=PERIOD.starts_on, reason="方案改了"),
    ]
    for words in told:
        assert blanks(words.body) == []
        assert len(words.title) <= 80
        assert len(words.summary) <= 120
        assert len(words.summary_en) <= 240
        assert "None" not in words.body


def _but(**values):
    return dataclasses.replace(SUBJECT, **values)
