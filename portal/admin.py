"""Table of contents: the pages of the back office stand in the rooms."""

from .notices.admin import NoticeAdmin, NoticeTemplateAdmin

__all__ = ["NoticeAdmin", "NoticeTemplateAdmin"]
