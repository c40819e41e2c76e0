"""Papers come back and are read twice, each clerk blind to the other."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.domain import Reading, Refused, commitment, reading_faults, within
from projects.consultations.enums import Capacity, Channel, ConsultationStatus, Flaw
from projects.consultations.models import Ballot, Keying
from projects.consultations.models.papers import READ

from .access import current, require, require_status, words
from .papers import paper_of


@dataclass(frozen=True)
class Keyed:
    """``ballot`` is None after a first reading, and after two that differ: then ``settle``."""

    keying: Keying
    ballot: Ballot | None

    @property
    def differs(self):
        return self.ballot is None and self.keying.turn == 2


def hand_in(*, consultation, code, by, at=None):
    """Write down that a paper came back. ``at`` is given for a transcript only; else it is the database's now."""
    with transaction.atomic():
        held = _collecting(consultation, by)
        paper = paper_of(held, code)
        if paper.returned_at is not None:
            raise Refused(f"{paper}已登记交回，不用再登记一次")
        _return(held, paper, by=by, at=at)
    return paper


def key_ballot(*, consultation, code, reading: Reading, by, at=None, reason=""):
    """One clerk's reading of a paper, the first or the second as it comes. A paper not yet handed in is now.

    When the second reading agrees with the first the ballot is written. ``reason`` is for reading again a paper that
    already is a ballot.
    """
    with transaction.atomic():
        held = _collecting(consultation, by)
        paper = paper_of(held, code)
        _check(reading)
        if paper.returned_at is None:
            _return(held, paper, by=by, at=at)
        first, revision = _round(paper, by=by, reason=reason)
        turn = 1 if first is None else 2
        said = first.reason if first is not None else (words(reason, "更正的理由") if revision > 1 else "")
        keying = _write(held, paper, reading, by=by, revision=revision, turn=turn, reason=said)
        agrees = first is not None and first.reading.agrees_with(reading)
        return Keyed(keying, _cast(held, paper, keying, by=by) if agrees else None)


def settle(*, consultation, code, reading: Reading, by, reason):
    """Look at the paper together and decide between two readings that differ."""
    reason = words(reason, "裁定的理由")
    with transaction.atomic():
        held = _collecting(consultation, by)
        paper = paper_of(held, code)
        _check(reading)
        last = paper.keyings.select_related("ballot").last()
        if last is None or last.turn != 2 or hasattr(last, "ballot"):
            raise Refused(f"{paper}没有两遍不一致的录入，不用裁定")
        keying = _write(held, paper, reading, by=by, revision=last.revision, turn=3, reason=reason)
        return Keyed(keying, _cast(held, paper, keying, by=by))


def _collecting(consultation, by):
    held = current(consultation)
    require(by, "change", held)
    if held.status in (ConsultationStatus.DRAFT, ConsultationStatus.OPEN):
        require_status(held, ConsultationStatus.OPEN)
        return held
    raise Refused("这次征询已经计票，票不能再录入或改动；确有错误请“重新计票”")


def _check(reading):
    faults = reading_faults(reading)
    known = (reading.channel in Channel.values, reading.capacity in Capacity.values)
    if not all(known) or reading.flaw not in ("", *Flaw.values):
        faults.append("交回方式、签名人或不计入的原因不在选项里")
    long = [name for name in READ if len(getattr(reading, name)) > Keying._meta.get_field(name).max_length]
    if faults or long:
        raise Refused(*faults, *(f"“{Keying._meta.get_field(name).verbose_name}”太长" for name in long))


def _return(held, paper, *, by, at):
    if held.is_transcript and at is None:
        raise Refused("补录要填这张票当时交回的时间")
    if not held.is_transcript and at is not None:
        raise Refused("交回时间由系统登记，不能另填")
    at = at or held.now
    if not within(held.opens_at, held.closes_at, at):
        closes = timezone.localtime(held.closes_at)
        raise Refused(f"不在收票时间里（{closes:%Y年%-m月%-d日%H:%M}截止），这张票不能算")
    paper.returned_at = at
    paper.save(update_fields=["returned_at"])
    journal.record(by=by, action="projects.paper.return", obj=paper)


def _round(paper, *, by, reason):
    """(first reading of the running revision or None, revision)."""
    readings = list(paper.keyings.select_related("keyed_by", "ballot"))
    if not readings:
        return None, 1
    last = readings[-1]
    if hasattr(last, "ballot"):
        if not reason:
            raise Refused(f"{paper}已录入完毕（{last.keyed_by.get_full_name()}）。要更正请写明理由，两人再各录一遍")
        return None, last.revision + 1
    if last.turn == 2:
        raise Refused(f"{paper}两遍录入不一致，请对照原票裁定")
    if last.keyed_by_id == (by.pk if by else None):
        raise Refused(f"{paper}的第一遍是您录入的，第二遍要由另一位录入")
    return last, last.revision


def _write(held, paper, reading, *, by, revision, turn, reason):
    if by is None:
        raise Refused("录入要有录入人的账号")
    read = {name: getattr(reading, name) for name in READ}
    keying = Keying.objects.create(
        paper=paper, revision=revision, turn=turn, reason=reason, keyed_by=by, keyed_at=held.now, **read
    )
    journal.record(by=by, action="projects.paper.key", obj=paper, changes={"第几遍": [None, turn]})
    return keying


def _cast(held, paper, keying, *, by):
    last = paper.voter.ballots.order_by("revision").last()
    revision = last.revision + 1 if last else 1
    ballot = Ballot(
        consultation=held,
        voter=paper.voter,
        paper=paper,
        keying=keying,
        revision=revision,
        choice=keying.choice,
        status=keying.status,
        channel=keying.channel,
        nonce=secrets.token_hex(32),
        recorded_at=held.now,
    )
    ballot.commitment = commitment(ballot.nonce, ballot.said)
    ballot.save(force_insert=True)
    changes = {"commitment": [None, ballot.commitment]}
    journal.record(by=by, action="projects.ballot.record", obj=ballot, changes=changes)
    return ballot
