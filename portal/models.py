"""Table of contents: the tables stand in the rooms."""

from .notices.models import Attachment, Correction, Notice, NoticeTemplate
from .search.models import SearchDocument

__all__ = ["Attachment", "Correction", "Notice", "NoticeTemplate", "SearchDocument"]
