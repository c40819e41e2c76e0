"""Table of contents: beginning a course and walking its steps."""

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

__all__ = [
    "AnswerForm",
    "CourseForm",
    "ExpectForm",
    "FinishForm",
    "OpenForm",
    "PostForm",
    "ReasonForm",
    "RemarkForm",
    "ReopenForm",
    "SkipForm",
    "UploadForm",
]
