"""Writes of consultations: keyword-only, ``by=`` (None is the system), one transaction, journal entry beside it.

Nothing that tells how a voter chose reaches the journal; a ballot stands there as its commitment.
"""

from .closing import close, record_of
from .keying import Keyed, hand_in, key_ballot, settle
from .papers import print_papers, record_delivery, reissue
from .preparing import check_draft, discard, open_consultation, prepare
from .publicity import answer, display, finalise, object_to
from .undoing import annul, recount, repeat

__all__ = [
    "Keyed",
    "annul",
    "answer",
    "check_draft",
    "close",
    "discard",
    "display",
    "finalise",
    "hand_in",
    "key_ballot",
    "object_to",
    "open_consultation",
    "prepare",
    "print_papers",
    "record_delivery",
    "record_of",
    "recount",
    "reissue",
    "repeat",
    "settle",
]
