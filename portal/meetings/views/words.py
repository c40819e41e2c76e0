"""A meeting in a resident's words."""

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from projects.deliberation.enums import MeetingStatus, Mode

MODES = {
    Mode.ON_SITE: gettext_lazy("到场"),
    Mode.ONLINE: gettext_lazy("线上"),
    Mode.HYBRID: gettext_lazy("到场和线上都可以"),
}
STATES = {
    MeetingStatus.CALLED: gettext_lazy("要开"),
    MeetingStatus.HELD: gettext_lazy("已开"),
    MeetingStatus.CANCELLED: gettext_lazy("已取消"),
}
TAGS = {MeetingStatus.CALLED: "tag-now", MeetingStatus.HELD: "tag-done", MeetingStatus.CANCELLED: "tag-stop"}


def state_of(meeting, now):
    """(words, class of the tag): a called meeting goes on by the clock, whoever writes it down."""
    if meeting.status == MeetingStatus.CALLED and meeting.ends_at <= now:
        return _("时间已过，还没有登记"), ""
    if meeting.status == MeetingStatus.CALLED and meeting.starts_at <= now:
        return _("正在开"), TAGS[MeetingStatus.CALLED]
    return STATES[meeting.status], TAGS[meeting.status]


def kind_of(meeting):
    """In the reader's language where the kind has a name in it."""
    return (get_language() == "en" and meeting.kind.name_en) or meeting.kind.name


def due_words(resolution, today):
    """(resolution, words, class of the tag): done, late or under way follows from its days."""
    if resolution.done_on is not None:
        return resolution, _("已办完"), "tag-done"
    if resolution.due_on < today:
        late = (today - resolution.due_on).days
        return resolution, ngettext("过期%(n)s天", "过期%(n)s天", late) % {"n": late}, "tag-stop"
    return resolution, _("在办"), "tag-now"
