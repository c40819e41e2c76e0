"""Table of contents: the tables stand in the rooms."""

from .consultations.models import (
    Ballot,
    Consultation,
    Delivery,
    Display,
    Holiday,
    Keying,
    Objection,
    Paper,
    Result,
    RollUnit,
    RollVoter,
    Rule,
)
from .retrofits.models import Project, StageChange

__all__ = [
    "Ballot",
    "Consultation",
    "Delivery",
    "Display",
    "Holiday",
    "Keying",
    "Objection",
    "Paper",
    "Project",
    "Result",
    "RollUnit",
    "RollVoter",
    "Rule",
    "StageChange",
]
