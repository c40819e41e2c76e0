"""A topic is raised and walks from stage to stage; what residents say to it is written down and answered."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.deliberation.domain import YEARS, Refused
from projects.deliberation.enums import MeetingStatus, OpinionOutcome, OpinionSource, TopicStage
from projects.deliberation.models import Opinion, Topic, TopicStep

from .access import require, require_person, words

LONGEST_OPINION = 2000
#: A phone or certificate number, a room: what would tell who said it.
_TELLING = re.compile(r"1\d{10}|\d{15,18}|\d{7,8}|\d{3,4}\s*室")


def raise_topic(*, topic, on, by):
    """Store a new topic with the first line of its history; a changed wording of one that is there."""
    with transaction.atomic():
        require(by, "change" if topic.pk else "add", topic)
        try:
            topic.clean_fields(exclude=["stage_since"])
        except ValidationError as error:
            raise Refused(*error.messages) from error
        if topic.project_id and topic.project.community_id != topic.community_id:
            raise Refused("项目要在同一个居民区")
        if topic.pk:
            journal.store(topic, by=by)
            return topic
        _require_day(on)
        topic.stage, topic.stage_since = TopicStage.RAISED, on
        journal.store(topic, by=by, action="raise")
        journal.store(TopicStep(topic=topic, stage=topic.stage, on_day=on), by=by)
    return topic


def advance(*, topic, to, on, note, by, meeting=None):
    """The topic comes to another stage on the day ``on``; a settled one may be opened again, with the reason."""
    note = words(note, "一句说明")
    if to not in TopicStage.values:
        raise Refused("请选到哪一步")
    _require_day(on)
    with transaction.atomic():
        held = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        require(by, "change", held)
        if to == held.stage:
            raise Refused(f"议题现在就是“{held.get_stage_display()}”")
        if on < held.stage_since:
            raise Refused(f"日期不能早于上一步（{held.stage_since:%Y年%-m月%-d日}）")
        if meeting is not None and (meeting.community_id != held.community_id or meeting.status == MeetingStatus.DRAFT):
            raise Refused("会议要是这个居民区已经通知过的")
        journal.store(TopicStep(topic=held, stage=to, on_day=on, note=note, meeting=meeting), by=by)
        held.stage, held.stage_since = to, on
        journal.store(held, by=by, action="advance")
    return held


def hear(*, topic, source, received_on, text, by):
    """Write an opinion down as it was said. The journal is told that there is one, never its words."""
    text = words(text, "原话", LONGEST_OPINION)
    if found := _TELLING.search(text):
        raise Refused(f"原话里有“{found[0]}”，看得出是谁：请去掉电话、证件号和室号，写“〔略〕”")
    if source not in OpinionSource.values:
        raise Refused("请选怎样收到")
    _require_day(received_on)
    with transaction.atomic():
        require(by, "change", topic)
        heard = Opinion(topic=topic, source=source, received_on=received_on, text=text, entered_by=by)
        heard.entered_at = timezone.now()
        heard.save(force_insert=True)
        journal.record(by=by, action="projects.opinion.create", obj=heard)
    return heard


def answer(*, opinion, outcome, text, by):
    """Answer in the open with reasons, once."""
    require_person(by, "答复")
    text = words(text, "答复和理由", LONGEST_OPINION)
    if outcome not in OpinionOutcome.values:
        raise Refused("请选结果")
    with transaction.atomic():
        held = Opinion.objects.select_for_update(of=("self",)).select_related("topic").get(pk=opinion.pk)
        require(by, "change", held)
        if held.answered_at is not None:
            raise Refused("这条意见已答复，答复不能再改")
        held.outcome, held.answer, held.answered_at, held.answered_by = outcome, text, timezone.now(), by
        held.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
        changes = {"outcome": ["", outcome]}
        journal.record(by=by, action="projects.opinion.answer", obj=held, changes=changes)
    return held


def _require_day(day):
    if day.year not in YEARS or day > timezone.localdate():
        raise Refused("日期不能晚于今天，年份要在2000年以后")
