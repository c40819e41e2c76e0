"""What residents read of topics: the chain, the words, the answers and how many are wanting."""

import pytest
from django.utils import timezone

from portal.models import TopicVote
from projects.deliberation import actions
from projects.models import Topic
from tests.projects.consultations.conftest import Vote


@pytest.fixture
def raised(hall):
    def make(opinions=1, **values):
        today = timezone.localdate()
        topic = Topic(community=hall.cast.here, kind="noise", title="几点可以施工", **values)
        actions.raise_topic(topic=topic, on=today, by=hall.first)
        for _ in range(opinions):
            actions.hear(topic=topic, source="paper", received_on=today, text="中午要睡", by=hall.first)
        return topic

    return make


def test_topic_tells_its_chain_its_words_and_what_is_unanswered(client, hall, raised, text):
    topic, held = raised(project=hall.project()), hall.held()
    today = timezone.localdate()
    actions.advance(topic=topic, to="talked_over", on=today, note="请施工单位来", meeting=held, by=hall.first)
    path = f"/c/jia/topics/{topic.pk}/"
    page = text(client.get(path))
    assert "收到意见1条，还没有答复1条。" in page
    assert "中午要睡" in page
    assert "请施工单位来分摊协调会" in page
    assert "1条意见还没有答复" in text(client.get("/c/jia/topics/"))
    assert 'href="/c/jia/b/1/"' in client.get(path).content.decode()
    actions.answer(opinion=topic.opinions.get(), outcome="adopted", text="中午停两小时", by=hall.second)
    page = text(client.get(path))
    assert "已采纳" in page
    assert "中午停两小时" in page
    assert "还没有答复0条" in page


def test_topics_of_another_community_are_not_here(client, raised, text):
    topic = raised()
    assert client.get(f"/c/yi/topics/{topic.pk}/").status_code == 404
    assert "还没有议题" in text(client.get("/c/yi/topics/"))
    assert client.get("/c/jia/topics/?after=x").status_code == 400


def test_topics_are_turned_over_page_by_page(client, raised):
    topics = [raised(opinions=0) for _ in range(21)]
    first = client.get("/c/jia/topics/").content.decode()
    assert f'href="/c/jia/topics/{topics[0].pk}/"' not in first
    second = client.get(f"/c/jia/topics/?after={topics[1].pk}").content.decode()
    assert f'href="/c/jia/topics/{topics[0].pk}/"' in second


@pytest.fixture
def voted(raised, hall):
    """A topic and the open vote that came of it."""
    project = hall.project()
    vote = Vote(hall.cast).open()
    topic = raised(project=project)
    return topic, TopicVote.objects.create(topic=topic, consultation=vote), vote


def test_topic_and_its_vote_lead_to_each_other(client, voted, cold):
    topic, link, vote = voted
    assert f'href="/c/jia/votes/{vote.pk}/"' in client.get(f"/c/jia/topics/{topic.pk}/").content.decode()
    page = client.get(f"/c/jia/votes/{vote.pk}/").content.decode()
    assert f'href="/c/jia/topics/{topic.pk}/"' in page
    assert "怎样商量出来的：几点可以施工" in page
    assert cold(f"/c/jia/topics/{topic.pk}/")[1] == 5
    type(link).objects.filter(pk=link.pk).delete()
    assert "怎样商量出来的" not in client.get(f"/c/jia/votes/{vote.pk}/?x").content.decode()


def test_topic_is_tied_to_a_vote_in_the_back_office_at_home_only(client, voted, hall, refused):
    topic, link, vote = voted
    far = Topic.objects.create(
        community=hall.cast.there, kind="noise", title="吵", stage="raised", stage_since=timezone.localdate()
    )
    with refused("meetings_topicvote_home"):
        TopicVote.objects.filter(pk=link.pk).delete()
        TopicVote.objects.create(topic=far, consultation=vote)
    with refused("meetings_topicvote_fixed"):
        TopicVote.objects.update(topic=far)
    client.force_login(hall.first)
    client.post(f"/admin/portal/topicvote/{link.pk}/delete/", {"post": "yes"})
    assert not TopicVote.objects.exists()
    client.post("/admin/portal/topicvote/add/", {"topic": far.pk, "consultation": vote.pk})
    assert not TopicVote.objects.exists()
    client.post("/admin/portal/topicvote/add/", {"topic": topic.pk, "consultation": vote.pk})
    assert TopicVote.objects.get().consultation == vote


@pytest.mark.parametrize("rows", (1, 30))
def test_pages_ask_the_same_whatever_there_is(cold, raised, rows):
    topic = raised(opinions=rows)
    assert cold("/c/jia/topics/")[1] == 3
    assert cold(f"/c/jia/topics/{topic.pk}/")[1] == 4
