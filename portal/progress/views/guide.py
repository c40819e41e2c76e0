"""/guide/: the steps of each kind of project, who acts, with which papers, how long it takes and where it sticks.

All of it is data: the newest published version of each kind. A step without ``time_source`` has a usual time from
practice, not from a text; the page says which is which.
"""

from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.procedure.models import Procedure, ProcedureStep

from . import words


@require_safe
def guide(request):
    steps = ProcedureStep.objects.order_by("position").prefetch_related("documents")
    newest = {}
    for procedure in Procedure.objects.newest().prefetch_related(Prefetch("steps", steps)):
        newest.setdefault(procedure.kind, procedure)
    context = {
        "title": _("一步一步怎么办：谁来办，要多久"),
        "description": _("从提出到使用，每一步谁来办、要什么材料、大概多久、容易卡在哪里。"),
        "procedures": [_shown(procedure) for procedure in newest.values()],
    }
    return render(request, "progress/guide.html", context)


def _shown(procedure):
    steps = list(procedure.steps.all())
    return {
        "name": words.local(procedure.name, procedure.name_en),
        "note": words.local(procedure.note, procedure.note_en),
        "checked_on": procedure.checked_on,
        "count": len(steps),
        "parts": [
            (words.PARTS[part], [_step(step) for step in found])
            for part, found in groupby(steps, key=lambda step: step.part)
        ],
    }


def _step(step):
    papers = [words.local(document.name, document.name_en) for document in step.documents.all()]
    return {
        "number": step.position,
        "name": words.of(step, "name"),
        "actor": words.of(step, "actor"),
        "papers": words.joined(papers),
        "time": words.time_of(step),
        "is_written": bool(step.time_source),
        "stalls": words.of(step, "stalls"),
        "source": words.of(step, "source"),
    }
