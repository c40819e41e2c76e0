"""A version of a procedure is written down whole and published; from then on it is frozen."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.procedure.domain import Refused
from projects.procedure.models import Procedure, ProcedureDocument, ProcedureStep


def publish_procedure(*, values, by):
    """``values``: fields of the procedure and ``step``, each a step's fields with ``documents`` [name, English, must].

    One journal entry for the whole. Refused: a row that does not hold, named by its code.
    """
    steps = values["step"]
    with transaction.atomic():
        procedure = Procedure(**{name: value for name, value in values.items() if name != "step"})
        _check(procedure, str(procedure.version))
        procedure.save(force_insert=True)
        for position, row in enumerate(steps, start=1):
            _write_step(procedure, position, row)
        procedure.published_on = timezone.localdate()
        procedure.save(update_fields=["published_on"])
        codes = {"steps": [row["code"] for row in steps]}
        journal.record(by=by, action="projects.procedure.publish", obj=procedure, changes=codes)
    return procedure


def _write_step(procedure, position, row):
    fields = {name: value for name, value in row.items() if name != "documents"}
    step = ProcedureStep(procedure=procedure, position=position, **fields)
    _check(step, step.code)
    step.save(force_insert=True)
    for number, (name, name_en, must) in enumerate(row["documents"], start=1):
        wanted = ProcedureDocument(step=step, position=number, name=name, name_en=name_en, is_required=must)
        _check(wanted, step.code)
        wanted.save(force_insert=True)


def _check(row, where):
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(*(f"{where}：{message}" for message in error.messages)) from error
