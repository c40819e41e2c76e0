"""Table of contents: the tables stand in the rooms."""

from .consultations.models import Rule
from .retrofits.models import Project, StageChange

__all__ = ["Project", "Rule", "StageChange"]
