"""What somebody changed past the guards: every ballot, roll and result against the journal and a new count."""

from collections.abc import Iterator

from django.db.models import F, Sum

from communities.journal.models import Entry, key_of
from projects.consultations.domain import (
    BadRecord,
    canonical_digest,
    commitment,
    differing,
    recount,
    roll_rows,
)
from projects.consultations.models import Ballot, Consultation, Paper, Result, RollVoter

from .closing import record_of

#: What the journal was told of a consultation when it opened.
_OPENED = ("rule_frozen", "roll_digest", "roll_heads", "roll_area_cm2")


def findings() -> Iterator[str]:
    """One line for everything that is not as it was recorded; nothing when all is."""
    for consultation in Consultation.objects.published().order_by("pk").iterator():
        yield from (f"consultation {consultation.pk} {fault}" for fault in _faults(consultation))
    yield from _ballot_findings()
    yield from _paper_findings()


def _faults(consultation):
    told = _told(consultation, _OPENED)
    if changed := [name for name in _OPENED if told.get(name) != getattr(consultation, name)]:
        yield f"is not as it opened: {', '.join(changed)}"
    if canonical_digest(roll_rows(consultation.voters.values_list("key", "area_cm2"))) != consultation.roll_digest:
        yield "has another roll than it opened with"
    parts = RollVoter.objects.filter(consultation=consultation, units__isnull=False).annotate(of=Sum("units__area_cm2"))
    if parts.exclude(of=F("area_cm2")).exists():
        yield "has flats on its roll that do not add up to their voter"
    result = Result.objects.filter(consultation=consultation).first()
    if result is not None:
        yield from _result_faults(consultation, result)
    elif consultation.has_result:
        yield "was counted and has no result"


def _result_faults(consultation, result):
    told = _told(consultation, ("表决记录摘要",)).get("表决记录摘要")
    if told != result.digest:
        yield "has another digest than the journal was told at closing"
    if result.ballots != consultation.ballots.count():
        yield "has more or fewer ballots than were counted"
    try:
        record = record_of(consultation)
        counted = recount(record)
    except (BadRecord, KeyError):
        yield "has a record that cannot be counted"
        return
    names = differing(record["published"], counted)
    if names or _columns(result) != _columns_of(counted):
        yield f"is counted differently now: {', '.join(names) or 'totals'}"


def _columns(result):
    heads = (result.heads_agree, result.heads_disagree, result.heads_abstain)
    return result.passed, *heads, result.area_agree_cm2, result.area_disagree_cm2, result.area_abstain_cm2


def _columns_of(counted):
    choices = ("agree", "disagree", "abstain")
    areas = (counted["areas"][choice].partition(".") for choice in choices)
    in_cm2 = (int(whole) * 10_000 + int(part.ljust(4, "0")) for whole, _, part in areas)
    return counted["outcome"] == "passed", *(counted["heads"][choice] for choice in choices), *in_cm2


def _told(instance, names):
    """{name: what the journal says last} of one row."""
    told = {}
    for changes in Entry.objects.about(instance).order_by("seq").values_list("changes", flat=True):
        told |= {name: changes[name][1] for name in names if isinstance(changes.get(name), list)}
    return told


def _ballot_findings():
    entries = Entry.objects.filter(action="projects.ballot.record").values_list("object_key", "changes")
    told = {key: changes["commitment"][1] for key, changes in entries.iterator()}
    for ballot in Ballot.objects.select_related("voter").order_by("pk").iterator():
        recorded = told.pop(key_of(ballot), None)
        if not recorded == ballot.commitment == commitment(ballot.nonce, ballot.said):
            yield f"ballot {ballot.pk} is not the one that was recorded"
    for key in sorted(told):
        yield f"{key} was recorded and is gone"


def _paper_findings():
    """A paper is void when the journal says that it was reissued, and only then."""
    entries = Entry.objects.filter(action="projects.paper.reissue").values_list("object_key", flat=True)
    reissued = set(entries)
    for paper in Paper.objects.order_by("pk").iterator():
        if (paper.voided_at is not None) is not (key_of(paper) in reissued):
            yield f"paper {paper.pk} was {'voided' if paper.voided_at else 'revived'} past the journal"
