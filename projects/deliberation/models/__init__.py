"""Table of contents: kinds of meeting · meetings, their agenda and moves · what came of them · topics."""

from .kinds import MeetingKind
from .meetings import AgendaItem, Meeting, Rescheduling
from .minutes import Addendum, Attendance, Minutes, Resolution
from .topics import Opinion, Topic, TopicStep

__all__ = [
    "Addendum",
    "AgendaItem",
    "Attendance",
    "Meeting",
    "MeetingKind",
    "Minutes",
    "Opinion",
    "Rescheduling",
    "Resolution",
    "Topic",
    "TopicStep",
]
