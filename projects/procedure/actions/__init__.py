"""Table of contents: procedures · walking a course · expected days, stages · documents · publicity · the site."""

from .dating import expect
from .documents import attach, withdraw
from .following import steps_agree
from .noise import AGAINST, announce, cancel_noise, notice_warning, record_noise, withdraw_noise
from .photos import add_photo, confirm_photo, withdraw_photo
from .publicity import answer_remark, note_remark, post_plan
from .safety import check_safety
from .templates import publish_procedure
from .walking import begin, finish, open_step, reopen, skip, transcribe
from .works import accept, change_day, record_milestone, transcribe_works

__all__ = [
    "AGAINST",
    "accept",
    "add_photo",
    "announce",
    "answer_remark",
    "attach",
    "begin",
    "cancel_noise",
    "change_day",
    "check_safety",
    "confirm_photo",
    "expect",
    "finish",
    "note_remark",
    "notice_warning",
    "open_step",
    "post_plan",
    "publish_procedure",
    "record_milestone",
    "record_noise",
    "reopen",
    "skip",
    "steps_agree",
    "transcribe",
    "transcribe_works",
    "withdraw",
    "withdraw_noise",
    "withdraw_photo",
]
