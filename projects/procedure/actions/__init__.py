"""Table of contents: publishing a procedure · walking a course · expected days, stages · documents · publicity."""

from .dating import expect
from .documents import attach, withdraw
from .following import steps_agree
from .publicity import answer_remark, note_remark, post_plan
from .templates import publish_procedure
from .walking import begin, finish, open_step, reopen, skip, transcribe

__all__ = [
    "answer_remark",
    "attach",
    "begin",
    "expect",
    "finish",
    "note_remark",
    "open_step",
    "post_plan",
    "publish_procedure",
    "reopen",
    "skip",
    "steps_agree",
    "transcribe",
    "withdraw",
]
