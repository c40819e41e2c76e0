"""Holidays as data: read line by line, written down a year at a time, and what they do to a display's last day."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.domain import Refused, read_holidays, year_wanting
from projects.consultations.models import Display, Holiday

DATE = datetime.date
ADD = "/admin/projects/holiday/add/"
Y2026 = "元旦 2026-01-01 2026-01-03\n劳动节 2026-05-01 2026-05-05\n国庆节 2026-10-01 2026-10-07"
#: In the form of a notice; the notice itself was not read for this.
Y2027 = """元旦 2027-01-01 2027-01-03
春节 2027-02-06 2027-02-12
劳动节 2027-05-01 2027-05-05
国庆节 2027-10-01 2027-10-07"""


def refusal(year, text):
    with pytest.raises(Refused) as caught:
        read_holidays(year, text)
    return str(caught.value)


def test_a_year_is_read_line_by_line():
    days = read_holidays(2019, "元旦 2018-12-30 2019-01-01\n\n劳动节 2019-05-01\n 国庆节　2019-10-01  2019-10-07 ")
    assert len(days) == 3 + 1 + 7
    assert (days[DATE(2018, 12, 30)], days[DATE(2019, 10, 7)]) == ("元旦", "国庆节")


@pytest.mark.parametrize(
    "line, said",
    [
        ("国庆节", "第1行“国庆节”：请写节日、第一天、最后一天"),
        ("国庆节 10月1日", "日期写成2027-10-01这样"),
        ("国庆节 2027-10-07 2027-10-01", "日期要在2027年里，先写第一天"),
        ("国庆节 2026-10-01 2026-10-07", "日期要在2027年里"),
        ("国庆节 2027-10-01 2027-10-17", "不会放17天"),
        ("国庆节 2027-10-01 2027-10-07\n中秋节 2027-10-03", "第2行“中秋节 2027-10-03”：10月3日已写在“国庆节”里"),
        ("国庆节 2027-10-01 2027-10-07", "没有写1月1日、5月1日：请把2027年通知里的节日都写上"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, said):
    assert said in refusal(2027, line)
    assert refusal(2027, "").startswith("没有写1月1日、5月1日、10月1日")


@pytest.mark.parametrize(
    "end, wanted",
    [
        (DATE(2026, 12, 29), None),
        (DATE(2026, 12, 30), 2027),
        (DATE(2026, 12, 31), 2027),
        (DATE(2027, 1, 4), 2027),
        (DATE(2025, 12, 31), 2025),
    ],
)
def test_an_end_is_provisional_without_the_holidays_of_its_year(end, wanted):
    """A New Year holiday may begin on 30 December, as in 2018: that much of the next year must be known too."""
    assert year_wanting(end, {DATE(2026, 1, 1)}) == wanted
    assert year_wanting(end, {DATE(2025, 10, 1), DATE(2026, 10, 1), DATE(2027, 10, 1)}) is None


def test_a_december_day_does_not_make_its_own_year_known():
    assert year_wanting(DATE(2026, 11, 29), {DATE(2026, 12, 31)}) == 2026
    assert year_wanting(DATE(2026, 11, 29), {DATE(2026, 1, 1)}) is None


def test_a_year_is_written_down_whole_once_with_one_entry(cast):
    assert actions.declare_holidays(year=2027, text=Y2027, by=cast.member) == 22
    assert Holiday.objects.count() == 22
    assert Holiday.objects.years() == {2027}
    entry = Entry.objects.get(action="projects.holiday.declare")
    assert (entry.object_label, entry.changes) == ("2027年放假安排", {"年份": [None, 2027], "天数": [None, 22]})
    with pytest.raises(Refused, match="2027年的放假安排已经登记"):
        actions.declare_holidays(year=2027, text=Y2027, by=cast.secretary)
    with pytest.raises(Refused, match="没有这项权限"):
        actions.declare_holidays(year=2027, text=Y2027, by=cast.leader)
    assert Holiday.objects.count() == 22


def test_two_who_write_down_one_year_at_once_leave_it_once(cast, monkeypatch):
    actions.declare_holidays(year=2027, text=Y2027, by=cast.member)
    monkeypatch.setattr("projects.consultations.models.rules.HolidayQuerySet.years", lambda self: set())
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.declare_holidays(year=2027, text=Y2027, by=cast.secretary)
    client = Client()
    client.force_login(cast.secretary)
    assert "没有保存：这一天已经登记过" in client.post(ADD, {"year": "2027", "text": Y2027}).content.decode()
    assert Holiday.objects.count() == 22


def test_committee_writes_down_a_year_and_changes_none(cast):
    client = Client()
    client.force_login(cast.member)
    wrong = client.post(ADD, {"year": "2027", "text": "国庆节 2027-10-01"}).content.decode()
    assert "没有写1月1日、5月1日" in wrong
    assert Holiday.objects.count() == 0
    said = client.post(ADD, {"year": "2027", "text": Y2027}, follow=True).content.decode()
    assert "2027年的放假安排已登记，一共22天" in said
    assert "国庆节" in client.get("/admin/projects/holiday/?q=国庆").content.decode()
    one = Holiday.objects.first()
    assert client.post(f"/admin/projects/holiday/{one.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/projects/holiday/{one.pk}/change/", {"name": "元旦节"}).status_code == 403
    assert Holiday.objects.count() == 22


@pytest.fixture
def displayed(vote):
    """``displayed(day, days)``: a counted vote displayed from that day on; no year is known yet."""
    Holiday.objects.all().delete()

    def display(day, days=7):
        counted = vote.closed()
        with time_machine.travel(datetime.datetime(day.year, day.month, day.day, 9)):
            Display.objects.create(
                consultation=counted,
                number=1,
                starts_on=day,
                days=days,
                ends_on=day + datetime.timedelta(days=days),
                started_by=vote.second,
                started_at=timezone.now(),
                digest=counted.result.digest,
            )
        return counted.displays.get()

    return display


def test_display_that_ends_in_a_golden_week_ends_after_it(displayed):
    shown = displayed(DATE(2026, 9, 24))
    assert shown.last_day() == (DATE(2026, 10, 1), 2026)
    actions.declare_holidays(year=2026, text=Y2026, by=None)
    assert shown.last_day() == (DATE(2026, 10, 8), None)


def test_display_into_a_year_not_yet_published_is_provisional_until_it_is(displayed):
    actions.declare_holidays(year=2026, text=Y2026, by=None)
    shown = displayed(DATE(2026, 12, 25))
    assert shown.last_day() == (DATE(2027, 1, 1), 2027)
    actions.declare_holidays(year=2027, text=Y2027, by=None)
    assert shown.last_day() == (DATE(2027, 1, 4), None)


@pytest.mark.parametrize(
    "day, years, doubtful",
    [
        (DATE(2026, 9, 23), (2026,), False),
        (DATE(2026, 9, 24), (2026,), True),
        (DATE(2026, 12, 22), (2026,), False),
        (DATE(2026, 12, 23), (2026, 2027), True),
        (DATE(2027, 1, 20), (2026,), True),
        (DATE(2026, 9, 23), (), True),
    ],
)
def test_a_last_day_is_asked_again_only_where_it_may_move(displayed, day, years, doubtful):
    shown = displayed(day)
    for year in years:
        actions.declare_holidays(year=year, text={2026: Y2026, 2027: Y2027}[year], by=None)
    assert Display.objects.with_doubt().get().is_doubtful is doubtful
    assert doubtful or shown.last_day() == (shown.ends_on, None)


def test_back_office_tells_the_last_day_and_that_it_is_provisional(displayed, cast):
    shown = displayed(DATE(2026, 9, 24))
    client = Client()
    client.force_login(cast.member)
    url = f"/admin/projects/consultation/{shown.consultation_id}/change/"
    said = client.get(url).content.decode()
    assert "最后一天是2026年10月1日（本站还没有2026年的放假安排，最后一天可能顺延）" in said
    actions.declare_holidays(year=2026, text=Y2026, by=None)
    assert "2026年9月24日公布，7天，最后一天是2026年10月8日</div>" in client.get(url).content.decode()


def test_display_once_announced_never_ends_earlier(displayed):
    actions.declare_holidays(year=2026, text=Y2026, by=None)
    shown = displayed(DATE(2026, 9, 24))
    shown.ends_on = DATE(2026, 10, 12)
    assert shown.last_day() == (DATE(2026, 10, 12), None)
    assert displayed(DATE(2026, 9, 23)).last_day() == (DATE(2026, 9, 30), None)
