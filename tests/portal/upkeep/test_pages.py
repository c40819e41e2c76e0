"""What residents read of a lift in use: does it run, when is it inspected, how often did it stand still, the fund."""

import datetime
import re

import pytest
import time_machine

from projects.accounts import actions as accounts
from projects.accounts.domain import credit, debit
from projects.costs import actions as costs
from projects.upkeep import actions
from tests.projects.accounts.collecting import Collection, day, key
from tests.projects.upkeep.conftest import DAY, HOUR, START, Shaft, walk
from tests.projects.upkeep.test_inspecting import photo

PATH = "/c/jia/b/1/upkeep/"


def noon(on):
    return datetime.datetime(on.year, on.month, on.day, 4, tzinfo=datetime.UTC)


def test_building_says_first_that_the_lift_is_out_and_until_when(client, shaft, text):
    lift = shaft.lift()
    start, until = noon(datetime.date(2026, 3, 2)), noon(datetime.date(2026, 3, 4))
    assert "电梯已经可以坐" in text(client.get("/c/jia/b/1/"))
    with time_machine.travel(start + HOUR, tick=False):
        out = shaft.stop(lift, starts_at=start, expected_at=until)
        page = text(client.get("/c/jia/b/1/"))
        said = "电梯现在停用，2026年3月2日12:00起。预计2026年3月4日12:00恢复。门机坏了，等零件"
        assert f"1号楼电梯{said}现在到哪一步" in page
        assert "<title>1号楼电梯：停用" in client.get("/c/jia/b/1/").content.decode()
        assert f"使用和维护{said}" in text(client.get(PATH))
        assert "现在停用" in text(client.get("/c/jia/lifts/"))
    with time_machine.travel(until + HOUR, tick=False):
        assert "原来预计2026年3月4日12:00恢复，现在已经晚了。" in text(client.get("/c/jia/b/1/"))
        actions.resume(outage=out, ends_at=until, outcome="换了皮带", by=shaft.first)
        assert "电梯已经可以坐" in text(client.get("/c/jia/b/1/"))
        page = text(client.get(PATH))
        assert "电梯正常使用" in page
        assert "2026年3月2日12:00停用，2026年3月4日12:00恢复门机坏了，等零件换了皮带" in page
        assert "现在停用" not in text(client.get("/c/jia/lifts/"))


def test_outage_without_a_day_says_it_is_not_known(client, shaft, text):
    shaft.stop(shaft.lift())
    assert "什么时候恢复还不知道。" in text(client.get("/c/jia/b/1/"))
    assert "什么时候恢复还不知道。" in text(client.get(PATH))


def test_availability_is_told_by_year_with_plans_apart(client, shaft, text):
    lift = shaft.lift()
    for on, cause, hours in (((2024, 5, 1), "fault", 2), ((2024, 6, 1), "planned", 3)):
        start = noon(datetime.date(*on))
        shaft.stop(lift, starts_at=start, lasts=hours, cause=cause)
    with time_machine.travel(noon(datetime.date(2025, 1, 1)), tick=False):
        page = text(client.get(PATH))
    # 2024 has 527,040 minutes: 526,920 of them are 99.977 %
    assert "202499.97%120180" in page
    assert "2023100.00%00" in page


def test_next_inspection_maintenance_and_review_are_told(client, shaft, text):
    lift = shaft.lift(warranty_until=START + 730 * DAY)
    with time_machine.travel(noon(datetime.date(2021, 7, 7)), tick=False):
        page = text(client.get(PATH))
        assert "检验2021年7月6日到期，还没有登记新的检验。" in page
        assert "超过15天了" in page
        assert "已经用满一年，还没有回访。" in page
        shaft.inspect(lift, datetime.date(2021, 7, 6), words="各项合格")
        shaft.maintain(lift, datetime.date(2021, 7, 6))
        actions.review(lift=lift, done_on=datetime.date(2021, 7, 7), findings="大家用得惯", by=shaft.first)
        page = text(client.get(PATH))
    assert "下次检验自行检测，2022年7月6日前最晚2022年6月6日申请" in page
    assert "最近一次2021年7月6日，每15天一次" in page
    assert "超过15天了" not in page
    assert "大家用得惯" in page
    assert "谁来管甲物业" in page
    assert "质保到2022年7月6日" in page


def test_report_is_public_only_as_a_scrubbed_picture(client, shaft):
    made = shaft.inspect(shaft.lift(), datetime.date(2021, 7, 1), upload=photo())
    private = made.reports.get()
    shown = actions.attach(inspection=made, upload=photo(), by=shaft.first, is_scrubbed=True, alt="结论页")
    page = client.get(PATH).content.decode()
    address = f"/reports/{shown.pk}/{shown.digest[:16]}.jpg"
    assert address in page
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert client.get(f"/reports/{private.pk}/{private.digest[:16]}.jpg").status_code == 404
    assert client.get(f"/reports/{shown.pk}/0000.jpg").status_code == 404
    actions.strike(row=made, reason="登记到别的电梯上了", by=shaft.first)
    assert client.get(address).status_code == 404
    page = client.get(PATH).content.decode()
    assert "登记到别的电梯上了" in page
    assert address not in page


def test_fund_is_told_by_published_months_and_never_a_room(client, cast, text):
    owned = Collection(cast)
    costs.enter_contributors(scheme=owned.scheme, on=day(3, 2), by=owned.first)
    shaft, project = Shaft(cast), walk(owned.cost.project)
    path = "/c/jia/b/12/upkeep/"
    shaft.lift(project=project, in_use_on=project.stage_since, manager=None)
    assert "公布的账里还没有运行费。" in text(client.get(path))
    agreed = {"basis": "equal", "yearly_fen": 1_000_000, "reserve_fen": 200_000, "agreement": "运行管理协议第3条"}
    accounts.agree_running(book=owned.book, agreed_on=day(3, 1), by=owned.first, **agreed)
    accounts.charge_year(book=owned.book, year=2026, on=day(3, 3), by=owned.first)
    owned.receive("201", 90_000, on=day(3, 5))
    lines = [debit("running", 30_000, item="electricity"), credit("bank", 30_000)]
    said = {"kind": "running", "text": "电费", "lines": lines, "key": key(), "by": owned.first}
    accounts.post(book=owned.book, happened_on=day(3, 12), **said)
    assert "公布的账里还没有运行费。" in text(client.get(path))
    period = owned.book.periods.get(year=2026, month=3)
    accounts.close_month(period=period, statement_fen=60_000, by=owned.first)
    assert "公布的账里还没有运行费。" in text(client.get(path))
    accounts.publish_month(period=period, by=owned.second)
    page = text(client.get(path))
    assert "到2026年3月底，运行费结余7,700.00元。另有备用金2,000.00元。" in page
    assert "运行费（加）8,000.00电费（减）300.00结余7,700.00" in page
    assert "还没有使用管理单位。两户以上共有" in page
    assert not {"201", "601"} & set(re.findall(r"\d+", page))
    english = client.get(f"/en{path}").content.decode()
    assert "Electricity" in english


def test_fund_of_its_own_book_begins_with_what_the_project_left(client, cast, text):
    owned = Collection(cast)
    shaft, project = Shaft(cast), walk(owned.cost.project)
    shaft.lift(project=project, in_use_on=project.stage_since)
    said = {"happened_on": day(3, 5), "key": key(), "by": owned.first}
    lines = [debit("bank", 31_250), credit("interest", 31_250)]
    accounts.post(book=owned.book, kind="interest", text="监管账户利息", lines=lines, **said)
    running = accounts.open_book(
        community=cast.here, kind="running", project=project, opened_on=day(3, 1), by=owned.first
    )
    accounts.carry_over(book=owned.book, on=day(3, 6), by=owned.first)
    period = running.periods.get(year=2026, month=3)
    accounts.close_month(period=period, statement_fen=31_250, by=owned.first)
    accounts.publish_month(period=period, by=owned.second)
    page = text(client.get("/c/jia/b/12/upkeep/"))
    assert "到2026年3月底，运行费结余312.50元。" in page
    assert "加梯资金的余额转入（加）312.50" in page


def test_stairs_without_a_lift_in_use_have_no_such_page(client, shaft):
    shaft.lift()
    assert client.get("/c/jia/b/2/upkeep/").status_code == 404
    assert client.get("/c/yi/b/1/upkeep/").status_code == 404
    assert f'href="{PATH}"' in client.get("/c/jia/b/1/").content.decode()
    assert "upkeep" not in client.get("/c/jia/b/2/").content.decode().partition("<main")[2]


def test_history_shows_the_latest_fifty_outages(client, shaft):
    lift = shaft.lift()
    for number in range(51):
        shaft.stop(lift, starts_at=noon(START) + number * 10 * DAY, lasts=1, words=f"第{number}次。")
    page = client.get(PATH).content.decode()
    assert "第50次。" in page
    assert "第0次。" not in page


@pytest.mark.parametrize("rows", (1, 30))
def test_pages_ask_the_same_whatever_there_is(shaft, cold, rows):
    lift = shaft.lift()
    for number in range(rows):
        on = START + number * 20 * DAY
        made = shaft.inspect(lift, on, kind="self_test")
        shaft.maintain(lift, on)
        shaft.stop(lift, starts_at=noon(on), lasts=1)
    actions.attach(inspection=made, upload=photo(), by=shaft.first, is_scrubbed=True, alt="结论页")
    shaft.stop(lift)
    assert cold(PATH)[1] == 7
    assert cold("/c/jia/b/1/")[1] == 8
    assert cold("/c/jia/lifts/")[1] == 3
