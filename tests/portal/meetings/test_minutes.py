"""What residents read once minutes are published, and what they never read."""

import datetime

from projects.deliberation import actions
from tests.projects.deliberation.conftest import DAY


def test_minutes_are_nobodys_business_before_they_are_published(client, hall, text):
    held = hall.held()
    hall.write(held)
    hall.resolve(held)
    actions.check_minutes(meeting=held, by=hall.second)
    page = text(client.get(f"/c/jia/meetings/{held.pk}/"))
    assert "纪要还没有公布" in page
    assert "低楼层担心采光" not in page
    assert "请两家厂报价" not in text(client.get("/c/jia/resolutions/"))


def test_published_minutes_tell_counts_words_and_the_checker_by_post(client, hall, text):
    held = hall.held(kind=hall.strict)
    hall.resolve(held)
    hall.publish(held)
    actions.add_to_minutes(meeting=held, text="第二项写漏了一句", by=hall.first)
    page = text(client.get(f"/c/jia/meetings/{held.pk}/"))
    assert "应到12人，实到8人。到会不够" in page
    assert "低楼层担心采光。" in page
    assert "核对党总支书记" in page
    assert "secretary" not in page
    assert "请两家厂报价" in page
    assert "第二项写漏了一句" in page


def test_overdue_resolution_is_told_in_public(client, hall, text):
    held = hall.held(starts_at=hall.now - 40 * DAY)
    made = hall.resolve(held, due_on=datetime.date.fromordinal(hall.now.date().toordinal() - 20))
    hall.publish(held)
    assert "有1条决议过了期限还没有办完" in text(client.get("/c/jia/meetings/"))
    page = text(client.get("/c/jia/resolutions/"))
    assert "过了期限" in page
    assert "过期2" in page
    actions.carry_out(resolution=made, done_on=made.due_on + DAY, note="报价已贴出", by=hall.first)
    page = text(client.get("/c/jia/resolutions/"))
    assert "过了期限" not in page.partition("全部决议")[0].partition("哪些过了期限。")[2]
    assert "已办完" in page
    assert "报价已贴出" in page
    assert client.get("/c/jia/resolutions/?after=x").status_code == 400


def test_pages_ask_the_same_for_one_and_many(hall, cold):
    held = hall.held()
    hall.resolve(held)
    other = hall.held()
    for _ in range(30):
        hall.resolve(other)
    for meeting in (held, other):
        hall.publish(meeting)
        assert cold(f"/c/jia/meetings/{meeting.pk}/")[1] == 5
        assert cold("/c/jia/resolutions/")[1] == 4
