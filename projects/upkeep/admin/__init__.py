"""Table of contents: the register · inspections, reports, maintenance · outages."""

from .inspections import InspectionAdmin, ReportAdmin, VisitAdmin
from .lifts import LiftAdmin
from .outages import OutageAdmin

__all__ = ["InspectionAdmin", "LiftAdmin", "OutageAdmin", "ReportAdmin", "VisitAdmin"]
