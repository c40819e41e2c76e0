"""Gates: what must hold before a step opens, or before it is done. Pure functions over what the other subjects say.

A template names a gate as ``name`` or ``name:argument`` ("vote:LIFT_ENTRANCE"): which step asks what is data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

#: How far a vote of one rule is, from the furthest back; "failed" stands until another one passes.
VOTE_STATES = ("none", "open", "counted", "displayed", "failed", "passed")


@dataclass(frozen=True)
class Facts:
    """What the other subjects say of one project on the day ``today``.

    ``votes``: {code of the rule: one of VOTE_STATES}. ``payers``: households that pay by the chosen scheme, None
    where none is chosen; ``signed`` of them stand by it. ``opinions_until``: last day on which opinions on the posted
    plan are taken, None where it was not posted; ``unanswered``: how many of them wait for an answer.
    """

    today: date
    votes: Mapping[str, str] = field(default_factory=dict)
    payers: int | None = None
    signed: int = 0
    opinions_until: date | None = None
    unanswered: int = 0


@dataclass(frozen=True)
class Named:
    """Data in the reader's language: ``en`` may be empty."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: a key of ``words.TEXT`` and what its blanks are filled with."""

    code: str
    values: Mapping = field(default_factory=dict)


def vote_passed(facts: Facts, rule: str) -> list[Lack]:
    """Counted, displayed, every objection answered, and passed: only then is the result final."""
    state = facts.votes.get(rule, "none")
    return [] if state == "passed" else [Lack(f"vote.{state}")]


def agreement_signed(facts: Facts, _) -> list[Lack]:
    """Every household that pays by the chosen scheme has signed that version of it."""
    if facts.payers is None:
        return [Lack("scheme")]
    missing = facts.payers - facts.signed
    return [Lack("signatures", {"missing": missing, "payers": facts.payers})] if missing > 0 else []


def publicity_over(facts: Facts, _) -> list[Lack]:
    """The plan was posted, and the last day for opinions is past (it still belongs to the period)."""
    if facts.opinions_until is None:
        return [Lack("posting")]
    return [] if facts.today > facts.opinions_until else [Lack("period", {"day": facts.opinions_until})]


def objections_closed(facts: Facts, _) -> list[Lack]:
    """Each opinion on the posted plan was answered in writing."""
    return [Lack("answers", {"n": facts.unanswered})] if facts.unanswered else []


GATES = {
    "vote": vote_passed,
    "signed": agreement_signed,
    "publicity": publicity_over,
    "objections": objections_closed,
}


def known(gate: str) -> bool:
    """Whether a template may name it: a vote needs its rule, nothing else takes an argument."""
    name, _, argument = gate.partition(":")
    return name in GATES and bool(argument) == (name == "vote")


def lacking(gates, facts: Facts) -> list[Lack]:
    """What keeps these gates shut, in their order; nothing when all hold."""
    found = []
    for gate in gates:
        name, _, argument = gate.partition(":")
        found += GATES[name](facts, argument)
    return found
