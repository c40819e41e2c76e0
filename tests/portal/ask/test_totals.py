"""What everybody may know: how many, where that points at nobody."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Unit, Volunteer
from projects.models import Concern, HomeVisit
from projects.outreach import actions


def enter(cast, kind, count):
    for turn in range(count):
        concern = Concern(
            community=cast.here, source="paper", received_on=timezone.localdate(), kind=kind, text=f"{kind}{turn}"
        )
        actions.receive(concern=concern, by=cast.member)


def answer(cast, count):
    today = timezone.localdate()
    for concern in Concern.objects.order_by("id")[:count]:
        taken = {"kind": concern.kind, "assignee": cast.member, "due_on": today, "by": cast.member}
        actions.answer(concern=actions.handle(concern=concern, **taken), text="好", on_day=today, by=cast.member)


def visit(cast, count):
    later = timezone.localdate() + datetime.timedelta(days=30)
    first, second = (
        Volunteer.objects.create(community=cast.here, tier="second_tier", name="示例", expires_on=later)
        for _ in range(2)
    )
    for turn in range(count):
        unit = Unit.objects.create(building_group=cast.stair1, room=f"7{turn:02d}", floor=6)
        visited = HomeVisit(unit=unit, on_day=timezone.localdate(), first=first, second=second, met="户主")
        actions.record_visit(visit=visited, concerns=["noise"], by=cast.member)


def test_nothing_yet_is_said_so(client, cast, text):
    page = text(client.get("/c/jia/ask/"))
    assert "走访谈过0户" in page
    assert "一共收到0件问题" in page


def test_fewer_than_five_are_not_told(client, cast, text):
    enter(cast, "noise", 4)
    visit(cast, 4)
    page = text(client.get("/c/jia/ask/"))
    assert "走访谈过的还不到5户" in page
    assert "一共收到" not in page
    assert "噪音" not in page.partition("大家问了多少")[2]
    assert "还在办" not in page


def test_five_and_more_are_told_by_kind_and_small_kinds_together(client, cast, text):
    enter(cast, "daylight", 7)
    enter(cast, "cost", 3)
    enter(cast, "parking", 2)
    visit(cast, 5)
    answer(cast, 6)
    page = text(client.get("/c/jia/ask/")).partition("大家问了多少")[2]
    assert "走访谈过5户" in page
    assert "一共收到12件问题" in page
    assert "已经答复6件，还在办6件" in page
    assert "采光7" in page
    assert "其余几类合计5" in page
    assert "费用" not in page


def test_open_and_answered_are_told_together_or_not_at_all(client, cast, text):
    enter(cast, "daylight", 9)
    answer(cast, 6)
    page = text(client.get("/c/jia/ask/"))
    assert "一共收到9件问题" in page
    assert "已经答复" not in page


def test_page_asks_as_often_for_one_as_for_thirty(cold, cast):
    enter(cast, "daylight", 1)
    visit(cast, 1)
    _, few = cold("/c/jia/ask/")
    enter(cast, "noise", 29)
    reply, many = cold("/c/jia/ask/")
    assert (few, many) == (4, 4)
    assert reply.status_code == 200


@pytest.mark.parametrize("path", ("/c/jia/ask/", "/c/jia/ask/status/", "/c/jia/", "/c/jia/b/1/"))
def test_no_word_of_a_visit_or_a_question_is_on_a_page(client, cast, path):
    visit(cast, 6)
    concern = Concern(
        community=cast.here, source="paper", received_on=timezone.localdate(), text="金丝雀的话", phone="13900007777"
    )
    actions.receive(concern=concern, by=cast.member)
    page = client.get(path).content.decode()
    for word in ("金丝雀", "13900007777", "户主", "示例志愿者"):
        assert word not in page
