"""Table of contents: the pages of the back office stand in the rooms."""

from .meetings.admin import TopicVoteAdmin
from .notices.admin import NoticeAdmin, NoticeTemplateAdmin
from .votes.admin import AnnouncementAdmin

__all__ = ["AnnouncementAdmin", "NoticeAdmin", "NoticeTemplateAdmin", "TopicVoteAdmin"]
