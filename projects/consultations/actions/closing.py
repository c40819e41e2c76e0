"""The count: frozen once, by the rule as it was at opening, and equal to what anyone counts from the record."""

from collections import Counter

from django.db import transaction

from communities.journal import actions as journal
from projects.consultations import domain
from projects.consultations.domain import RECORD_FORMAT, VALID, Refused, decide, read_rule, roll_rows
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Ballot, Paper, Result, RollVoter

from .access import locked, require, require_person, require_status
from .scans import check_scans


def close(*, consultation, by):
    """Count and freeze, signed by ``by``; returns the result. Refused while papers may come in or wait to be read."""
    require_person(by, "计票")
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        if held.status not in (ConsultationStatus.DRAFT, ConsultationStatus.OPEN):
            raise Refused("这次征询已经计票，结果不能再改")
        require_status(held, ConsultationStatus.OPEN)
        _check_ready(held)
        check_scans(held)
        result = _count(held, by)
        held.status = ConsultationStatus.COUNTED
        held.save(update_fields=["status"])
        journal.record(
            by=by,
            action="projects.consultation.close",
            obj=held,
            changes={
                "状态": [ConsultationStatus.OPEN, ConsultationStatus.COUNTED],
                "票的记录条数": [None, result.ballots],
                "通过": [None, result.passed],
                "表决记录摘要": [None, result.digest],
            },
        )
    return result


def record_of(consultation):
    """The consultation record (design): no names, no rooms. With the published figures once there is a result."""
    voters = dict(consultation.voters.values_list("pk", "key"))
    areas = consultation.voters.values_list("key", "area_cm2")
    ballots = Ballot.objects.current().filter(consultation=consultation)
    said = ballots.values_list("voter_id", "choice", "status")
    rows = sorted((voters[voter], choice, status) for voter, choice, status in said)
    record = {
        "format": RECORD_FORMAT,
        "rule": consultation.rule_frozen,
        "roll": roll_rows(areas, _delivered(consultation)),
        "ballots": [{"voter": voter, "choice": choice, "status": status} for voter, choice, status in rows],
    }
    result = Result.objects.filter(consultation=consultation).first()
    return record if result is None else record | {"published": {**result.counted, "digest": result.digest}}


def hand_out_record(*, consultation, by):
    """The record for someone on the staff. Areas point at rooms in a small stair, so that it was read is logged."""
    require(by, "change", consultation)
    if not Result.objects.filter(consultation=consultation).exists():
        raise Refused("还没有计票结果")
    journal.record_reading(by=by, obj=consultation, purpose="下载表决记录", rows=consultation.roll_heads)
    return record_of(consultation)


def _delivered(consultation):
    """Asked only where silence counts; elsewhere the record says nothing of deliveries."""
    if not consultation.silence_clause:
        return frozenset()
    voters = RollVoter.objects.delivered(consultation).filter(consultation=consultation)
    return frozenset(voters.values_list("key", flat=True))


def _check_ready(held):
    waiting = list(Paper.objects.unsettled().filter(consultation=held).order_by("serial"))
    if waiting:
        listed = "、".join(paper.number for paper in waiting[:20])
        raise Refused(f"还有{len(waiting)}张票只录了一遍或两遍不一致，先录完或裁定：{listed}")
    if held.closes_at > held.now and held.voters.filter(ballots__isnull=True).exists():
        raise Refused("还没到截止时间，也没有收齐全部的票，现在不能计票")


def _count(held, by):
    """Counted twice: by the database, and from the record as anyone will count it."""
    heads, areas = Ballot.objects.tally(held)
    passed, _ = decide(read_rule(held.rule_frozen), heads, areas)
    counted = domain.recount(record_of(held))
    digest = counted.pop("digest")
    if counted["outcome"] != ("passed" if passed else "failed") or counted["heads"]["agree"] != heads.agree:
        raise RuntimeError(f"consultation {held.pk}: the record does not count as the database does")
    current = Ballot.objects.current().filter(consultation=held).values_list("status", "channel")
    return Result.objects.create(
        consultation=held,
        counted_at=held.now,
        counted_by=by,
        passed=passed,
        heads_agree=heads.agree,
        heads_disagree=heads.disagree,
        heads_abstain=heads.abstain,
        area_agree_cm2=areas.agree,
        area_disagree_cm2=areas.disagree,
        area_abstain_cm2=areas.abstain,
        ballots=held.ballots.count(),
        counted=counted,
        channels=Counter(channel for _, channel in current),
        set_aside=Counter(status for status, _ in current if status != VALID),
        digest=digest,
    )
