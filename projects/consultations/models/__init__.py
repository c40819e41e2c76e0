"""Table of contents: rules · consultation · roll · papers · ballots · scans · results · corrections."""

from .ballots import Ballot
from .consultations import Consultation
from .corrections import Correction
from .papers import Delivery, Keying, Paper
from .results import Display, Objection, Result
from .roll import RollUnit, RollVoter
from .rules import Holiday, Rule, threshold_validator
from .scans import Scan

__all__ = [
    "Ballot",
    "Consultation",
    "Correction",
    "Delivery",
    "Display",
    "Holiday",
    "Keying",
    "Objection",
    "Paper",
    "Result",
    "RollUnit",
    "RollVoter",
    "Rule",
    "Scan",
    "threshold_validator",
]
