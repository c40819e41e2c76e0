"""更正: a slip in words that residents have already read is told beside them, never rubbed out."""

from django.db import transaction

from communities.journal import actions as journal
from projects.consultations.domain import Refused
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Correction

from .access import locked, require, require_status, words

OPENED = (
    ConsultationStatus.OPEN,
    ConsultationStatus.COUNTED,
    ConsultationStatus.DISPLAYED,
    ConsultationStatus.FINAL,
)


def correct(*, consultation, old, new, reason, by):
    """Tell readers that ``old`` should have read ``new``. Who wants another scheme annuls and asks again."""
    told = {"old": words(old, "原文"), "new": words(new, "更正"), "reason": words(reason, "原因")}
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, *OPENED)
        if not any(told["old"] in text for text in (held.question, held.plain, held.scheme_text, held.scheme_version)):
            raise Refused("网页上没有这几个字：请从表决事项、一句话看懂或方案里照原样抄下来")
        if told["old"] == told["new"]:
            raise Refused("更正和原文一样")
        if held.corrections.filter(old=told["old"], new=told["new"]).exists():
            raise Refused("这一处已经更正过")
        correction = Correction(consultation=held, at=held.now, **told)
        journal.store(correction, by=by)
    return correction
