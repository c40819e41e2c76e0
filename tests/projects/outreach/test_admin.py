"""At the desk: a visit at the door, the round, a question by its buttons, talks; and who reads what was said."""

import pytest

from communities.models import Reading
from projects.models import Concern, HomeVisit, Negotiation, PriorityHousehold
from projects.outreach import actions

from .conftest import DAY


@pytest.fixture
def desk(client, round_):
    client.force_login(round_.cast.leader)
    return client


def text(reply):
    assert reply.status_code == 200
    return reply.content.decode()


def form(round_, **values):
    plain = {
        "unit": round_.flat.pk, "on_day": round_.today, "channel": "door", "first": round_.ann.pk,
        "second": round_.ben.pk, "is_reached": "on", "met": "户主的女儿", "stance": "opposes",
        "concerns": ["daylight", "noise"], "promise": "带样板来", "next_on": round_.today + 7 * DAY,
        "expires_on": round_.today + 100 * DAY,
    }  # fmt: skip
    return {**plain, **values}


def near(round_):
    """The volunteers serve the leader's own stairs."""
    for person in (round_.ann, round_.ben):
        person.building_group = round_.cast.stair1
        person.save()


def test_leader_writes_a_visit_down_and_the_look_is_logged(desk, round_):
    near(round_)
    page = text(desk.get(f"/admin/projects/homevisit/add/?unit={round_.flat.pk}"))
    assert "只是意向，不算投票" in page
    desk.post("/admin/projects/homevisit/add/", form(round_))
    visit = HomeVisit.objects.get()
    assert (visit.stance, visit.concerns.count(), visit.recorded_by) == ("opposes", 2, round_.cast.leader)
    page = text(desk.get(f"/admin/projects/homevisit/{visit.pk}/change/"))
    assert "户主的女儿" in page
    assert Reading.objects.get(purpose="查看走访记录").actor == f"user:{round_.cast.leader.pk}"
    assert "户主的女儿" not in text(desk.get("/admin/projects/homevisit/"))
    assert Reading.objects.filter(purpose="查看走访列表").count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"second": ""}, "这个字段是必填项"),
        ({"on_day": "2199-01-01", "next_on": "", "expires_on": "2199-02-01"}, "走访日期不能晚于今天"),
        ({"next_on": "2020-01-01"}, "下次的日期不能早于这次"),
        ({"is_reached": ""}, "没有谈上，就不填谈的是谁和意向"),
        ({"concerns": ["ghosts"]}, "ghosts"),
        ({"promise": "字" * 301}, "300"),
    ),
)
def test_visit_that_cannot_be_comes_back_with_the_reason(desk, round_, values, said):
    near(round_)
    page = text(desk.post("/admin/projects/homevisit/add/", form(round_, **values)))
    assert said in page
    assert not HomeVisit.objects.exists()
    assert "户主的女儿" in page


def test_one_visitor_twice_comes_back(desk, round_):
    near(round_)
    page = text(desk.post("/admin/projects/homevisit/add/", form(round_, second=round_.ann.pk)))
    assert "走访要两个人以上" in page
    assert not HomeVisit.objects.exists()


def test_flat_of_other_stairs_cannot_be_chosen(desk, round_):
    near(round_)
    desk.post("/admin/projects/homevisit/add/", form(round_, unit=round_.cast.units["9", "101"].pk))
    assert not HomeVisit.objects.exists()
    assert desk.get(f"/admin/projects/stair/{round_.cast.stair2.pk}/round/").status_code == 404


def test_who_only_runs_the_site_does_not_read_what_was_said(client, round_):
    visit, concern, talks = round_.visit(), round_.concern(), round_.talks()
    round_.talk(talks)
    pages = [f"/admin/projects/{kind}/{row.pk}/change/" for kind, row in (
        ("homevisit", visit), ("concern", concern), ("negotiation", talks)
    )]  # fmt: skip
    words = ("户主的女儿", "带采光测算", "太暗", "李阿姨", "13900001111", "磨砂")
    client.force_login(round_.cast.root)
    shown = "".join(text(client.get(page)) for page in pages)
    assert [word for word in words if word in shown] == []
    client.force_login(round_.cast.secretary)
    shown = "".join(text(client.get(page)) for page in pages)
    assert [word for word in words if word not in shown] == []
    assert Reading.objects.filter(actor=f"user:{round_.cast.secretary.pk}").count() == 3


def test_round_puts_the_overdue_first_and_leads_to_the_form(desk, round_):
    round_.visit(unit=round_.flat, on_day=round_.today - 9 * DAY, next_on=round_.today - 2 * DAY)
    page = text(desk.get(f"/admin/projects/stair/{round_.cast.stair1.pk}/change/"))
    assert page.index("101室：● 说好") < page.index("601室：○ 还没有谈上")
    assert f"/admin/projects/homevisit/add/?unit={round_.flat.pk}" in page
    sheet = text(desk.get(f"/admin/projects/stair/{round_.cast.stair1.pk}/round/"))
    assert "谈上1户，一共2户；到了日子没再去1户" in sheet
    assert "女儿" not in sheet
    assert Reading.objects.get(purpose="打印走访单").rows == 2
    listed = text(desk.get("/admin/projects/stair/?late=yes"))
    assert "1户，一共2户" in listed
    assert "2号" not in listed.partition('id="result_list"')[2].partition("</table>")[0].replace("12号", "")


def test_marked_flat_comes_before_the_others_and_can_be_unmarked(desk, round_):
    plain = {"unit": round_.flat.pk, "reason": "elderly_high", "expires_on": round_.today + 30 * DAY}
    desk.post("/admin/projects/priorityhousehold/add/", plain)
    mark = PriorityHousehold.objects.get()
    page = text(desk.get(f"/admin/projects/stair/{round_.cast.stair1.pk}/change/"))
    assert page.index("101室：○ 还没有谈上（先走访）") < page.index("601室：○ 还没有谈上")
    desk.post(f"/admin/projects/priorityhousehold/{mark.pk}/delete/", {"post": "yes"})
    assert not PriorityHousehold.objects.exists()


def test_question_is_entered_for_somebody_and_goes_on_by_buttons(desk, round_):
    plain = {
        "community": round_.cast.here.pk, "building_group": round_.cast.stair1.pk, "unit": "", "source": "phone",
        "received_on": round_.today, "kind": "noise", "text": "几点开工", "caller": "", "phone": "",
    }  # fmt: skip
    page = text(desk.post("/admin/projects/concern/add/", plain, follow=True))
    assert "查询编号" in page
    concern = Concern.objects.get()
    step = f"/admin/projects/concern/{concern.pk}"
    page = text(desk.get(f"{step}/change/"))
    assert "查询编号" not in page
    assert "还没有" in page
    taken = {"kind": "noise", "assignee": round_.cast.leader.pk, "due_on": round_.today + DAY, "note": ""}
    assert "已交给承办人" in text(desk.post(f"{step}/handle/", taken, follow=True))
    desk.post(f"{step}/answer/", {"text": "八点以后", "on_day": round_.today})
    back = {"rating": "dissatisfied", "on_day": round_.today, "note": "还是吵", "due_on": ""}
    assert "请写新的期限" in text(desk.post(f"{step}/follow_up/", back))
    desk.post(f"{step}/follow_up/", {**back, "due_on": round_.today + DAY})
    assert Concern.objects.get().status == "handling"
    desk.post(f"{step}/answer/", {"text": "改到九点", "on_day": round_.today})
    desk.post(f"{step}/follow_up/", {**back, "rating": "satisfied", "note": ""})
    page = text(desk.get(f"{step}/change/"))
    assert (Concern.objects.get().status, page.count("改到九点")) == ("closed", 1)
    assert "办理中，不满意（1号楼组长）" in page
    assert page.count("1号楼组长") >= 6  # who holds it, and who took each step
    assert desk.post(f"{step}/change/", plain).status_code == 403


def test_question_of_another_room_or_stair_is_refused(desk, round_):
    plain = {
        "community": round_.cast.here.pk, "building_group": "", "unit": "", "source": "phone",
        "received_on": round_.today, "kind": "noise", "text": "几点开工",
    }  # fmt: skip
    page = text(desk.post("/admin/projects/concern/add/", plain))
    assert "不在您负责的范围内" in page
    tomorrow = {"building_group": round_.cast.stair1.pk, "received_on": round_.today + 2 * DAY}
    assert "收到日期不能晚于今天" in text(desk.post("/admin/projects/concern/add/", {**plain, **tomorrow}))
    assert not Concern.objects.exists()


def test_talks_are_opened_written_down_and_ended(desk, round_):
    plain = {"unit": round_.flat.pk, "opened_on": round_.today, "expires_on": round_.today + 100 * DAY}
    desk.post("/admin/projects/negotiation/add/", plain)
    talks = Negotiation.objects.get()
    again = text(desk.post("/admin/projects/negotiation/add/", plain))
    assert "这一室已有在谈的协商" in again
    step = f"/admin/projects/negotiation/{talks.pk}"
    desk.post(f"{step}/talk/", {"rung": "team", "on_day": round_.today, "offer": "磨砂玻璃", "reply": "再想想"})
    assert "自治管理小组谈" in text(desk.get(f"{step}/change/"))
    desk.post(f"{step}/close/", {"status": "stopped", "on_day": round_.today, "agreement": ""})
    assert Negotiation.objects.get().status == "stopped"
    assert "现在是“不再谈”" in text(desk.post(f"{step}/talk/", {"rung": "team", "on_day": round_.today, "offer": "又"}))
    assert actions.may_read(round_.cast.leader, talks)


def test_front_page_says_who_waits_and_leads_to_the_list(desk, round_):
    assert "诉求" not in text(desk.get("/admin/")).partition('ul class="tasks')[2].partition("</ul>")[0]
    stairs = {"building_group": round_.cast.stair1}
    round_.visit(on_day=round_.today - 9 * DAY, next_on=round_.today - DAY)
    round_.concern(**stairs)
    round_.answered(**stairs, text="二")
    late = round_.concern(**stairs, text="三", received_on=round_.today - 9 * DAY)
    round_.handle(late, on_day=round_.today - 9 * DAY, due_on=round_.today - DAY)
    page = text(desk.get("/admin/"))
    for words, query in (
        ("1户说好再去，日子到了还没有去", "homevisit/?late=yes"),
        ("1件诉求已受理，还没有人办", "concern/?waiting=take"),
        ("1件诉求已答复，要回访", "concern/?waiting=back"),
        ("1件诉求过了期限还没有答复", "concern/?waiting=late"),
    ):
        assert words in page
        assert f"/admin/projects/{query}" in page
        listed = text(desk.get(f"/admin/projects/{query}"))
        assert listed.partition('id="result_list"')[2].count("<tr") == 2, query
