"""Who was there, what was said and resolved: written by one, checked by another, published and then only added to."""

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from communities.journal import actions as journal
from projects.deliberation.domain import YEARS, Refused
from projects.deliberation.enums import MeetingStatus, MinutesStatus
from projects.deliberation.models import Addendum, Attendance, Minutes, Resolution

from .access import locked, require, require_person, require_status, words

LONGEST_TEXT = 5000


def record_attendance(
    *,
    meeting,
    people_due,
    people_present,
    by,
    households_due=0,
    households_present=0,
    area_due_cm2=0,
    area_present_cm2=0,
):
    """One more count; while people still come in, as often as needed. Returns it with its lights."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.CALLED, MeetingStatus.HELD)
        _require_open(held)
        pairs = (
            (people_present, people_due),
            (households_present, households_due),
            (area_present_cm2, area_due_cm2),
        )
        if any(present > due for present, due in pairs):
            raise Refused("实到不能多于应到，请核对")
        counted = Attendance(
            meeting=held,
            people_due=people_due,
            people_present=people_present,
            households_due=households_due,
            households_present=households_present,
            area_due_cm2=area_due_cm2,
            area_present_cm2=area_present_cm2,
            required=held.kind.required,
            recorded_at=held.now,
            recorded_by=by,
        )
        journal.store(counted, by=by)
    return counted


def write_minutes(*, meeting, chair, recorder, text, by, guests=""):
    """A first or changed draft; words changed after the check are to be checked again."""
    require_person(by, "写纪要")
    said = {"chair": words(chair, "主持人的职务", 40), "recorder": words(recorder, "记录人的职务", 40)}
    said |= {"guests": (guests or "").strip()[:200], "text": words(text, "各方意见", LONGEST_TEXT)}
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.HELD)
        _require_open(held)
        minutes = Minutes.objects.filter(meeting=held).first() or Minutes(meeting=held)
        for name, value in said.items():
            setattr(minutes, name, value)
        minutes.status, minutes.written_by, minutes.written_at = MinutesStatus.DRAFT, by, held.now
        minutes.checked_by, minutes.checked_at, minutes.checker_duty = None, None, ""
        journal.store(minutes, by=by)
    return minutes


def resolve(*, meeting, text, body, due_on, by, owner="", review_on=None):
    """One more numbered resolution of a meeting whose minutes are not published yet."""
    text = words(text, "决议", 300)
    if not all(day is None or day.year in YEARS for day in (due_on, review_on)):
        raise Refused("年份不对：要在2000年到2100年之间")
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.HELD)
        _require_open(held)
        if body.community_id != held.community_id:
            raise Refused("负责的组织要在同一个居民区")
        day = timezone.localdate(held.starts_at)
        if due_on < day or (review_on is not None and review_on < day):
            raise Refused("期限和回头看的日期不能早于开会那天")
        of_year = Resolution.objects.filter(community=held.community, year=day.year)
        serial = (of_year.aggregate(last=Max("serial"))["last"] or 0) + 1
        made = Resolution(meeting=held, community_id=held.community_id, year=day.year, serial=serial, text=text)
        made.body, made.owner, made.due_on, made.review_on = body, owner.strip()[:40], due_on, review_on
        _uncheck(held, by)
        journal.store(made, by=by)
    return made


def check_minutes(*, meeting, by):
    """A second person has read the draft with its resolutions and stands behind it."""
    require_person(by, "核对")
    with transaction.atomic():
        held, minutes = _minutes(meeting, by)
        if minutes.status != MinutesStatus.DRAFT:
            raise Refused(f"纪要现在是“{minutes.get_status_display()}”，不用再核对")
        if minutes.written_by_id == by.pk:
            raise Refused("纪要是您写的，要由另一位同事用自己的账号核对")
        minutes.status, minutes.checked_by, minutes.checked_at = MinutesStatus.CHECKED, by, held.now
        minutes.checker_duty = by.get_full_name()
        journal.store(minutes, by=by, action="check")
    return minutes


def publish_minutes(*, meeting, by):
    """Residents read them from now on; afterwards only addenda."""
    require_person(by, "公布")
    with transaction.atomic():
        held, minutes = _minutes(meeting, by)
        if minutes.status != MinutesStatus.CHECKED:
            raise Refused("纪要要先由另一位同事核对" if minutes.status == MinutesStatus.DRAFT else "纪要已经公布")
        minutes.status, minutes.published_by, minutes.published_at = MinutesStatus.PUBLISHED, by, held.now
        minutes.attendance = held.attendances.order_by("id").last()
        journal.store(minutes, by=by, action="publish")
    return minutes


def add_to_minutes(*, meeting, text, by):
    """An addendum beneath published minutes."""
    require_person(by, "补充")
    text = words(text, "补充说明", 500)
    with transaction.atomic():
        held, minutes = _minutes(meeting, by)
        if minutes.status != MinutesStatus.PUBLISHED:
            raise Refused("纪要还没有公布，直接改纪要就可以")
        added = Addendum(minutes=minutes, text=text, added_at=held.now, added_by=by)
        journal.store(added, by=by)
    return added


def carry_out(*, resolution, done_on, note, by):
    """The resolution is done: when and how; once."""
    note = words(note, "落实情况", 300)
    with transaction.atomic():
        rows = Resolution.objects.select_for_update(of=("self",)).annotate(now=Now()).select_related("meeting")
        held = rows.get(pk=resolution.pk)
        require(by, "change", held)
        if held.done_on is not None:
            raise Refused("这条决议已登记办完")
        if not timezone.localdate(held.meeting.starts_at) <= done_on <= timezone.localdate(held.now):
            raise Refused("办完日期要在开会以后，不晚于今天")
        held.done_on, held.done_note = done_on, note
        journal.store(held, by=by, action="carry_out")
    return held


def _minutes(meeting, by):
    held = locked(meeting)
    require(by, "change", held)
    minutes = Minutes.objects.filter(meeting=held).first()
    if minutes is None:
        raise Refused("还没有写纪要")
    return held, minutes


def _require_open(held):
    if Minutes.objects.filter(meeting=held, status=MinutesStatus.PUBLISHED).exists():
        raise Refused("纪要已公布，不能再改；有要说明的，点“补充说明”")


def _uncheck(held, by):
    """A resolution more than was checked: to be checked again."""
    minutes = Minutes.objects.filter(meeting=held, status=MinutesStatus.CHECKED).first()
    if minutes is not None:
        minutes.status, minutes.checked_by, minutes.checked_at = MinutesStatus.DRAFT, None, None
        minutes.checker_duty = ""
        journal.store(minutes, by=by)
