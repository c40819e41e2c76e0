"""Table of contents: the tables stand in the rooms."""

from .meetings.models import TopicVote
from .notices.models import Attachment, Correction, Notice, NoticeTemplate
from .search.models import SearchDocument
from .votes.models import Announcement

__all__ = ["Announcement", "Attachment", "Correction", "Notice", "NoticeTemplate", "SearchDocument", "TopicVote"]
