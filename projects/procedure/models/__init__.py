"""Table of contents: templates · courses, steps and their documents · publicity of the plan · facts and standings."""

from .courses import Course, DateChange, Step, StepDocument
from .facts import Walk, standings, stop_of, walks
from .publicity import DISPLAY_DAYS, OPINION_DAYS, Posting, Remark
from .templates import Procedure, ProcedureDocument, ProcedureStep

__all__ = [
    "DISPLAY_DAYS",
    "OPINION_DAYS",
    "Course",
    "DateChange",
    "Posting",
    "Procedure",
    "ProcedureDocument",
    "ProcedureStep",
    "Remark",
    "Step",
    "StepDocument",
    "Walk",
    "standings",
    "stop_of",
    "walks",
]
