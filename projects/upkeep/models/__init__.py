"""Table of contents: the register · inspections, reports and maintenance · outages."""

from .findings import due_of, upkeep_findings
from .inspections import Inspection, Report, Visit
from .lifts import Lift, Review, with_outage
from .outages import Outage

__all__ = ["Inspection", "Lift", "Outage", "Report", "Review", "Visit", "due_of", "upkeep_findings", "with_outage"]
