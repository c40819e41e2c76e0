"""What was wrong is annulled with a reason and stays readable; another takes its place."""

from django.db import transaction

from communities.journal import actions as journal
from projects.consultations.domain import Head, Refused
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation, Delivery, Paper, Scan

from .access import locked, require, require_status, words
from .preparing import write_roll

COPIED = (
    *("community_id", "rule_id", "building_group_id", "compound_id", "body_id", "project_id", "is_demo"),
    *("question", "plain", "scheme_text", "scheme_version", "silence_clause"),
)


def annul(*, consultation, reason, by):
    """It no longer counts; roll, papers, ballots and result stay as they were."""
    reason = words(reason, "作废的原因")
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        if held.status == ConsultationStatus.DRAFT:
            raise Refused("准备中的征询没有开始，直接删除就可以")
        if held.status == ConsultationStatus.ANNULLED:
            raise Refused("这次征询已经作废")
        held.status, held.annulled_at, held.annul_reason = ConsultationStatus.ANNULLED, held.now, reason
        journal.store(held, by=by, action="annul")
    return held


def repeat(*, consultation, by):
    """A new draft in the place of one that was annulled: roll and papers begin anew."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.ANNULLED)
        fresh = _copy(held)
        journal.store(fresh, by=by)
    return fresh


def recount(*, consultation, reason, by):
    """Annul a result and have the very same papers read again: same roll, same serials, both clerks anew."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        if not held.has_result:
            raise Refused("还没有计票结果，不用重新计票")
        annul(consultation=held, reason=reason, by=by)
        fresh = _copy(held)
        fresh.opens_at, fresh.is_transcript = held.opens_at, True
        fresh.closes_at = min(held.closes_at, held.result.counted_at)
        fresh.rule_frozen = held.rule_frozen
        journal.store(fresh, by=by)
        voters = _copy_roll(held, fresh)
        fresh.status = ConsultationStatus.OPEN
        journal.store(fresh, by=by, action="open")
        _copy_papers(held, fresh, voters)
    return fresh


def _copy(held):
    return Consultation(replaces=held, **{name: getattr(held, name) for name in COPIED})


def _copy_roll(held, fresh):
    """The same heads under new keys; returns {old voter: new voter} by primary key."""
    old = list(held.voters.prefetch_related("units").order_by("id"))
    heads = [Head(voter.owner_key, tuple((unit.unit_id, unit.area_cm2) for unit in voter.units.all())) for voter in old]
    return {before.pk: after for before, after in zip(old, write_roll(fresh, heads), strict=True)}


def _copy_papers(held, fresh, voters):
    old = list(
        Paper.objects.live().filter(consultation=held).prefetch_related("deliveries", "scans").order_by("serial")
    )
    kept = ("serial", "token", "issued_at", "returned_at")
    papers = [
        Paper(consultation=fresh, voter=voters[paper.voter_id], **{name: getattr(paper, name) for name in kept})
        for paper in old
    ]
    Paper.objects.bulk_create(papers, batch_size=1000)
    kept = ("channel", "on_day", "carrier", "recorded_at")
    Delivery.objects.bulk_create(
        Delivery(paper=paper, **{name: getattr(delivery, name) for name in kept})
        for paper, before in zip(papers, old, strict=True)
        for delivery in before.deliveries.all()
    )
    kept = ("kind", "file", "content_type", "size", "digest", "uploaded_at", "uploaded_by_id")
    Scan.objects.bulk_create(
        Scan(paper=paper, **{name: getattr(scan, name) for name in kept})
        for paper, before in zip(papers, old, strict=True)
        for scan in before.scans.all()
    )
