"""Writes of a retrofit: it is opened once and walks from stage to stage, each step dated."""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from communities.journal import actions as journal

from .domain import WrongDay, check_expected, check_move
from .enums import Stage
from .models import ExpectedChange, Project, StageChange

#: Sent before a stage moves, with ``project`` and ``to``: a room above refuses by WrongStage with its words.
moving = Signal()


def open_project(*, project, by, reason=""):
    """Store a new project with the first line of its history. ``project`` is unsaved; it opens as 征询中."""
    project.stage = Stage.CONSULTING
    with transaction.atomic():
        journal.store(project, by=by, action="open")
        _write_line(project, by=by, reason=reason)
    return project


def move(*, project, to, on, by, reason=""):
    """Move to stage ``to`` on the day ``on``. Raises domain.WrongStage when that cannot follow."""
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)
        check_move(project.stage, to, since=project.stage_since, on=on)
        moving.send(sender=Project, project=project, to=to)
        project.stage, project.stage_since = to, on
        if to == Stage.UNDER_CONSTRUCTION and project.started_on is None:
            project.started_on = on
        if to == Stage.COMPLETED:
            project.completed_on = on
        _write_line(project, by=by, reason=reason)
        journal.store(project, by=by, action="move")
    return project


def expect(*, project, on, by, reason=""):
    """Expect it to be usable on the day ``on`` (None: unknown). The first day needs no reason, every other one does."""
    reason = reason.strip()
    with transaction.atomic():
        held = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        check_expected(held.expected_on, on, reason)
        if held.completed_on is not None:
            raise WrongDay("done")
        if held.expected_on is not None:
            line = ExpectedChange(project=held, old_on=held.expected_on, new_on=on, reason=reason)
            line.entered_at = timezone.now()
            journal.store(line, by=by)
        held.expected_on = on
        journal.store(held, by=by, action="expect")
    return held


def _write_line(project, *, by, reason):
    line = StageChange(
        project=project, stage=project.stage, on_day=project.stage_since, reason=reason, entered_at=timezone.now()
    )
    journal.store(line, by=by)
