"""Table of contents: rules · consultation · roll · papers · ballots · results."""

from .ballots import Ballot
from .consultations import Consultation
from .papers import Delivery, Keying, Paper
from .results import Display, Objection, Result
from .roll import RollUnit, RollVoter
from .rules import Holiday, Rule, threshold_validator

__all__ = [
    "Ballot",
    "Consultation",
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
    "threshold_validator",
]
