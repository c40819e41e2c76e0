"""The back office: six clicks to open, one key a paper, and every refusal in words."""

import datetime
import json

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Reading as ReadLog
from projects.consultations.domain import recount
from projects.consultations.models import Ballot, Consultation, Objection, Paper

ROOMS = "101 102 201 202 301 302 401 402 501 502 601 602"


@pytest.fixture
def member(client, vote):
    client.force_login(vote.first)
    return client


def url(consultation, name="change"):
    return reverse(f"admin:projects_consultation_{name}", args=[consultation.pk])


def posted(vote, **values):
    closes = timezone.localtime() + datetime.timedelta(days=20)
    return {
        "community": vote.cast.here.pk,
        "rule": vote.rule.pk,
        "building_group": vote.group.pk,
        "question": "同意本门号加装电梯",
        "plain": "装一部电梯，12户分摊",
        "closes_at_0": f"{closes:%Y-%m-%d}",
        "closes_at_1": "17:00",
        **values,
    }


def key(client, consultation, code, choice, **values):
    form = {"code": code, "key": choice, "channel": "on_site", "capacity": "owner", **values}
    return client.post(url(consultation, "key"), form, follow=True).content.decode()


def test_draft_is_opened_by_the_button(member, vote):
    answer = member.post("/admin/projects/consultation/add/", posted(vote))
    consultation = Consultation.objects.get()
    assert (answer.status_code, consultation.status) == (302, "draft")
    page = member.get(url(consultation)).content.decode()
    assert url(consultation, "open") in page
    assert member.post(url(consultation, "open")).status_code == 302
    consultation.refresh_from_db()
    assert (consultation.status, consultation.roll_heads) == ("open", 12)
    member.post(url(consultation, "print"))
    assert Paper.objects.count() == 12


@pytest.mark.parametrize(
    "values, said",
    [
        ({"plain": ""}, "此字段必填"),
        ({"building_group": ""}, "要选楼组，只选一个"),
        ({"question": "长" * 121}, "121"),
    ],
)
def test_draft_that_lacks_something_is_said_on_the_form(member, vote, values, said):
    page = member.post("/admin/projects/consultation/add/", posted(vote, **values)).content.decode()
    assert said in page or "必填" in page
    assert Consultation.objects.count() == 0


def test_flats_that_lack_something_are_named_on_the_page(member, vote):
    draft = vote.draft()
    type(vote.units["101"]).objects.filter(pk=vote.units["101"].pk).update(floor=None)
    page = member.post(url(draft, "open")).content.decode()
    assert "东村12号101室：缺楼层" in page
    assert Consultation.objects.get().status == "draft"


def test_eighteen_papers_take_a_key_and_enter_each(member, client, vote):
    """The next serial is already in its field, so that one key and Enter do for a paper."""
    consultation = vote.open_now()
    page = member.get(url(consultation, "key")).content.decode()
    assert 'value="0001"' in page
    assert "autofocus" in page
    page = key(member, consultation, "0001", "1")
    assert "票0001第一遍已录" in page
    assert 'value="0002"' in page
    assert Paper.objects.get(serial=1).returned_at is not None


def test_second_clerk_sees_nothing_of_the_first(member, client, vote):
    consultation = vote.open_now()
    key(member, consultation, "1", "2", channel="post")
    client.force_login(vote.second)
    page = client.get(url(consultation, "key")).content.decode()
    assert 'value="0001"' in page
    assert 'value="post" selected' not in page
    assert "票0001两遍不一致，请对照原票裁定" in key(client, consultation, "1", "1")
    assert "两遍不一致的票：0001" in client.get(url(consultation, "settle")).content.decode()
    form = {"code": "1", "key": "2", "channel": "post", "capacity": "owner", "reason": "对照原票"}
    assert client.post(url(consultation, "settle"), form).status_code == 302
    assert Ballot.objects.get().choice == "disagree"


@pytest.mark.parametrize(
    "values, said",
    [
        ({"choice": "4"}, "请按1（同意）、2（不同意）或3（弃权）"),
        ({"code": "99"}, "这次征询没有这张票"),
        ({"code": "\x00"}, "错误"),
        ({"capacity": "agent"}, "代理人签的票要有书面委托书"),
        ({"channel": "phone"}, "有效的选项"),
    ],
)
def test_paper_that_cannot_be_read_is_said_on_the_page(member, vote, values, said):
    consultation = vote.open_now()
    page = key(member, consultation, **{"code": "1", "choice": "1", **values})
    assert said in page or "选择" in page
    assert Paper.objects.filter(returned_at__isnull=False).count() == 0


def test_reading_that_loses_the_race_to_the_count_is_said_in_words(member, vote, monkeypatch):
    consultation = vote.open_now()

    def too_late(**_):
        raise IntegrityError("consultations_keying: the consultation is not open")

    monkeypatch.setattr("projects.consultations.actions.key_ballot", too_late)
    assert "没有保存" in key(member, consultation, "1", "1")
    assert Ballot.objects.count() == 0


def test_paper_is_handed_in_by_its_button_and_once(member, vote):
    consultation = vote.open_now()
    assert member.post(url(consultation, "return"), {"code": "3"}).status_code == 302
    assert Paper.objects.get(returned_at__isnull=False).serial == 3
    assert "已登记交回" in member.post(url(consultation, "return"), {"code": "3"}).content.decode()


def test_transcript_keeps_the_moment_for_the_next_paper(member, vote):
    consultation = vote.open()
    at = f"{timezone.localtime(consultation.opens_at) + datetime.timedelta(days=1):%Y-%m-%d %H:%M}"
    page = key(member, consultation, "1", "1", at=at)
    assert "票0001第一遍已录" in page
    assert f'value="{at}"' in page


def test_count_display_and_final_by_their_buttons(member, client, vote):
    consultation = vote.open_now()
    assert "还没到截止时间" in member.post(url(consultation, "close")).content.decode()
    vote.vote(consultation, agree=ROOMS)
    assert member.post(url(consultation, "close")).status_code == 302
    today = f"{timezone.localdate():%Y-%m-%d}"
    digest = Consultation.objects.get().result.digest
    form = {"starts_on": today, "days": 7, "digest": digest}
    assert "公示要由另一位" in member.post(url(consultation, "display"), form).content.decode()
    client.force_login(vote.second)
    page = client.get(url(consultation, "display")).content.decode()
    assert f'value="{digest}"' in page
    assert f"摘要前8位：{digest[:8]}" in page
    assert "同意面积：692.64平方米÷692.64平方米＝100.00%，要求&gt;=3/4，达到" in page
    assert "核对的不是这次" in client.post(url(consultation, "display"), {**form, "digest": "0" * 64}).content.decode()
    assert client.post(url(consultation, "display"), form).status_code == 302
    client.force_login(vote.first)
    member.post(url(consultation, "object"), {"text": "挡光", "received_on": today})
    objection = Objection.objects.get()
    answer = reverse("admin:projects_objection_answer", args=[objection.pk])
    assert member.post(answer, {"outcome": "adopted", "text": "改用玻璃井道"}).status_code == 302
    assert "公示到" in member.post(url(consultation, "finalise")).content.decode()
    consultation.refresh_from_db()
    assert (consultation.status, consultation.objections.get().outcome) == ("displayed", "adopted")


def test_record_is_downloaded_and_the_look_is_logged(member, vote):
    consultation = vote.closed()
    answer = member.get(url(consultation, "record"))
    record = json.loads(answer.content)
    assert recount(record)["digest"] == consultation.result.digest
    assert answer["Content-Disposition"] == f'attachment; filename="record-{consultation.pk}.json"'
    assert ReadLog.objects.filter(purpose="下载表决记录").count() == 1
    assert "还没有计票结果" in member.get(url(vote.open(), "record"), follow=True).content.decode()


def test_missing_flats_are_listed_for_a_round_and_the_look_is_logged(member, vote):
    consultation = vote.open()
    vote.key(consultation, "101")
    page = member.get(url(consultation, "missing")).content.decode()
    assert "还有11室没有交回" in page
    assert "1楼 102室" in page
    assert "1楼 101室" not in page
    assert ReadLog.objects.get(purpose="查看还没交回的名单").rows == 11


def test_opened_consultation_shows_no_field_to_change_and_no_delete(member, vote):
    consultation = vote.open()
    page = member.get(url(consultation)).content.decode()
    assert 'name="question"' not in page
    assert consultation.roll_digest in page
    assert member.post(url(consultation, "delete"), {"post": "yes"}).status_code == 403
    draft = vote.draft()
    assert member.post(url(draft, "delete"), {"post": "yes"}).status_code == 302
    assert list(Consultation.objects.all()) == [consultation]


def test_opened_consultation_offers_nothing_to_save_and_leads_to_its_page(member, vote):
    opened = vote.open()
    page = member.get(url(opened)).content.decode()
    assert 'name="_save"' not in page
    assert "692.64平方米" in page
    assert reverse("vote", args=[opened.community.slug, opened.pk]) in page
    draft = vote.draft()
    assert 'name="_save"' in member.get(url(draft)).content.decode()


@pytest.mark.parametrize(
    "name",
    (
        *("open", "print", "key", "settle", "close", "annul", "record", "change"),
        *("ballots", "missing", "count", "notice"),
    ),
)
def test_other_communities_find_nothing(client, vote, name):
    consultation = vote.open()
    client.force_login(vote.cast.outsider)
    assert client.get(url(consultation, name)).status_code == 404
    assert client.post(url(consultation, name), {"reason": "x"}).status_code == 404
    assert Consultation.objects.get().status == "open"


def test_leader_of_the_stair_may_look_and_deliver_and_nothing_else(client, vote):
    from communities.models import Membership

    leader = vote.cast.leader
    Membership.objects.create(
        user=leader, community=vote.cast.here, building_group=vote.group, role="group_leader", starts_on="2020-01-01"
    )
    consultation = vote.open()
    client.force_login(leader)
    page = client.get(url(consultation)).content.decode()
    assert url(consultation, "deliver") in page
    assert url(consultation, "close") not in page
    for name in ("close", "key", "annul", "record", "missing", "ballots", "count"):
        assert client.post(url(consultation, name)).status_code == 403
    form = {"code": "1", "channel": "doorstep", "on": f"{timezone.localdate():%Y-%m-%d}", "carrier": "12号楼组长"}
    assert client.post(url(consultation, "deliver"), form).status_code == 302
    assert Paper.objects.get(serial=1).deliveries.count() == 1


def read(page):
    return page.content.decode().replace("&gt;", ">").replace("<br>", "\n")


def test_page_of_an_open_vote_tells_what_is_missing(member, vote):
    consultation = vote.open()
    vote.both(consultation, "101", capacity="agent", authority="委托书1")
    vote.key(consultation, "102")
    vote.key(consultation, "102", "disagree", by=vote.second)
    vote.key(consultation, "201")
    page = read(member.get(url(consultation)))
    assert "发票12张，登记送达0张，交回3张" in page
    assert "至少录过一遍3张，两遍一致或已裁定1张，两遍不一致1张" in page
    assert "缺扫描件：票0001缺书面委托书" in page


def test_page_of_a_counted_vote_tells_the_result_and_who_counted(member, client, vote):
    consultation = vote.closed()
    page = read(member.get(url(consultation)))
    assert "同意人数：6人÷8人＝75.00%，要求>=3/4，达到" in page
    assert "人数：名册12人，参加8人，同意6人，不同意2人，弃权0人" in page
    assert "交回方式：到场8张" in page
    assert "不计入：没有" in page
    assert f"表决记录摘要：{consultation.result.digest}" in page
    assert f"计票：{vote.first.get_full_name()}，" in page
    assert "核对并公示：还没有" in page
    vote.display(consultation)
    assert f"核对并公示：{vote.second.get_full_name()}" in read(member.get(url(consultation)))


def test_leader_of_the_stair_learns_no_result_before_the_others(client, vote):
    from communities.models import Membership

    leader = vote.cast.leader
    Membership.objects.create(
        user=leader, community=vote.cast.here, building_group=vote.group, role="group_leader", starts_on="2020-01-01"
    )
    consultation = vote.closed()
    client.force_login(leader)
    page = read(client.get(url(consultation)))
    assert "已计票" in page
    assert "同意人数" not in page
    assert consultation.result.digest not in page


@pytest.mark.parametrize("state, queries", (("open", 5), ("closed", 4)))
def test_figures_take_a_fixed_number_of_queries(vote, django_assert_num_queries, state, queries):
    from projects.consultations.admin import figures

    consultation = Consultation.objects.get(pk=getattr(vote, state)().pk)
    with django_assert_num_queries(queries):
        assert figures.progress(consultation) if state == "open" else figures.outcome(consultation)
