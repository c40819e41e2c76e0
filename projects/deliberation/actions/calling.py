"""A meeting is drafted, called, perhaps moved or cancelled, and held."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.deliberation.domain import WRONG_YEAR, YEARS, Refused, days_short, minutes_between, too_long
from projects.deliberation.enums import MeetingStatus, Mode
from projects.deliberation.models import AgendaItem, Meeting, Rescheduling

from .access import locked, require, require_status, words

#: A meeting that lasts longer is a mistyped day.
LONGEST_MINUTES = 12 * 60


def prepare(*, meeting, by):
    """Store a new or changed draft."""
    with transaction.atomic():
        if meeting.pk:
            before = locked(meeting)
            require(by, "change", before)
            require_status(before, MeetingStatus.DRAFT)
        require(by, "change" if meeting.pk else "add", meeting)
        require_status(meeting, MeetingStatus.DRAFT)
        check_draft(meeting)
        journal.store(meeting, by=by)
    return meeting


def add_item(*, meeting, text, minutes, by):
    """One more thing to talk over, at the end of a draft's agenda."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.DRAFT)
        item = AgendaItem(meeting=held, position=held.agenda.count() + 1, text=words(text, "议题", 120))
        item.minutes = minutes
        journal.store(item, by=by)
    return item


def discard(*, meeting, by):
    """Throw a draft away with its agenda; what was called can only be cancelled."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "delete", held)
        require_status(held, MeetingStatus.DRAFT)
        for item in held.agenda.all():
            journal.remove(item, by=by)
        journal.remove(held, by=by)


def call(*, meeting, by):
    """Tell the residents: from now on the page and the calendar have it."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.DRAFT)
        check_draft(held)
        _check_agenda(held)
        if held.is_transcript and held.starts_at > held.now:
            raise Refused("补录只用于已经开过的会：开始时间要在现在之前")
        if not held.is_transcript and held.starts_at <= held.now:
            raise Refused("开始时间已过，请改到以后；会已经开过的，请勾“补录”")
        held.status, held.called_at, held.told_at = MeetingStatus.CALLED, held.now, held.now
        journal.store(held, by=by, action="call")
    return held


def move(*, meeting, starts_at, ends_at, place, mode, reason, by):
    """Another time or place for a called meeting; what it was stays to be read, with the reason."""
    reason = words(reason, "改期的原因")
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.CALLED)
        before = (held.starts_at, held.ends_at, held.place, held.mode)
        line = Rescheduling(meeting=held, reason=reason, moved_at=held.now)
        line.old_starts_at, line.old_ends_at, line.old_place, line.old_mode = before
        held.starts_at, held.ends_at, held.place, held.mode = starts_at, ends_at, (place or "").strip(), mode
        if before == (held.starts_at, held.ends_at, held.place, held.mode):
            raise Refused("时间、地点和方式都没有变")
        check_draft(held)
        _check_agenda(held)
        if starts_at <= held.now:
            raise Refused("开始时间已过，请改到以后")
        line.new_starts_at, line.new_ends_at, line.new_place, line.new_mode = starts_at, ends_at, held.place, mode
        journal.store(line, by=by)
        held.told_at, held.sequence = held.now, held.sequence + 1
        journal.store(held, by=by, action="move")
    return held


def cancel(*, meeting, reason, by):
    """It does not take place; page and calendar go on saying so."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.CALLED)
        held.status, held.cancel_reason = MeetingStatus.CANCELLED, words(reason, "取消的原因")
        held.told_at, held.sequence = held.now, held.sequence + 1
        journal.store(held, by=by, action="cancel")
    return held


def hold(*, meeting, by):
    """It took place."""
    with transaction.atomic():
        held = locked(meeting)
        require(by, "change", held)
        require_status(held, MeetingStatus.CALLED)
        if held.starts_at > held.now:
            raise Refused(f"会议{timezone.localtime(held.starts_at):%Y年%-m月%-d日%H:%M}才开始，开了以后再登记")
        held.status = MeetingStatus.HELD
        journal.store(held, by=by, action="hold")
    return held


def notice_warning(meeting, on):
    """What to say when fewer days of notice are left than the kind asks for; "" when there are enough."""
    short = days_short(on, timezone.localdate(meeting.starts_at), meeting.kind.lead_days)
    if not short or meeting.is_transcript:
        return ""
    asked = f"{meeting.kind.name}要提前{meeting.kind.lead_days}天通知（{meeting.kind.citation}）"
    return f"提醒：{asked}，按现在的时间还少{short}天。请改时间，或者先问清楚能不能这样开。"


def check_draft(meeting):
    """Refused: what is missing, too long, not a time anyone can have meant, or of another place."""
    if not all(moment is None or moment.year in YEARS for moment in (meeting.starts_at, meeting.ends_at)):
        raise Refused(WRONG_YEAR)
    try:
        meeting.clean_fields()
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in Meeting._meta.fields}
        lines = [f"{labels[name]}：{line}" for name, said in error.message_dict.items() for line in said]
        raise Refused(*lines) from error
    length = minutes_between(meeting.starts_at, meeting.ends_at)
    if length <= 0:
        raise Refused("结束时间要晚于开始时间")
    if length > LONGEST_MINUTES:
        raise Refused("一次会议最长12小时，请核对日期")
    _check_place(meeting)


def _check_place(meeting):
    if meeting.mode != Mode.ONLINE and not meeting.place:
        raise Refused("到场的会议要写地点")
    if meeting.mode != Mode.ON_SITE and not meeting.how_to_join:
        raise Refused("线上的会议要写怎样参加")
    group, project = meeting.building_group, meeting.project
    homes = {row.community_id for row in (meeting.body, group, project) if row is not None}
    if homes != {meeting.community_id}:
        raise Refused("组织、楼组和项目要在同一个居民区")
    if group is not None and project is not None and project.building_group_id != group.pk:
        raise Refused("所选的项目不是这个楼组的")


def _check_agenda(meeting):
    planned = [item.minutes for item in meeting.agenda.all()]
    if not planned:
        raise Refused("还没有议程：请先写要商量什么、每项多少分钟")
    length = minutes_between(meeting.starts_at, meeting.ends_at)
    if over := too_long(planned, length):
        raise Refused(f"议程一共{sum(planned)}分钟，会议只有{length}分钟，多了{over}分钟：请减议题或延长会议")
