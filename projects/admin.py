"""Table of contents: the pages stand in the rooms."""

from .consultations.admin import RuleAdmin
from .retrofits.admin import ProjectAdmin, StageChangeAdmin

__all__ = ["ProjectAdmin", "RuleAdmin", "StageChangeAdmin"]
