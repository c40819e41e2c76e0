"""Several ways of sharing the same cost, side by side by floor, before one is chosen. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from projects.costs.domain import Refused, Span, fen, spans
from projects.costs.enums import SchemeState
from projects.costs.models import ReferenceTable, SharingScheme

from .drafting import compute, flats_of, subsidy_lines, terms_of


@dataclass(frozen=True)
class Candidate:
    """A reference table, or a scheme already drawn up; ``refusal`` says why it cannot be used here."""

    name: str
    source: str
    reference: ReferenceTable | None = None
    scheme: SharingScheme | None = None
    owners_pay_fen: int = 0
    floors: Mapping[int, Span] | None = None
    refusal: str = ""


def compare(budget):
    """(floors from the top, candidates): every reference table, then every draft on this budget."""
    project = budget.project
    units = flats_of(project)
    lines, cost = subsidy_lines(project, budget), budget.total_fen
    found = [_of_table(table, units, cost, lines) for table in ReferenceTable.objects.all()]
    drafts = budget.schemes.exclude(state=SchemeState.SUPERSEDED).prefetch_related("shares")
    found += [_of_scheme(scheme) for scheme in drafts]
    return sorted({unit.floor for unit in units}, reverse=True), found


def _of_table(table, units, cost, lines):
    try:
        result, _borne = compute(units, cost, lines, terms_of(table, units))
    except Refused as refusal:
        return Candidate(table.name, table.citation, reference=table, refusal=str(refusal))
    amounts = [fen(share["amount"]) for share in result["shares"]]
    floors = spans(zip((unit.floor for unit in units), amounts, strict=True))
    return Candidate(table.name, f"{table.citation}（{table.status}）", table, None, fen(result["owners_pay"]), floors)


def _of_scheme(scheme):
    floors = spans((share.floor, share.amount_fen) for share in scheme.shares.all())
    name = f"第{scheme.version}稿（{scheme.get_state_display()}）"
    return Candidate(name, scheme.source, None, scheme, scheme.owners_pay_fen, floors)
