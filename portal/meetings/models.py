"""Which vote came of which topic: the two stand on one floor of the house, so the portal ties them together."""

from django.db import models

from communities import grants
from communities.guards import INSERT, Guard, fixed
from projects.consultations.models import Consultation
from projects.deliberation.models import Topic


class TopicVote(models.Model):
    """A topic was put to the vote; taken back by hand when it was the wrong one."""

    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name="议题", related_name="votes")
    consultation = models.OneToOneField(
        Consultation,
        models.PROTECT,
        verbose_name="征询",
        related_name="topic_vote",
        help_text="公布以后网页上互相看得到",
    )

    guards = (
        fixed("meetings_topicvote", "topic_id", "consultation_id"),
        Guard(
            "meetings_topicvote_home",
            INSERT,
            "meetings_topicvote: other community",
            "NOT EXISTS (SELECT 1 FROM projects_topic t JOIN projects_consultation c "
            "ON c.community_id = t.community_id WHERE t.id = NEW.topic_id AND c.id = NEW.consultation_id)",
        ),
    )
    grants = grants.COMMITTEE

    class Meta:
        verbose_name = verbose_name_plural = "议题的表决"
        ordering = ["-id"]

    def __str__(self):
        return f"议题{self.topic_id}的第{self.consultation_id}号征询"

    @property
    def community_id(self):
        return self.topic.community_id
