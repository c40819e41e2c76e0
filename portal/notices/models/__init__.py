"""Tables and read models of notices, by subject."""

from .files import Attachment
from .notices import Correction, Notice, NoticeTemplate
from .pages import page_of, share_text

__all__ = ["Attachment", "Correction", "Notice", "NoticeTemplate", "page_of", "share_text"]
