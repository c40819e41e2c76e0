"""The plan is posted, opinions on it are written down, and each is answered."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.domain import last_day
from projects.consultations.models import Holiday
from projects.procedure.domain import Refused
from projects.procedure.models import DISPLAY_DAYS, OPINION_DAYS, Posting, Remark

from .access import locked_project, require, words

LONGEST = 2000
MOST_DAYS = 90
#: A phone or certificate number, a room: what would tell who said it.
_TELLING = re.compile(r"1\d{10}|\d{15,18}|\d{7,8}|\d{3,4}\s*室")


def post_plan(*, course, starts_on, place, by, display_days=DISPLAY_DAYS, opinion_days=OPINION_DAYS, reason=""):
    """The plan hangs since ``starts_on``; posted anew, with the reason, the days are counted from the start."""
    place = words(place, "贴在哪里", 80)
    if starts_on is None or starts_on > timezone.localdate():
        raise Refused("公示之日不能晚于今天")
    if not (DISPLAY_DAYS <= display_days <= MOST_DAYS and OPINION_DAYS <= opinion_days <= MOST_DAYS):
        raise Refused(f"公示至少{DISPLAY_DAYS}天，之后至少再收{OPINION_DAYS}天意见（沪规划资源规〔2024〕2号）")
    with transaction.atomic():
        project = locked_project(course.project)
        require(by, "change", "course", project)
        last = Posting.objects.filter(course=course).aggregate(number=Max("number"), on=Max("starts_on"))
        if last["number"] and starts_on <= last["on"]:
            raise Refused("重新公示的日期要晚于上一次")
        posting = Posting(course=course, number=(last["number"] or 0) + 1, starts_on=starts_on, place=place)
        posting.reason = words(reason, "重新公示的原因") if last["number"] else ""
        posting.display_days, posting.opinion_days = display_days, opinion_days
        holidays = Holiday.objects.about(starts_on)
        posting.display_ends_on = last_day(starts_on, display_days, holidays)
        posting.opinions_until = last_day(posting.display_ends_on, opinion_days, holidays)
        posting.entered_at = timezone.now()
        journal.store(posting, by=by)
    return posting


def note_remark(*, posting, received_on, text, by):
    """Write an opinion on the plan down as it was said. The journal is told that there is one, never its words."""
    text = words(text, "意见内容", LONGEST)
    if found := _TELLING.search(text):
        raise Refused(f"意见里有“{found[0]}”，看得出是谁：请去掉电话、证件号和室号，写“〔略〕”")
    if not posting.starts_on <= received_on <= timezone.localdate():
        raise Refused("收到日期要在公示以后，不晚于今天")
    with transaction.atomic():
        require(by, "change", "course", locked_project(posting.course.project))
        remark = Remark(posting=posting, received_on=received_on, text=text)
        remark.save(force_insert=True)
        journal.record(by=by, action="projects.remark.create", obj=remark)
    return remark


def answer_remark(*, remark, text, by):
    """Answer with reasons, once. The journal is told that it was answered."""
    text = words(text, "答复和理由", LONGEST)
    with transaction.atomic():
        held = (
            Remark.objects.select_for_update(of=("self",)).select_related("posting__course__project").get(pk=remark.pk)
        )
        require(by, "change", "course", held.posting.course.project)
        if held.answered_at is not None:
            raise Refused("这条意见已答复，答复不能再改")
        held.answer, held.answered_at = text, timezone.now()
        held.save(update_fields=["answer", "answered_at"])
        journal.record(by=by, action="projects.remark.answer", obj=held)
    return held
