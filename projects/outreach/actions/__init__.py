"""Table of contents: visits · concerns, from the desk and from the web · negotiations · forgetting."""

from .access import TALKS_KEPT, VISIT_KEPT, may_read
from .asking import ask, find
from .forgetting import forget_expired, forget_with_owner
from .handling import answer, follow_up, handle, receive
from .negotiating import close_negotiation, open_negotiation, talk
from .visiting import check_visit, mark, record_visit

__all__ = [
    "TALKS_KEPT",
    "VISIT_KEPT",
    "answer",
    "ask",
    "check_visit",
    "close_negotiation",
    "find",
    "follow_up",
    "forget_expired",
    "forget_with_owner",
    "handle",
    "mark",
    "may_read",
    "open_negotiation",
    "receive",
    "record_visit",
    "talk",
]
