"""A draft is chosen, and frozen; the one before it is superseded with a reason; a vote may be named."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.enums import ConsultationStatus
from projects.costs.domain import Refused
from projects.costs.enums import SchemeState
from projects.costs.models import SharingScheme

from .access import locked_project, locked_scheme, require, require_state, words
from .plans import FROZEN, digest_of

#: Before its result hangs nobody may learn from here how a vote went.
SHOWN = (ConsultationStatus.DISPLAYED, ConsultationStatus.FINAL)


def choose(*, scheme, by, on=None, consultation=None, reason=""):
    """Freeze this version. Another chosen one is superseded, for which ``reason`` is asked: its signatures no longer
    stand for anything and every household signs anew."""
    with transaction.atomic():
        project = locked_project(scheme.project)
        held = locked_scheme(scheme)
        require(by, "change", "sharingscheme", project)
        require_state(held, SchemeState.DRAFT)
        on = on or timezone.localdate()
        if on > timezone.localdate():
            raise Refused("选定日期不能晚于今天")
        if held.cost_fen != held.budget.total_fen:
            raise Refused("概算改过了，请重新计算这个方案再选定")
        if before := project.schemes.chosen().first():
            _supersede(before, on, words(reason, "代替原方案的原因"), by)
        if consultation is not None:
            _check_vote(held, consultation)
        held.consultation = consultation or held.consultation
        held.state, held.chosen_on = SchemeState.CHOSEN, on
        journal.store(held, by=by, action="choose")
        journal.record(by=by, action=FROZEN, obj=held, changes={"摘要": [None, digest_of(held)]})
    return held


def link_vote(*, scheme, consultation, by):
    """Name the vote that chose it, once."""
    with transaction.atomic():
        held = locked_scheme(scheme)
        require(by, "change", "sharingscheme", held.project)
        require_state(held, SchemeState.DRAFT, SchemeState.CHOSEN)
        if held.state == SchemeState.CHOSEN and held.consultation_id is not None:
            raise Refused("选定它的征询已经写明，不能再改")
        _check_vote(held, consultation)
        held.consultation = consultation
        journal.store(held, by=by, action="link_vote")
    return held


def supersede(*, scheme, reason, by, on=None):
    """It is given up without another in its place yet; signatures stay bound to it."""
    with transaction.atomic():
        held = locked_scheme(scheme)
        require(by, "change", "sharingscheme", held.project)
        require_state(held, SchemeState.CHOSEN)
        _supersede(held, on or timezone.localdate(), words(reason, "代替原方案的原因"), by)
    return SharingScheme.objects.get(pk=scheme.pk)


def _supersede(scheme, on, reason, by):
    if on < scheme.chosen_on:
        raise Refused("日期不能早于原方案的选定日期")
    scheme.state, scheme.superseded_on, scheme.supersede_reason = SchemeState.SUPERSEDED, on, reason
    journal.store(scheme, by=by, action="supersede")


def _check_vote(scheme, consultation):
    project = scheme.project
    of_project = consultation.project_id == project.pk
    of_stair = consultation.project_id is None and consultation.building_group_id == project.building_group_id
    if not (of_project or of_stair):
        raise Refused("所选的征询不是这个项目的")
    if consultation.status not in SHOWN:
        raise Refused(f"所选的征询现在是“{consultation.get_status_display()}”，结果公示以后才能作为依据")
    if not consultation.result.passed:
        raise Refused("所选的征询没有通过，不能作为依据")
