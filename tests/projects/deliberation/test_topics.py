"""Topics through their stages, opinions verbatim and unnamed, answers given once; what the database refuses."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from communities.journal.models import Entry
from projects.deliberation import actions
from projects.deliberation.domain import Refused
from projects.models import Opinion, Topic, TopicStep

from .conftest import DAY, copy
from .test_guards import sql


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def topic(hall, today):
    raised = Topic(community=hall.cast.here, project=hall.project(), kind="daylight", title="砖井道还是玻璃井道")
    return actions.raise_topic(topic=raised, on=today - 9 * DAY, by=hall.first)


@pytest.fixture
def heard(hall, topic, today):
    words = {"source": "door", "received_on": today, "text": "我家朝北，本来就暗。", "by": hall.first}
    return actions.hear(topic=topic, **words)


def test_topic_walks_and_every_step_is_dated(hall, topic, today):
    held = hall.held()
    to = {"topic": topic, "to": "talked_over", "note": "代建单位来讲", "by": hall.first}
    with pytest.raises(Refused, match="不能早于上一步"):
        actions.advance(**to, on=today - 10 * DAY)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.advance(**to, on=today + DAY)
    with pytest.raises(Refused, match="已经通知过的"):
        actions.advance(**to, on=today, meeting=hall.draft())
    moved = actions.advance(**to, on=today, meeting=held)
    with pytest.raises(Refused, match="现在就是“正在商量”"):
        actions.advance(**to, on=today)
    assert (moved.stage, moved.stage_since) == ("talked_over", today)
    assert list(topic.steps.values_list("stage", "meeting")) == [("raised", None), ("talked_over", held.pk)]


def test_opinion_is_kept_verbatim_and_the_journal_has_no_word_of_it(heard):
    entry = Entry.objects.get(action="projects.opinion.create")
    assert heard.text == "我家朝北，本来就暗。"
    assert "朝北" not in str(entry.changes) + entry.object_label


@pytest.mark.parametrize("text", ("打13900001234找我", "我是301室的", "身份证310101198001011234", "55550101", " "))
def test_opinion_that_tells_who_said_it_is_refused(hall, topic, today, text):
    with pytest.raises(Refused, match=r"看得出是谁|请写原话"):
        actions.hear(topic=topic, source="paper", received_on=today, text=text, by=hall.first)
    assert not Opinion.objects.exists()


def test_opinion_is_answered_once_with_reasons(hall, topic, heard):
    assert Topic.objects.with_opinions().get().unanswered == 1
    with pytest.raises(Refused, match="请写答复和理由"):
        actions.answer(opinion=heard, outcome="adopted", text="", by=hall.first)
    actions.answer(opinion=heard, outcome="partly", text="改用玻璃", by=hall.second)
    with pytest.raises(Refused, match="已答复"):
        actions.answer(opinion=heard, outcome="adopted", text="再答", by=hall.first)
    with pytest.raises(Refused, match="不在您负责的范围内"):
        actions.hear(topic=topic, source="paper", received_on=heard.received_on, text="好", by=hall.cast.outsider)
    found = Topic.objects.with_opinions().get()
    assert (found.received, found.unanswered) == (1, 0)


def test_topic_is_guarded(hall, topic, today, refused):
    cast = hall.cast
    with refused("deliberation_topic_titled"):
        copy(topic, title="")
    with refused("deliberation_topic_fixed"):
        Topic.objects.update(project=None)
    with refused("deliberation_topic_project_id_home_insert"):
        copy(topic, community_id=cast.there.pk)
    with refused("deliberation_topic_project_id_home_update"):
        Topic.objects.update(community=cast.there)
    with refused("deliberation_topic_stage_recorded"):
        Topic.objects.update(stage="settled")
    with refused("deliberation_topic_no_delete"):
        sql("DELETE FROM projects_topic")


def test_step_of_a_topic_is_guarded(hall, topic, today, refused):
    step = topic.steps.get()
    far = Topic.objects.create(community=hall.cast.there, kind="noise", title="吵", stage_since=today)
    with refused("deliberation_topicstep_explained"):
        copy(step, stage="settled")
    with refused("deliberation_topicstep_in_order"):
        copy(step, on_day=datetime.date(2020, 1, 1))
    with refused("deliberation_topicstep_home"):
        copy(step, topic_id=far.pk, meeting_id=hall.called().pk)
    with refused("deliberation_topicstep_no_update"):
        TopicStep.objects.update(note="改")
    with refused("deliberation_topicstep_no_delete"):
        sql("DELETE FROM projects_topicstep")


def test_opinion_is_guarded(hall, heard, refused):
    with refused("deliberation_opinion_says_something"):
        copy(heard, text="")
    with refused("deliberation_opinion_answer_whole"):
        Opinion.objects.update(answer="好")
    with refused("deliberation_opinion_fixed"):
        Opinion.objects.update(text="别的话")
    with refused("deliberation_opinion_no_delete"):
        sql("DELETE FROM projects_opinion")
    actions.answer(opinion=heard, outcome="adopted", text="改了", by=hall.second)
    with refused("deliberation_opinion_answered_once"):
        Opinion.objects.update(answer="又改了")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize("table", ("topic", "topicstep", "opinion"))
def test_tables_of_topics_are_not_emptied(heard, refused, table):
    """deliberation_topic_no_truncate, deliberation_topicstep_no_truncate, deliberation_opinion_no_truncate."""
    with refused(f"deliberation_{table}_no_truncate"):
        sql(f"TRUNCATE projects_{table} CASCADE")


def test_topic_is_raised_moved_and_answered_by_buttons(client, hall, today):
    client.force_login(hall.first)
    plain = {"community": hall.cast.here.pk, "kind": "noise", "title": "几点可以施工", "plain": "中午停不停"}
    client.post("/admin/projects/topic/add/", plain)
    topic = Topic.objects.get()
    said = {"source": "phone", "received_on": today.isoformat(), "text": "中午要睡"}
    page = client.post(f"/admin/projects/topic/{topic.pk}/hear/", {**said, "text": "我住301室"})
    assert "看得出是谁" in page.content.decode()
    client.post(f"/admin/projects/topic/{topic.pk}/hear/", said)
    step = {"to": "settled", "on": today.isoformat(), "note": "中午停两小时"}
    client.post(f"/admin/projects/topic/{topic.pk}/advance/", step)
    assert "1条居民意见还没有答复" in client.get("/admin/").content.decode()
    opinion = Opinion.objects.get()
    page = f"/admin/projects/opinion/{opinion.pk}/answer/"
    assert "中午要睡" in client.get(page).content.decode()
    client.post(page, {"outcome": "adopted", "text": "中午停两小时"})
    assert "条居民意见还没有答复" not in client.get("/admin/").content.decode()
    assert (Topic.objects.get().stage, Opinion.objects.get().outcome) == ("settled", "adopted")
