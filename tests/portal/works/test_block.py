"""What residents read of the site on the page of their building's progress."""

import datetime

from projects.models import MilestoneKind
from projects.procedure import actions
from tests.portal.notices.samples import picture
from tests.projects.procedure.test_works_noise import workday
from tests.projects.procedure.yard import BEGUN, CHECKED, at

D = datetime.date


def test_nothing_written_down_shows_nothing(read, yard):
    _, text = read()
    assert "工地" not in text
    assert "什么时候会吵" not in text


def test_milestones_stand_by_day_with_plan_delay_and_reason(read, yard):
    yard.record(yard.pile, planned_on=D(2026, 3, 20), started_on=D(2026, 3, 14))
    yard.record(yard.pit, planned_on=D(2026, 3, 9), started_on=BEGUN)
    actions.change_day(
        project=yard.project, kind=yard.pit, what="planned", to=D(2026, 3, 12), reason="连续下雨", by=yard.by
    )
    yard.record(yard.pit, done_on=D(2026, 3, 13))
    main, text = read()
    assert "基坑做完了2026年3月2日到2026年3月13日比原计划晚4天计划2026年3月12日做完" in text
    assert "计划完成日期原来是2026年3月9日，改为2026年3月12日。原因：连续下雨" in text
    assert "桩基正在做2026年3月14日起计划2026年3月20日做完，这个日期已经过了" in text
    assert text.index("基坑") < text.index("桩基")
    assert '<li class="done">' in main
    assert '<li class="now">' in main


def test_next_noise_and_what_came_otherwise_in_neutral_words(read, yard):
    yard.announce(workday(8), workday(18), text="压桩")
    yard.announce(workday(7), workday(8), text="浇混凝土", exception="要一次浇完")
    yard.noisy(at(3, 21), at(3, 23))
    _, text = read()
    assert "8:00～18:00压桩" in text
    assert "浇混凝土为什么在这个时间：要一次浇完" in text
    assert "2026年3月3日（星期二）21:00～23:00打桩不在预告的时间里夜间（22:00～6:00）" in text


def test_counts_alone_of_safety_and_owners(read, yard):
    hoarding, signs, net = yard.items
    answers = {hoarding: "yes", signs: "no", net: "not_applicable"}
    actions.check_safety(project=yard.project, answers=answers, on=BEGUN, by=yard.by)
    actions.accept(
        project=yard.project, kind="foundation", on=D(2026, 3, 20), result="passed", owners_present=3, by=yard.by
    )
    _, text = read()
    assert "安全检查2项，已落实1项" in text
    assert "警示标志" not in text
    assert "基础验收✓通过2026年3月20日业主代表3人在场" in text


def test_photo_is_shown_once_confirmed_with_its_words(read, yard, client):
    photo = yard.photo()
    url = f"/works/photos/{photo.pk}/{photo.digest[:16]}.jpg"
    assert "工地照片" not in read()[1]
    assert client.get(url).status_code == 404
    actions.confirm_photo(photo=photo, by=yard.by)
    assert 'alt="围挡已装好"' in read()[0]
    reply = client.get(url)
    assert (reply.status_code, reply["Content-Type"]) == (200, "image/jpeg")
    assert (reply["Cache-Control"], reply["X-Content-Type-Options"]) == ("public, max-age=3600", "nosniff")
    assert client.get(url.replace(photo.digest[:16], "0" * 16)).status_code == 404
    actions.withdraw_photo(photo=photo, reason="照到了门牌", by=yard.by)
    assert client.get(url).status_code == 404
    assert "工地照片" not in read()[1]


def test_block_in_english_and_traditional(read, yard):
    yard.pit.name_en = "Pit"
    yard.pit.save()
    yard.record(started_on=BEGUN)
    yard.photo(is_clear=True)
    yard.photo(picture(size=(30, 30)), is_clear=True, alt="吊装", alt_en="Lifting")
    main, text = read("/en/c/jia/b/1/progress/")
    assert "PitUnderway" in text
    assert 'alt="Lifting"' in main
    assert 'loading="lazy" lang="zh-Hans"' in main
    assert "工地照片" in read("/zh-hant/c/jia/b/1/progress/")[1]
    assert "施工中" in read("/zh-hant/c/jia/b/1/progress/")[1]


def test_page_asks_as_often_for_one_row_as_for_thirty(queries, yard):
    yard.record(started_on=BEGUN)
    first = queries()
    for number in range(4, 34):
        names = {"code": f"K{number}", "name": f"第{number}段", "position": number, "least_days": 1, "most_days": 2}
        kind = MilestoneKind.objects.create(project_kind="lift", **names, **CHECKED)
        yard.record(kind, planned_on=BEGUN, started_on=BEGUN, done_on=D(2026, 3, 3))
        yard.noisy(at(number % 28 + 1, 9), at(number % 28 + 1, 10))
    assert (first, queries()) == (18, 18)


def test_nobody_is_named(read, yard):
    yard.record(started_on=BEGUN)
    yard.noisy(at(3, 9), at(3, 10))
    yard.photo(is_clear=True)
    main, _ = read()
    assert [word for word in ("示例业主", "13900", "居委会委员", "member", "leader") if word in main] == []
