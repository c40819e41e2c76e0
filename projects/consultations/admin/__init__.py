from .consultations import ConsultationAdmin, ObjectionAdmin
from .rules import HolidayAdmin, RuleAdmin

__all__ = ["ConsultationAdmin", "HolidayAdmin", "ObjectionAdmin", "RuleAdmin"]
