"""Writes of consultations: keyword-only, ``by=`` (None is the system), one transaction, journal entry beside it.

Nothing that tells how a voter chose reaches the journal; a ballot stands there as its commitment.
"""

from .access import covers
from .checking import findings
from .closing import close, hand_out_record, record_of
from .correcting import correct
from .holidays import declare_holidays
from .keying import Keyed, hand_in, key_ballot, settle
from .papers import print_papers, record_delivery, reissue
from .preparing import check_draft, discard, open_consultation, prepare
from .publicity import answer, display, finalise, object_to
from .scans import attach_scan
from .undoing import annul, recount, repeat

__all__ = [
    "Keyed",
    "annul",
    "answer",
    "attach_scan",
    "check_draft",
    "close",
    "correct",
    "covers",
    "declare_holidays",
    "discard",
    "display",
    "finalise",
    "findings",
    "hand_in",
    "hand_out_record",
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
