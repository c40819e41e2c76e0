"""Display by the calendar, objections and answers, the final result; what is annulled, repeated, counted again."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.models import Ballot, Consultation, Display, Holiday, Objection, Paper

from .test_closing import published

DAY = datetime.timedelta(days=1)


def refusal(act, **values):
    before = (Display.objects.count(), Objection.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as caught:
        act(**values)
    assert (Display.objects.count(), Objection.objects.count(), Entry.objects.count()) == before
    return str(caught.value)


@pytest.fixture
def counted(vote):
    return vote.closed()


def ago(days):
    return timezone.localdate() - days * DAY


def test_display_lasts_seven_days_without_the_day_it_begins(vote, counted):
    shown = vote.display(counted)
    counted.refresh_from_db()
    assert (shown.starts_on, shown.ends_on) == (ago(0), ago(0) + 7 * DAY)
    assert (counted.status, shown.number, str(shown)) == ("displayed", 1, "第1次公示")


def test_display_that_would_end_on_a_holiday_goes_on(vote, counted):
    for number in (7, 8, 10):
        Holiday.objects.create(day=ago(9) + number * DAY, name="国庆节")
    shown = vote.display(counted, starts_on=ago(9))
    assert shown.ends_on == ago(0)
    assert str(Holiday.objects.get(day=ago(2))) == f"{ago(2)}国庆节"


def test_display_that_cannot_be_is_refused(vote, counted):
    assert "天数" in refusal(vote.display, consultation=counted, days=0)
    assert "天数" in refusal(vote.display, consultation=counted, days=10**9)
    assert "早于计票" in refusal(vote.display, consultation=counted, starts_on=ago(60))
    opened = vote.open()
    assert "征询中" in refusal(actions.display, consultation=opened, digest="", by=vote.second)


def test_live_vote_is_not_displayed_from_a_day_that_is_past(vote):
    consultation = vote.open_now()
    vote.vote(consultation, agree=" ".join(vote.units))
    actions.close(consultation=consultation, by=vote.first)
    assert "不能早于今天" in refusal(vote.display, consultation=consultation, starts_on=ago(1))
    assert vote.display(consultation, days=10).ends_on == ago(0) + 10 * DAY


def test_material_change_is_displayed_once_more_with_a_reason(vote, counted):
    vote.display(counted, starts_on=ago(9))
    assert "原因" in refusal(vote.display, consultation=counted)
    again = vote.display(counted, reason="井道位置改了", days=10)
    assert (again.number, again.reason, again.ends_on) == (2, "井道位置改了", ago(0) + 10 * DAY)
    assert "公示到" in refusal(actions.finalise, consultation=counted, by=vote.first)


def test_display_pressed_twice_begins_once(vote, counted):
    vote.display(counted, starts_on=ago(3))
    vote.display(counted, reason="井道位置改了")
    assert "更晚的一天" in refusal(vote.display, consultation=counted, reason="井道位置改了")
    assert "更晚的一天" in refusal(vote.display, consultation=counted, starts_on=ago(2), reason="井道位置改了")
    assert counted.displays.count() == 2


def test_result_is_final_after_the_display_and_every_answer(vote, counted):
    vote.display(counted, starts_on=ago(8))
    objection = actions.object_to(consultation=counted, text="挡光", received_on=ago(3), by=vote.first)
    assert "还有1条异议" in refusal(actions.finalise, consultation=counted, by=vote.first)
    actions.answer(objection=objection, outcome="adopted", text="改用玻璃井道", by=vote.first)
    final = actions.finalise(consultation=counted, by=vote.first)
    assert (final.status, final.has_result) == ("final", True)
    assert published(final)["outcome"] == "passed"


def test_result_is_not_final_while_the_year_of_its_end_has_no_holidays(vote, counted):
    vote.display(counted, starts_on=ago(8))
    Holiday.objects.all().delete()
    year = ago(1).year
    assert f"登记{year}年的放假安排" in refusal(actions.finalise, consultation=counted, by=vote.first)
    Holiday.objects.create(day=ago(1), name="国庆节")
    assert f"公示到{ago(0):%Y年%-m月%-d日}为止" in refusal(actions.finalise, consultation=counted, by=vote.first)
    assert Consultation.objects.get().status == "displayed"


def test_display_still_running_on_its_last_day_is_not_over(vote, counted):
    vote.display(counted, starts_on=ago(7))
    assert "第二天起" in refusal(actions.finalise, consultation=counted, by=vote.first)
    assert Consultation.objects.get().status == "displayed"


def test_objection_that_cannot_be_is_refused(vote, counted):
    plain = {"consultation": counted, "text": "挡光", "received_on": ago(0), "by": vote.first}
    assert "已计票" in refusal(actions.object_to, **plain)
    vote.display(counted, starts_on=ago(2))
    assert "请写异议内容" in refusal(actions.object_to, **{**plain, "text": "  "})
    assert "收到日期" in refusal(actions.object_to, **{**plain, "received_on": ago(3)})
    assert "收到日期" in refusal(actions.object_to, **{**plain, "received_on": ago(-1)})
    assert "最多2000字" in refusal(actions.object_to, **{**plain, "text": "长" * 2001})


def test_objection_is_answered_once_and_its_words_stay_out_of_the_journal(vote, counted):
    vote.display(counted)
    objection = actions.object_to(consultation=counted, text="挡光", received_on=ago(0), by=vote.first)
    assert "处理结果" in refusal(actions.answer, objection=objection, outcome="", text="解释", by=vote.first)
    assert "理由" in refusal(actions.answer, objection=objection, outcome="explained", text="", by=vote.first)
    answered = actions.answer(objection=objection, outcome="explained", text="已测日照", by=vote.first)
    assert (answered.answer, answered.get_outcome_display()) == ("已测日照", "不采纳，说明理由")
    assert "已答复" in refusal(actions.answer, objection=objection, outcome="adopted", text="改", by=vote.first)
    assert "挡光" not in str(list(Entry.objects.values("changes", "object_label")))
    assert str(objection) == f"异议{objection.pk}"


def test_annulled_vote_keeps_roll_ballots_and_result(vote, counted):
    digest = counted.result.digest
    assert "原因" in refusal(actions.annul, consultation=counted, reason="", by=vote.first)
    annulled = actions.annul(consultation=counted, reason="送达有遗漏", by=vote.first)
    assert (annulled.status, annulled.annul_reason) == ("annulled", "送达有遗漏")
    assert (annulled.result.digest, annulled.ballots.count(), annulled.has_result) == (digest, 8, False)
    assert "已经作废" in refusal(actions.annul, consultation=counted, reason="再", by=vote.first)
    assert "直接删除" in refusal(actions.annul, consultation=vote.draft(), reason="不要了", by=vote.first)


def test_repeat_is_a_new_draft_in_its_place(vote, counted):
    assert "已计票" in refusal(actions.repeat, consultation=counted, by=vote.first)
    actions.annul(consultation=counted, reason="送达有遗漏", by=vote.first)
    draft = actions.repeat(consultation=counted, by=vote.first)
    assert (draft.status, draft.replaces, draft.question) == ("draft", counted, counted.question)
    assert (draft.opens_at, draft.voters.count(), draft.papers.count()) == (None, 0, 0)


def test_recount_reads_the_same_papers_again(vote, counted):
    token = vote.paper(counted, "101").token
    fresh = actions.recount(consultation=counted, reason="有业主要求重新计票", by=vote.first)
    counted.refresh_from_db()
    assert (counted.status, fresh.status, fresh.replaces) == ("annulled", "open", counted)
    assert vote.paper(fresh, "101").token == token
    assert (fresh.roll_heads, fresh.roll_area_cm2) == (12, 6_926_400)
    assert set(fresh.voters.values_list("key")) & set(counted.voters.values_list("key")) == set()
    assert Paper.objects.filter(consultation=fresh, returned_at__isnull=False).count() == 8
    vote.vote(fresh, agree="101 201 301 401 102 202", disagree="302 402")
    assert actions.close(consultation=fresh, by=vote.first).passed is False
    assert counted.result.passed is True
    assert published(counted)["digest"] != published(fresh)["digest"]
    assert Ballot.objects.count() == 16


def test_recount_keeps_what_was_delivered(vote):
    consultation = vote.open()
    actions.record_delivery(
        consultation=consultation, code="1", channel="post", on=ago(20), carrier="居委会", by=vote.first
    )
    vote.vote(consultation, agree="101")
    actions.close(consultation=consultation, by=vote.first)
    fresh = actions.recount(consultation=consultation, reason="核对", by=vote.first)
    delivery = vote.paper(fresh, "101").deliveries.get()
    assert (delivery.channel, delivery.on_day, delivery.carrier) == ("post", ago(20), "居委会")
    assert vote.paper(fresh, "102").deliveries.count() == 0


def test_recount_needs_a_result(vote):
    opened = vote.open()
    assert "还没有计票结果" in refusal(actions.recount, consultation=opened, reason="再数", by=vote.first)
    assert Consultation.objects.count() == 1


def test_nobody_from_outside_closes_displays_or_annuls(vote, counted):
    outsider = vote.cast.outsider
    display = {"act": actions.display, "digest": counted.result.digest}
    assert refusal(**display, consultation=counted, by=outsider) == "这次征询不在您负责的范围内"
    for act in (actions.finalise, actions.close, actions.print_papers, actions.repeat):
        assert refusal(act, consultation=counted, by=outsider) == "这次征询不在您负责的范围内"
    for act in (actions.annul, actions.recount):
        assert refusal(act, consultation=counted, by=outsider, reason="试") == "这次征询不在您负责的范围内"
    gone = Consultation(pk=10**6)
    assert refusal(actions.close, consultation=gone, by=vote.first) == "这次征询已不存在"


def test_result_is_published_by_another_person_who_checked_this_very_count(vote, counted):
    digest = counted.result.digest
    plain = {"act": actions.display, "consultation": counted}
    assert counted.result.counted_by == vote.first
    assert "请同事用自己的账号登录" in refusal(**plain, digest=digest, by=vote.first)
    assert "请打开这一页重新核对" in refusal(**plain, digest="0" * 64, by=vote.second)
    assert refusal(**plain, digest=digest, by=None) == "公示要有本人的账号"
    shown = actions.display(consultation=counted, digest=digest, by=vote.second)
    assert (shown.started_by, shown.digest) == (vote.second, digest)


def test_count_is_signed_by_an_account(vote):
    opened = vote.open()
    assert refusal(actions.close, consultation=opened, by=None) == "计票要有本人的账号"
    opened.refresh_from_db()
    assert opened.status == "open"


def test_second_display_may_be_begun_by_who_counted(vote, counted):
    vote.display(counted, starts_on=ago(1))
    again = vote.display(counted, by=vote.first, reason="井道位置改了")
    assert (again.number, again.started_by) == (2, vote.first)
