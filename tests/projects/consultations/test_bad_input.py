"""What can be typed into the back office by mistake or malice: said in words what to do, nothing kept, never a 500."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Entry
from projects.consultations import actions
from projects.models import Ballot, Consultation, Delivery, Display, Keying, Objection, Paper, Result, RollVoter

from .test_admin import posted, url

KEPT = (Consultation, RollVoter, Paper, Delivery, Keying, Ballot, Result, Display, Objection, Entry)
MEGABYTE = "长" * 350_000
TODAY = timezone.localdate()


def rows():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


@pytest.fixture
def desk(client, vote):
    """``desk(address, form)``: the page with its refusal, after checking that nothing was kept."""

    def send(address, form, by=None):
        client.force_login(by or vote.first)
        before = rows()
        answer = client.post(address, form)
        assert answer.status_code in (200, 400, 404), answer.status_code
        assert rows() == before
        page = answer.content.decode()
        assert answer.status_code != 200 or "errorlist" in page or "errornote" in page
        return page

    return send


def reading(code="1", key="1", **values):
    return {"code": code, "key": key, "channel": "on_site", "capacity": "owner", **values}


@pytest.mark.parametrize(
    "values, said",
    [
        ({"closes_at_0": "9999-12-31"}, "年份"),
        ({"closes_at_0": "0001-01-01", "closes_at_1": "00:00"}, "年份"),
        ({"opens_at_0": "0001-01-01", "opens_at_1": "00:00"}, "年份"),
        ({"closes_at_0": "2026-13-45"}, "有效"),
        ({"closes_at_0": ""}, ""),
        ({"plain": MEGABYTE}, "120"),
        ({"scheme_text": "a\x00b"}, "空字符"),
        ({"plain": "a\x00b"}, "空字符"),
        ({"building_group": "9" * 30}, ""),
        ({"rule": "9" * 30}, ""),
        ({"rule": "\x00"}, ""),
        ({"community": "9" * 30}, ""),
        ({"project": "-1"}, ""),
    ],
)
def test_draft_that_cannot_be_is_said_on_its_form(desk, vote, values, said):
    page = desk("/admin/projects/consultation/add/", posted(vote, **values))
    assert said in page
    assert Consultation.objects.count() == 0


def test_draft_for_another_community_is_refused(desk, vote):
    values = {"community": vote.cast.there.pk, "building_group": vote.cast.stair9.pk}
    desk("/admin/projects/consultation/add/", posted(vote, **values))
    desk("/admin/projects/consultation/add/", posted(vote, building_group=vote.cast.stair9.pk))
    assert Consultation.objects.count() == 0


@pytest.mark.parametrize(
    "values, said",
    [
        ({"opens_at": timezone.now() - datetime.timedelta(days=2)}, "开始日期不能早于今天"),
        ({"opens_at": None, "closes_at": timezone.now() - datetime.timedelta(days=2)}, "截止时间要晚于开始时间"),
        ({"opens_at": None, "closes_at": timezone.now() + datetime.timedelta(days=800)}, "一年"),
        ({"opens_at": None, "closes_at": None}, "请填截止时间"),
    ],
)
def test_opening_outside_its_time_is_refused(desk, vote, values, said):
    plain = {"closes_at": timezone.now() + datetime.timedelta(days=9), "is_transcript": False}
    draft = vote.draft(**{**plain, **values})
    assert said in desk(url(draft, "open"), {})
    assert Consultation.objects.get().status == "draft"


def test_opening_twice_is_refused(desk, vote):
    consultation = vote.open_now()
    assert "这次征询已经开始，名册和规则已定，不能再开始一次" in desk(url(consultation, "open"), {})
    assert Consultation.objects.get().roll_heads == 12


@pytest.mark.parametrize(
    "values, said",
    [
        ({"code": "99"}, "这次征询没有这张票，请核对票号"),
        ({"code": "12"}, "已作废（票遗失），请用换发的新票"),
        ({"code": "https://linli.example/c/jia/votes/{other}/#0001"}, "这张票属于另一次征询"),
        ({"code": "9" * 9}, "没有这张票"),
        ({"code": "9" * 40}, "票号"),
        ({"code": MEGABYTE}, "40"),
        ({"code": "0\x001"}, "空字符"),
        ({"code": "-1"}, "票号"),
        ({"key": "4"}, "请按1（同意）、2（不同意）或3（弃权）"),
        ({"key": "１２"}, "请按1"),
        ({"key": "\x00"}, ""),
        ({"key": MEGABYTE}, "请按1"),
        ({"capacity": "agent"}, "代理人签的票要有书面委托书：请先扫描，再填扫描件编号"),
        ({"capacity": "co_owner"}, "共有人一人签的票"),
        ({"channel": "phone"}, ""),
        ({"channel": "video"}, "见证人"),
        ({"flaw": "\x00"}, ""),
        ({"witness": MEGABYTE}, "40"),
        ({"authority": "x\x00"}, "空字符"),
    ],
)
def test_paper_that_cannot_be_read_is_said_on_its_page(desk, vote, values, said):
    consultation, other = vote.open_now(), vote.open_now()
    actions.reissue(consultation=consultation, code="12", reason="票遗失", by=vote.first)
    values = {name: value.replace("{other}", str(other.pk)) for name, value in values.items()}
    assert said in desk(url(consultation, "key"), reading(**values))
    assert Keying.objects.count() == 0


def test_same_paper_twice_by_one_clerk_is_refused(desk, vote):
    consultation = vote.open_now()
    vote.key(consultation, "101")
    assert "票0001的第一遍是您录入的，第二遍要由另一位录入" in desk(url(consultation, "key"), reading())
    vote.key(consultation, "101", by=vote.second)
    assert "已录入完毕" in desk(url(consultation, "key"), reading())
    assert Ballot.objects.count() == 1


def test_full_width_digits_are_read_as_digits(client, vote):
    client.force_login(vote.first)
    consultation = vote.open_now()
    assert client.post(url(consultation, "key"), reading(code="０００２")).status_code == 302
    assert Keying.objects.get().paper.serial == 2


@pytest.mark.parametrize("at", ["0001-01-01 00:00", "9999-12-31 23:59", "2026-02-30 10:00", "", "\x00", MEGABYTE])
def test_transcript_needs_a_moment_within_its_time(desk, vote, at):
    consultation = vote.open()
    desk(url(consultation, "key"), reading(at=at))
    desk(url(consultation, "return"), {"code": "1", "at": at})
    assert Paper.objects.filter(returned_at__isnull=False).count() == 0


@pytest.mark.parametrize("transcript", [True, False])
@pytest.mark.parametrize(
    "values",
    [
        {"on": "9999-12-31"},
        {"on": "0001-01-01"},
        {"on": "\x00"},
        {"carrier": MEGABYTE},
        {"carrier": "a\x00"},
        {"channel": "pigeon"},
        {"code": "９９"},
    ],
)
def test_delivery_that_cannot_be_is_refused(desk, vote, values, transcript):
    consultation = vote.open() if transcript else vote.open_now()
    form = {"code": "1", "channel": "post", "on": f"{TODAY}", "carrier": "居委会"}
    desk(url(consultation, "deliver"), form | values)
    assert Delivery.objects.count() == 0


def test_closing_with_papers_read_once_or_differently_is_refused(desk, vote):
    consultation = vote.open()
    vote.key(consultation, "101")
    vote.key(consultation, "102")
    vote.key(consultation, "102", "disagree", by=vote.second)
    page = desk(url(consultation, "close"), {})
    assert "还有2张票只录了一遍或两遍不一致，先录完或裁定：0001、0002" in page
    assert "没有两遍不一致" in desk(url(consultation, "settle"), reading(reason="对照"))


@pytest.mark.parametrize("name", ("key", "return", "settle", "reissue", "deliver", "close", "open", "print"))
def test_nothing_goes_in_once_counted(desk, vote, name):
    consultation = vote.closed()
    form = reading(
        code="12", reason="晚到", at=f"{consultation.opens_at:%Y-%m-%d %H:%M}", on=f"{TODAY}", carrier="居委会"
    )
    page = desk(url(consultation, name), form)
    assert "已经计票" in page or "现在是“已计票”" in page or "已经开始" in page
    assert Consultation.objects.get().status == "counted"


@pytest.mark.parametrize(
    "values, said",
    [
        ({"starts_on": "9999-12-31", "days": "365"}, "请核对年份"),
        ({"starts_on": "0001-01-01"}, "公示不能早于计票"),
        ({"starts_on": f"{TODAY - datetime.timedelta(days=60)}"}, "公示不能早于计票"),
        ({"starts_on": "\x00"}, "有效"),
        ({"days": "9" * 30}, "365"),
        ({"days": "0"}, "1"),
        ({"days": "\x00"}, "整数"),
        ({"digest": "\x00"}, ""),
    ],
)
def test_display_outside_its_time_is_refused(desk, vote, values, said):
    consultation = vote.closed()
    form = {"starts_on": f"{TODAY}", "days": "7", "digest": consultation.result.digest}
    assert said in desk(url(consultation, "display"), form | values, by=vote.second)
    assert Display.objects.count() == 0


@pytest.mark.parametrize(
    "name, values",
    [
        ("annul", {"reason": " "}),
        ("annul", {"reason": "a\x00"}),
        ("annul", {"reason": MEGABYTE}),
        ("recount", {"reason": ""}),
        ("repeat", {}),
        ("finalise", {}),
        ("object", {"text": "挡光", "received_on": f"{TODAY}"}),
    ],
)
def test_step_that_cannot_be_is_refused_on_its_page(desk, vote, name, values):
    consultation = vote.closed()
    desk(url(consultation, name), values)
    assert Consultation.objects.get().status == "counted"


@pytest.mark.parametrize(
    "values", [{"received_on": "9999-12-31"}, {"received_on": "0001-01-01"}, {"text": "a\x00"}, {"text": MEGABYTE}]
)
def test_objection_that_cannot_be_is_refused(desk, vote, displayed, values):
    desk(url(displayed, "object"), {"text": "挡光", "received_on": f"{TODAY}"} | values)
    assert Objection.objects.count() == 0


@pytest.mark.parametrize("pk", ["9" * 30, "0", "-1", "%00", "a_00", "_ED"])
@pytest.mark.parametrize("name", ("change", "key", "open", "close"))
def test_number_that_is_none_finds_nothing(client, vote, pk, name):
    vote.open()
    client.force_login(vote.first)
    address = reverse(f"admin:projects_consultation_{name}", args=["0"]).replace("/0/", f"/{pk}/")
    assert client.get(address).status_code in (302, 400, 404)
    assert client.post(address, {"code": "1"}).status_code in (302, 400, 404)


@pytest.mark.parametrize(
    "raw", ["code=%ED%A0%80&key=1", "code=1&key=%ED%A0%80", "code=%FF&key=%00", "code[]=1&key=1&key=2"]
)
def test_bytes_that_are_no_text_are_refused(client, vote, raw):
    """A lone surrogate cannot travel as UTF-8; what does is refused like any other wrong serial."""
    consultation = vote.open_now()
    client.force_login(vote.first)
    answer = client.post(url(consultation, "key"), raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert Keying.objects.count() == 0


def test_post_of_many_megabytes_is_refused_as_a_whole(client, vote):
    consultation = vote.open_now()
    client.force_login(vote.first)
    answer = client.post(url(consultation, "key"), reading(reason="长" * 1_200_000))
    assert answer.status_code in (400, 413)
    assert Keying.objects.count() == 0
