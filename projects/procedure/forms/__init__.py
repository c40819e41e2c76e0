"""Table of contents: beginning a course and walking its steps · the site."""

from .steps import (
    AnswerForm,
    CourseForm,
    ExpectForm,
    FinishForm,
    OpenForm,
    PostForm,
    ReasonForm,
    RemarkForm,
    ReopenForm,
    SkipForm,
    UploadForm,
)
from .works import (
    AcceptanceForm,
    AnnounceForm,
    ChangeDayForm,
    MilestoneForm,
    NoisyForm,
    PhotoForm,
    QuietDayForm,
    SafetyForm,
    WhyForm,
)

__all__ = [
    "AcceptanceForm",
    "AnnounceForm",
    "AnswerForm",
    "ChangeDayForm",
    "CourseForm",
    "ExpectForm",
    "FinishForm",
    "MilestoneForm",
    "NoisyForm",
    "OpenForm",
    "PhotoForm",
    "PostForm",
    "QuietDayForm",
    "ReasonForm",
    "RemarkForm",
    "ReopenForm",
    "SafetyForm",
    "SkipForm",
    "UploadForm",
    "WhyForm",
]
