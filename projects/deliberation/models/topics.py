"""What is talked over from meeting to meeting, and what residents said to it."""

from django.db import models
from django.db.models import Count, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed, same_community
from communities.people.models import User
from communities.places.models import Community
from projects.deliberation.enums import OpinionOutcome, OpinionSource, TopicKind, TopicStage
from projects.retrofits.models import Project

from .meetings import Meeting


class TopicQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stage__in=(TopicStage.RAISED, TopicStage.TALKED_OVER))

    def with_opinions(self):
        """``received`` and ``unanswered``: how many opinions there are."""
        unanswered = Count("opinions", filter=Q(opinions__answered_at__isnull=True))
        return self.annotate(received=Count("opinions"), unanswered=unanswered)


class Topic(models.Model):
    """议题: one question, of one project or of everybody, through dated stages."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="topics")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="项目", null=True, blank=True, related_name="topics"
    )
    kind = models.CharField("哪一类", max_length=12, choices=TopicKind)
    title = models.CharField("议题", max_length=60, help_text="例如：13号楼用砖井道还是玻璃井道")
    plain = models.CharField("一句话看懂", max_length=200, blank=True)
    stage = models.CharField("到哪一步", max_length=12, choices=TopicStage, default=TopicStage.RAISED, editable=False)
    stage_since = models.DateField("从哪天起", editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = TopicQuerySet.as_manager()
    guards = (
        fixed("deliberation_topic", "community_id", "project_id"),
        *same_community("deliberation_topic", "projects_project", "project_id"),
        Guard(
            "deliberation_topic_stage_recorded",
            UPDATE,
            "deliberation_topic: a stage needs its line in the history",
            "(OLD.stage <> NEW.stage OR OLD.stage_since <> NEW.stage_since) AND NOT EXISTS (SELECT 1 "
            "FROM projects_topicstep s WHERE s.topic_id = NEW.id AND s.stage = NEW.stage "
            "AND s.on_day = NEW.stage_since)",
        ),
        Guard("deliberation_topic_no_delete", DELETE, "deliberation_topic: topics are kept"),
        Guard("deliberation_topic_no_truncate", TRUNCATE, "deliberation_topic: topics are kept"),
    )
    grants = {"secretary": frozenset({"view", "add", "change"}), "committee": frozenset({"view", "add", "change"})}

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="deliberation_topic_titled", violation_error_message="请写议题"
            )
        ]

    def __str__(self):
        return self.title


class TopicStep(models.Model):
    """One line of a topic's history, and the meeting at which it happened where it was one."""

    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name="议题", related_name="steps")
    stage = models.CharField("到哪一步", max_length=12, choices=TopicStage)
    on_day = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", null=True, blank=True, related_name="topic_steps"
    )

    guards = (
        *append_only("deliberation_topicstep"),
        Guard(
            "deliberation_topicstep_in_order",
            INSERT,
            "deliberation_topicstep: earlier than the line before it",
            "EXISTS (SELECT 1 FROM projects_topicstep s WHERE s.topic_id = NEW.topic_id AND s.on_day > NEW.on_day)",
        ),
        Guard(
            "deliberation_topicstep_home",
            INSERT,
            "deliberation_topicstep: other community",
            "NEW.meeting_id IS NOT NULL AND (SELECT m.community_id FROM projects_meeting m "
            "WHERE m.id = NEW.meeting_id) <> (SELECT t.community_id FROM projects_topic t WHERE t.id = NEW.topic_id)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "议题的每一步"
        ordering = ["topic_id", "on_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="raised") | ~Q(note=""),
                name="deliberation_topicstep_explained",
                violation_error_message="每走一步要写一句说明",
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}{self.on_day}"

    @property
    def community_id(self):
        return self.topic.community_id


class OpinionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at__isnull=True)


class Opinion(models.Model):
    """意见, verbatim and without a name; answered once, in the open, with reasons."""

    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name="议题", related_name="opinions")
    source = models.CharField("怎样收到", max_length=10, choices=OpinionSource)
    received_on = models.DateField("收到日期")
    text = models.TextField("原话", help_text="照原话写，不写姓名、室号和电话")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")
    outcome = models.CharField("结果", max_length=10, choices=OpinionOutcome, blank=True)
    answer = models.TextField("答复和理由", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, verbose_name="答复人", null=True, related_name="+")

    objects = OpinionQuerySet.as_manager()
    guards = (
        fixed("deliberation_opinion", "topic_id", "source", "received_on", "text", "entered_at", "entered_by_id"),
        Guard(
            "deliberation_opinion_answered_once",
            UPDATE,
            "deliberation_opinion: already answered",
            "OLD.answered_at IS NOT NULL",
        ),
        Guard("deliberation_opinion_no_delete", DELETE, "deliberation_opinion: opinions are kept"),
        Guard("deliberation_opinion_no_truncate", TRUNCATE, "deliberation_opinion: opinions are kept"),
    )
    grants = {"secretary": grants.LOOK | {"change"}, "committee": grants.LOOK | {"change"}}

    class Meta:
        verbose_name = verbose_name_plural = "居民意见"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="deliberation_opinion_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="", outcome="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="") & ~Q(outcome=""),
                name="deliberation_opinion_answer_whole",
                violation_error_message="答复要有结果和理由",
            ),
        ]

    def __str__(self):
        return f"意见{self.pk}"

    @property
    def community_id(self):
        return self.topic.community_id
