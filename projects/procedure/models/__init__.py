"""Table of contents: templates · courses · publicity of the plan · facts and standings · the site and its noise."""

from .courses import Course, DateChange, Step, StepDocument
from .facts import Walk, standings, stop_of, walks
from .noise import NoiseWindow, NoisyWork, QuietDay
from .photos import SitePhoto
from .publicity import DISPLAY_DAYS, OPINION_DAYS, Posting, Remark
from .safety import SafetyCheck, SafetyItem
from .templates import Procedure, ProcedureDocument, ProcedureStep
from .works import AHEAD, ON_SITE, Acceptance, Milestone, MilestoneChange, MilestoneKind, WorkSite

__all__ = [
    "AHEAD",
    "DISPLAY_DAYS",
    "ON_SITE",
    "OPINION_DAYS",
    "Acceptance",
    "Course",
    "DateChange",
    "Milestone",
    "MilestoneChange",
    "MilestoneKind",
    "NoiseWindow",
    "NoisyWork",
    "Posting",
    "Procedure",
    "ProcedureDocument",
    "ProcedureStep",
    "QuietDay",
    "Remark",
    "SafetyCheck",
    "SafetyItem",
    "SitePhoto",
    "Step",
    "StepDocument",
    "Walk",
    "WorkSite",
    "standings",
    "stop_of",
    "walks",
]
