"""Table of contents: kinds, meetings, resolutions."""

from .meetings import MeetingAdmin, MeetingKindAdmin
from .resolutions import ResolutionAdmin
from .topics import OpinionAdmin, TopicAdmin

__all__ = ["MeetingAdmin", "MeetingKindAdmin", "OpinionAdmin", "ResolutionAdmin", "TopicAdmin"]
