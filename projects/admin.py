"""Table of contents: the pages stand in the rooms."""

from .consultations.admin import ConsultationAdmin, HolidayAdmin, ObjectionAdmin, RuleAdmin
from .retrofits.admin import ProjectAdmin, StageChangeAdmin

__all__ = ["ConsultationAdmin", "HolidayAdmin", "ObjectionAdmin", "ProjectAdmin", "RuleAdmin", "StageChangeAdmin"]
