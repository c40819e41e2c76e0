"""Table of contents: a project's course · documents of its steps · opinions on the posted plan · the site."""

from .courses import CourseAdmin
from .noise import NoiseWindowAdmin, NoisyWorkAdmin, QuietDayAdmin
from .papers import RemarkAdmin, StepDocumentAdmin
from .photos import SitePhotoAdmin
from .works import WorkSiteAdmin

__all__ = [
    "CourseAdmin",
    "NoiseWindowAdmin",
    "NoisyWorkAdmin",
    "QuietDayAdmin",
    "RemarkAdmin",
    "SitePhotoAdmin",
    "StepDocumentAdmin",
    "WorkSiteAdmin",
]
