from .consultations import ConsultationAdmin, ObjectionAdmin
from .rules import HolidayAdmin, RuleAdmin
from .scans import ScanAdmin

__all__ = ["ConsultationAdmin", "HolidayAdmin", "ObjectionAdmin", "RuleAdmin", "ScanAdmin"]
