"""Table of contents: a project's course · documents of its steps · opinions on the posted plan."""

from .courses import CourseAdmin
from .papers import RemarkAdmin, StepDocumentAdmin

__all__ = ["CourseAdmin", "RemarkAdmin", "StepDocumentAdmin"]
