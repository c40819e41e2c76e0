"""What is printed: a page a voter, the count, the notice, the round of visits; who may print it; what is logged."""

import datetime
import re

import pytest
import segno
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Reading as ReadLog
from communities.models import Committee, Owner, Ownership, Post, Volunteer
from projects.consultations import actions, domain
from projects.consultations.domain import Reading

from .conftest import make_rule
from .rows import scan_of

LATER = datetime.date(2030, 1, 1)


@pytest.fixture
def member(client, vote):
    client.force_login(vote.first)
    return client


def url(consultation, name):
    return reverse(f"admin:projects_consultation_{name}", args=[consultation.pk])


def page(client, consultation, name, query=""):
    answer = client.get(url(consultation, name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def ballots(client, consultation, query=""):
    """``{serial: text of the page}``, tags left out."""
    found = re.findall(
        r'<section class="sheet ballot.*?</section>', page(client, consultation, "ballots", query), re.DOTALL
    )
    texts = [re.sub(r"<[^>]*>|\s+", "", sheet) for sheet in found]
    return {re.search(r"票号(\d+)", text)[1]: text for text in texts}


def call(vote, room, name):
    Owner.objects.filter(pk=vote.owners[room].pk).update(name=name)


def tie(vote, room, name, role, **dates):
    owner = Owner.objects.create(community=vote.cast.here, name=name, expires_on=LATER)
    return Ownership.objects.create(unit=vote.units[room], owner=owner, role=role, **dates)


def test_ballot_says_who_votes_on_what_and_how(member, vote):
    call(vote, "101", "示例业主一")
    consultation = vote.open_now(scheme_version="2026年11月第2稿")
    text = ballots(member, consultation)["0001"]
    closes = timezone.localtime(consultation.closes_at)
    for part in (
        "票号0001", "东村12号101室", "业主姓名示例业主一", "54.36平方米", "同意本门号加装电梯（方案：2026年11月第2稿）",
        "一句话看懂装一部电梯，12户分摊", "不同意弃权", "有效：只勾一项，签了名。",
        "无效：没有勾、勾了不止一项、没有签名。",
        "代理人签名", "委托书", "送达存根", "送达方式", "送达人（职务）", f"请在{closes:%Y年%-m月%-d日%H:%M}以前",
    ):  # fmt: skip
        assert part in text, part
    assert "示例业主" not in ballots(member, consultation)["0002"]


def test_every_voter_has_a_page_and_the_reading_is_logged_once(member, vote):
    consultation = vote.open_now()
    assert sorted(ballots(member, consultation)) == [f"{number:04d}" for number in range(1, 13)]
    logged = ReadLog.objects.get(purpose="打印表决票")
    assert (logged.rows, logged.community_id) == (12, vote.cast.here.pk)


def test_owner_of_several_flats_gets_one_page_with_all_rooms(member, vote):
    call(vote, "101", "示例业主一")
    for room in ("302", "602"):
        vote.hand_over(room, vote.owners["101"])
    found = ballots(member, vote.open_now())
    assert len(found) == 10
    assert "东村12号101、302、602室" in found["0001"]
    assert "176.52平方米" in found["0001"]  # 54.36 + 61.08 + 61.08
    assert found["0001"].count("示例业主一") == 1


def test_co_owners_sign_each_on_a_line_and_tenants_do_not(member, vote):
    call(vote, "101", "示例业主一")
    tie(vote, "101", "示例共有人二", "co_owner")
    tie(vote, "101", "示例承租人三", "tenant")
    text = ballots(member, vote.open_now())["0001"]
    assert "业主姓名示例业主一、示例共有人二" in text
    assert "示例业主一签名日期示例共有人二签名日期代理人签名" in text
    assert "示例承租人三" not in text


def test_names_are_those_of_the_day_the_roll_was_frozen(member, vote):
    """The transcript opened thirty days ago; the flat was sold five days ago."""
    call(vote, "101", "示例业主一")
    sold = timezone.localdate() - datetime.timedelta(days=5)
    Ownership.objects.filter(unit=vote.units["101"]).update(until=sold)
    tie(vote, "101", "示例新业主", "owner", since=sold)
    text = ballots(member, vote.open())["0001"]
    assert "示例业主一" in text
    assert "示例新业主" not in text


def test_code_opens_the_public_page_with_the_serial_behind_the_hash(member, vote, settings):
    settings.SITE_URL = "https://linli.example"
    consultation = vote.open_now()
    address = f"https://linli.example/c/{vote.cast.here.slug}/votes/{consultation.pk}/#0007"
    text = page(member, consultation, "ballots", "?serial=7")
    code = segno.make(address, error="q", boost_error=False, micro=False)
    side = code.symbol_size(border=4)[0]
    path = re.search(r' d="([^"]+)"', code.svg_inline(border=4, omitsize=True, light=None))[1]
    assert f'd="{path}"' in text
    assert f'viewBox="0 0 {side} {side}"' in text
    assert "style=" not in text


def test_token_of_the_sheet_is_printed_nowhere(member, vote):
    consultation = vote.open_now()
    text = page(member, consultation, "ballots")
    assert [paper.token for paper in consultation.papers.all() if paper.token in text] == []
    assert [voter.key for voter in consultation.voters.all() if voter.key in text] == []


def test_after_issuing_one_lands_on_the_page_to_print(member, vote):
    consultation = actions.open_consultation(
        consultation=vote.draft(
            opens_at=None, is_transcript=False, closes_at=timezone.now() + datetime.timedelta(days=9)
        ),
        by=vote.first,
    )
    assert "先点“发票”" in member.get(url(consultation, "ballots"), follow=True).content.decode()
    answer = member.post(url(consultation, "print"))
    assert answer.headers["Location"] == url(consultation, "ballots")
    answer = member.post(url(consultation, "reissue"), {"code": "２", "reason": "写坏"})
    assert answer.headers["Location"] == url(consultation, "ballots") + "?serial=13"
    assert list(ballots(member, consultation, "?serial=13")) == ["0013"]
    assert "0002" not in ballots(member, consultation)
    assert url(consultation, "ballots") in page(member, consultation, "change")


@pytest.mark.parametrize("query", ("?serial=99", "?serial=1", "?serial=a", "?after=-1", "?serial=" + "9" * 30))
def test_serial_that_is_no_live_paper_is_not_found(member, vote, query):
    consultation = vote.open_now()
    actions.reissue(consultation=consultation, code="1", by=vote.first, reason="写坏")
    assert member.get(url(consultation, "ballots") + query).status_code == 404
    assert ReadLog.objects.count() == 0


def test_many_ballots_are_laid_out_heap_by_heap(member, vote, monkeypatch):
    monkeypatch.setattr("projects.consultations.admin.printing.HEAP", 5)
    consultation = vote.open_now()
    assert list(ballots(member, consultation)) == ["0001", "0002", "0003", "0004", "0005"]
    assert list(ballots(member, consultation, "?after=10")) == ["0011", "0012"]
    assert '<a href="?after=10">第11～12张</a>' in page(member, consultation, "ballots")


def test_ballots_are_printed_only_while_papers_are_collected(member, vote):
    for consultation in (vote.closed(), vote.draft()):
        assert "只在征询中打印" in member.get(url(consultation, "ballots"), follow=True).content.decode()
    assert ReadLog.objects.count() == 0


def test_committee_votes_by_name_and_a_meeting_by_room(member, vote):
    body = Committee.objects.create(community=vote.cast.here, kind="owners_committee", name="业委会")
    person = Volunteer.objects.create(
        community=vote.cast.here, tier="core_party_member", name="示例委员", expires_on=LATER
    )
    Post.objects.create(
        community=vote.cast.here, body=body, title="主任", volunteer=person, starts_on=datetime.date(2020, 1, 1)
    )
    members = make_rule("COMMITTEE", electorate="committee", area_quorum="", area_consent="")
    text = ballots(member, vote.open_now(rule=members, building_group=None, body=body))["0001"]
    assert "委员示例委员" in text
    assert "平方米" not in text
    residents = make_rule("RESIDENTS_MEETING", electorate="residents", area_quorum="", area_consent="")
    text = ballots(member, vote.open_now(rule=residents))["0001"]
    assert "东村12号101室" in text
    assert "平方米" not in text


def test_silence_that_counts_is_said_on_the_ballot(member, vote):
    plain = ballots(member, vote.open_now())["0001"]
    assert "没有交回，什么也不算。" in plain
    clause = ballots(member, vote.open_now(silence_clause="议事规则第12条"))["0001"]
    assert "没有交回的，按议事规则第12条办。" in clause
    assert "什么也不算" not in clause


@pytest.mark.parametrize("flats", (1, 30))
def test_ballots_take_the_same_queries_for_one_voter_and_thirty(member, vote, django_assert_num_queries, flats):
    for number in range(18):
        vote.add_flat(f"7{number:02d}", 7, 543_600)
    if flats == 1:
        for room in vote.units:
            vote.hand_over(room, vote.owners["101"])
    consultation = vote.open_now()
    with django_assert_num_queries(14):
        assert len(ballots(member, consultation)) == flats


# The count


def mixed(vote):
    """Worked example 1 (8 of 12 heads), and beside it one unsigned, one waiting for co-owners, one by an agent."""
    consultation = vote.open()
    vote.vote(consultation, agree="101 201 102 202 302", disagree="301 401")
    vote.both(consultation, "402", "agree", capacity="agent", authority="W-1")
    scan_of(vote.paper(consultation, "402"))
    vote.both(consultation, "501", "agree", flaw="unsigned")
    vote.both(consultation, "502", "agree", flaw="co_owners", channel="post")
    actions.close(consultation=consultation, by=vote.first)
    consultation.refresh_from_db()
    return consultation


def words(client, consultation, name):
    return re.sub(r"<[^>]*>|\s+", "", page(client, consultation, name))


def test_count_carries_every_figure_by_hand(member, vote):
    """8 of 12 heads; 4 × 54.36 + 4 × 61.08 = 461.76 of 692.64; for it 2 × 54.36 + 4 × 61.08 = 353.04."""
    consultation = mixed(vote)
    text = words(member, consultation, "count")
    for part in (
        "参与面积461.76÷692.6466.66%三分之二以上达到", "参与人数8÷1266.66%三分之二以上达到",
        "同意面积353.04÷461.7676.45%四分之三以上达到", "同意人数6÷875.00%四分之三以上达到",
        "通过，要求4项，达到4项", "发出的票12692.64", "收回的票10577.20", "全体12692.64", "参加8461.76",
        "同意6353.04", "不同意2108.72", "弃权00.00", "到场9张，邮寄1张",
        "无效1张，待核实1张：共有人意见待核实1张，没有签名1张；换发作废0张", "1张计入，都有书面委托书",
        "沪建房管联〔2020〕801号",
        "计票人", "监票人", "还没有公示", "以张贴件为准，网页同步",
    ):  # fmt: skip
        assert part in text, part
    counted = domain.recount(actions.record_of(consultation))
    assert counted["digest"] == consultation.result.digest
    assert counted["digest"] in text


def test_count_that_failed_says_which_test(member, vote):
    text = words(member, vote.closed(agree="101 201 102 202 302", disagree="301 401 402"), "count")
    assert "没有通过，要求4项，达到2项" in text
    assert "同意人数5÷862.50%四分之三以上未达到" in text


def test_count_of_heads_alone_shows_no_area(member, vote):
    vote.rule = make_rule(
        "RESIDENTS_MEETING", electorate="residents", area_quorum="", area_consent="", head_consent=">1/2"
    )
    consultation = vote.open()
    for choice, serials in (("agree", range(1, 7)), ("disagree", (7, 8))):
        for by in (vote.first, vote.second):
            for serial in serials:
                reading, at = Reading(choice=choice, channel="on_site"), consultation.opens_at
                actions.key_ballot(consultation=consultation, code=serial, reading=reading, by=by, at=at)
    actions.close(consultation=consultation, by=vote.first)
    text = words(member, consultation, "count")
    assert "同意人数6÷875.00%超过二分之一达到" in text
    assert "参与面积8.00÷12.0066.66%不要求—" in text
    assert "建筑面积" not in text


@pytest.mark.parametrize("name", ("count", "notice"))
def test_annulled_result_is_printed_with_its_reason(member, vote, displayed, name):
    displayed.refresh_from_db()
    actions.annul(consultation=displayed, reason="送达有遗漏", by=vote.first)
    text = words(member, displayed, name)
    assert "已作废" in text
    assert "原因：送达有遗漏。下面是作废前的数字，不再有效。" in text
    assert displayed.result.digest in text


@pytest.mark.parametrize("name, said", (("count", "还没有计票结果"), ("notice", "还没有公示")))
def test_result_that_is_not_there_is_said(member, vote, name, said):
    consultation = vote.open()
    assert said in member.get(url(consultation, name), follow=True).content.decode()
    assert url(consultation, name) not in page(member, consultation, "change")
    actions.annul(consultation=consultation, reason="送达有遗漏", by=vote.first)
    assert said in member.get(url(consultation, name), follow=True).content.decode()


@pytest.mark.parametrize("name, queries", (("count", 11), ("notice", 8)))
def test_result_pages_take_a_fixed_number_of_queries(member, vote, django_assert_num_queries, name, queries):
    consultation = vote.closed()
    vote.display(consultation)
    with django_assert_num_queries(queries):
        page(member, consultation, name)


# The notice and the round of visits


def test_notice_tells_totals_period_and_how_to_object(member, vote, displayed):
    text = words(member, displayed, "notice")
    shown = displayed.displays.get()
    community = vote.cast.here
    for part in (
        "关于东村12号表决结果的公示", f"第{displayed.pk}号征询第1次公示", "结果：通过，要求4项，达到4项",
        "全体参加同意不同意弃权",
        "人数128620", "面积692.64461.76353.04108.720.00", "沪建房管联〔2020〕801号", "公布当天不算，共7天",
        f"{shown.ends_on:%Y年%-m月%-d日}", f"写明事由，交到{community.publisher}".replace(" ", ""), "每一条都书面答复",
        displayed.result.digest, f"/c/{community.slug}/votes/{displayed.pk}/",
    ):  # fmt: skip
        assert part in text, part
    assert "101" not in text.replace(displayed.result.digest, "")
    assert "#" not in text


def test_leader_prints_the_notice_of_the_own_stairs_alone(client, vote, displayed):
    from communities.models import Membership

    leader = vote.cast.leader
    client.force_login(leader)
    assert client.get(url(displayed, "notice")).status_code == 404
    Membership.objects.create(
        user=leader, community=vote.cast.here, building_group=vote.group, role="group_leader", starts_on="2020-01-01"
    )
    assert client.get(url(displayed, "notice")).status_code == 200
    assert client.get(url(displayed, "count")).status_code == 403


def test_notice_reads_nobody_and_leaves_no_line(member, vote, displayed):
    page(member, displayed, "notice")
    page(member, displayed, "count")
    assert (ReadLog.objects.count(), displayed.displays.count()) == (0, 1)


def test_round_of_visits_has_a_sheet_a_stair_with_room_to_write(member, vote):
    consultation = vote.open()
    vote.key(consultation, "101")
    text = page(member, consultation, "missing")
    assert text.count('class="sheet round"') == 1
    assert text.count('<th scope="row">') == 11
    for head in ("日期", "走访人（两人以上）", "结果"):
        assert f'<th scope="col">{head}</th>' in text
    vote.vote(consultation, agree="102 201 202 301 302 401 402 501 502 601 602")
    assert "全部交回了" in page(member, consultation, "missing")
    assert "还没有开始" in member.get(url(vote.draft(), "missing"), follow=True).content.decode()


@pytest.mark.parametrize("flats", (1, 30))
def test_round_takes_the_same_queries_for_one_flat_and_thirty(member, vote, django_assert_num_queries, flats):
    for number in range(18):
        vote.add_flat(f"7{number:02d}", 7, 543_600)
    consultation = vote.open()
    for room in list(vote.units)[flats:]:
        vote.key(consultation, room)
    with django_assert_num_queries(8):
        assert page(member, consultation, "missing").count('<th scope="row">') == flats
