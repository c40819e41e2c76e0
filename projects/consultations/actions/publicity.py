"""公示: the result hangs, objections are written down and answered, and then it is final."""

from datetime import timedelta
from operator import itemgetter

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.domain import DISPLAY_DAYS, Refused, display_over, last_day
from projects.consultations.enums import Answer, ConsultationStatus
from projects.consultations.models import Display, Holiday, Objection

from .access import locked, require, require_person, require_status, words

MAX_TEXT = 2000
MAX_DAYS = 365


def display(*, consultation, digest, by, starts_on=None, days=DISPLAY_DAYS, reason=""):
    """Begin to display the result; once more, with a reason, after a material change. Returns the display.

    The first display publishes: by another person than who counted, who has checked the count with this ``digest``.
    """
    require_person(by, "公示")
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.COUNTED, ConsultationStatus.DISPLAYED)
        again = held.status == ConsultationStatus.DISPLAYED
        _check_second_person(held, digest, by, again)
        today = timezone.localdate(held.now)
        starts_on = starts_on or today
        _check_display(held, starts_on, days, today)
        shown = Display(
            consultation=held,
            number=held.displays.count() + 1,
            starts_on=starts_on,
            days=days,
            ends_on=last_day(starts_on, days, Holiday.objects.about(starts_on)),
            reason=words(reason, "重新公示的原因") if again else "",
            started_by=by,
            started_at=held.now,
            digest=digest,
        )
        journal.store(shown, by=by)
        _step(held, ConsultationStatus.DISPLAYED, by=by, action="display")
    return shown


def object_to(*, consultation, text, received_on, by, voter=None):
    """Write down an objection received while the result is on display."""
    text = words(text, "异议内容", MAX_TEXT)
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.DISPLAYED)
        first = held.displays.order_by("number")[0]
        if not first.starts_on <= received_on <= timezone.localdate(held.now):
            raise Refused("收到日期要在公示开始以后，不晚于今天")
        objection = Objection.objects.create(consultation=held, voter=voter, text=text, received_on=received_on)
        journal.record(by=by, action="projects.objection.create", obj=objection)
    return objection


def answer(*, objection, outcome, text, by):
    """Answer in writing with reasons, once."""
    text = words(text, "答复和理由", MAX_TEXT)
    if outcome not in Answer.values:
        raise Refused("请选处理结果")
    with transaction.atomic():
        held = locked(objection.consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.DISPLAYED)
        objection = Objection.objects.select_for_update().get(pk=objection.pk)
        if objection.answered_at is not None:
            raise Refused("这条异议已答复，答复不能再改")
        objection.outcome, objection.answer, objection.answered_at = outcome, text, held.now
        objection.save(update_fields=["outcome", "answer", "answered_at"])
        changes = {"处理结果": [None, Answer(outcome).label]}
        journal.record(by=by, action="projects.objection.answer", obj=objection, changes=changes)
    return objection


def finalise(*, consultation, by):
    """The display is over and every objection answered: the result stands."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.DISPLAYED)
        _check_over(held)
        if waiting := held.objections.filter(answered_at__isnull=True).count():
            raise Refused(f"还有{waiting}条异议没有书面答复")
        _step(held, ConsultationStatus.FINAL, by=by, action="finalise")
    return held


def _check_second_person(held, digest, by, again):
    if held.result.counted_by_id == by.pk and not again:
        raise Refused("计票是您做的，公示要由另一位核对后来做：请同事用自己的账号登录")
    if digest != held.result.digest:
        raise Refused("核对的不是这次的计票结果，请打开这一页重新核对")


def _check_display(held, starts_on, days, today):
    if not 1 <= days <= MAX_DAYS:
        raise Refused(f"公示天数要在1到{MAX_DAYS}天之间")
    earliest = timezone.localdate(held.closes_at) if held.is_transcript else today
    if starts_on < earliest:
        raise Refused("公示不能早于计票" if held.is_transcript else "公示之日不能早于今天")
    if starts_on > today + timedelta(days=MAX_DAYS):
        raise Refused("公示之日最晚在一年以内，请核对年份")
    if held.displays.filter(starts_on__gte=starts_on).exists():
        raise Refused("上一次公示就从这一天或更晚开始；重新公示请选更晚的一天")


def _check_over(held):
    """By the holidays known today: those of a new year may have come in since the display began."""
    ends_on, wanting = max((shown.last_day() for shown in held.displays.all()), key=itemgetter(0))
    if not display_over(timezone.localdate(held.now), ends_on):
        raise Refused(f"公示到{ends_on:%Y年%-m月%-d日}为止，第二天起才能定为最终结果")
    if wanting:
        raise Refused(f"公示的最后一天还定不下来：请先在“法定休假日”里登记{wanting}年的放假安排")


def _step(held, status, *, by, action):
    old, held.status = held.status, status
    if old != status:
        held.save(update_fields=["status"])
    journal.record(by=by, action=f"projects.consultation.{action}", obj=held, changes={"状态": [old, status]})
