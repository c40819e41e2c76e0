"""The count against a second one, written from the text of the law with fractions; few cases by default, many slow."""

import json
import random
from dataclasses import dataclass
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.consultations import actions
from projects.consultations.domain import recount
from projects.consultations.models import Ballot

NAMES = ("area_quorum", "head_quorum", "area_consent", "head_consent")
LAW = pytest.mark.parametrize("cases", (200, pytest.param(100_000, marks=pytest.mark.slow)))
CASES = pytest.mark.parametrize("cases", (100, pytest.param(20_000, marks=pytest.mark.slow)))
VOTES = pytest.mark.parametrize("cases", (4, pytest.param(100, marks=pytest.mark.slow)))
ROOMS = ["101", "102", "201", "202", "301", "302", "401", "402", "501", "502", "601", "602"]


@dataclass(frozen=True)
class Voter:
    """``choice`` None: no paper came back."""

    hundredths: int
    choice: str | None
    status: str = "valid"
    delivered: bool = False

    @property
    def counts(self):
        return self.choice is not None and self.status == "valid"


def asked(thresholds, clause=None, of_roll=False):
    rule = dict(zip(NAMES, thresholds, strict=True)) | {"code": "SPECIAL", "citation": "民法典278"}
    rule |= {"consent_base": "roll"} if of_roll else {}
    return rule | ({"silence": clause} if clause else {})


AREAS = st.one_of(st.integers(1, 12), st.integers(1, 10**9))
VOTERS = st.builds(
    Voter,
    AREAS,
    st.sampled_from(("agree", "agree", "agree", "disagree", "abstain", None, None)),
    st.sampled_from(("valid", "valid", "valid", "valid", "invalid", "pending")),
    st.booleans(),
)
QUORUM = st.sampled_from((">=2/3", ">=2/3", ">1/2", ">=1/2", ">=1/1", None))
CONSENT = st.sampled_from((">=3/4", ">1/2", ">=2/3", ">=90/100"))
RULES = st.builds(
    asked, st.tuples(QUORUM, QUORUM, CONSENT, CONSENT), st.sampled_from((None, "议事规则第12条")), st.booleans()
)
ROLLS = st.lists(VOTERS, min_size=1, max_size=12)


def prove(cases, claim, *strategies):
    settings(max_examples=cases, deadline=None, database=None)(given(*strategies)(claim))()


def record(rule, voters, order=None):
    rows = list(enumerate(voters))
    if order is not None:
        random.Random(order).shuffle(rows)
    return {
        "format": "linli/consultation-record/1",
        "rule": rule,
        "roll": [
            {"voter": f"v{at}", "area": f"{voter.hundredths // 100}.{voter.hundredths % 100:02d}"}
            | ({"delivered": True} if voter.delivered else {})
            for at, voter in rows
        ],
        "ballots": [
            {"voter": f"v{at}", "choice": voter.choice, "status": voter.status} for at, voter in rows if voter.choice
        ],
    }


def counted(rule, voters, order=None):
    return recount(record(rule, voters, order))


def met(rule, voters):
    return dict(zip(NAMES, (test["met"] for test in counted(rule, voters)["tests"]), strict=True))


def share(part, whole):
    return Fraction(part, whole) if whole else Fraction(0)


def reached(text, value):
    """``以上`` includes the number, ``过半数`` does not (民法典1259); nothing out of nothing reaches nothing."""
    least = Fraction(text.lstrip(">="))
    return value >= least if text.startswith(">=") else value > least


def law(rule, voters):
    """The four tests by 民法典278 and 801号: of the roll two quorums, of those who took part two majorities."""
    part = [voter for voter in voters if voter.counts]
    agree = [voter for voter in part if voter.choice == "agree"]
    silent = [voter for voter in voters if "silence" in rule and voter.delivered and voter.choice is None]

    def heads(some):
        return len(some)

    def area(some):
        return sum(voter.hundredths for voter in some)

    majority = all(share(size(agree), size(part)) > Fraction(1, 2) for size in (heads, area))
    found = {}
    for kind, size in (("area", area), ("head", heads)):
        base = size(voters) if rule.get("consent_base") == "roll" else size(part) + size(silent)
        found[f"{kind}_quorum"] = share(size(part), size(voters))
        found[f"{kind}_consent"] = share(size(agree) + (size(silent) if majority else 0), base)
    return {name: None if rule[name] is None else reached(rule[name], found[name]) for name in NAMES}


@LAW
def test_count_is_what_the_law_says(cases):
    def claim(rule, voters):
        expected = law(rule, voters)
        result = counted(rule, voters)
        assert [test["met"] for test in result["tests"]] == list(expected.values())
        assert result["outcome"] == ("failed" if False in expected.values() else "passed")
        assert result["heads"]["took_part"] == sum(voter.counts for voter in voters)

    prove(cases, claim, RULES, ROLLS)


@CASES
def test_order_of_roll_and_ballots_decides_nothing(cases):
    def claim(rule, voters, order):
        first, second = counted(rule, voters), counted(rule, voters, order)
        del first["digest"], second["digest"]
        assert first == second
        assert first["heads"]["roll"] == len(voters)

    prove(cases, claim, RULES, ROLLS, st.integers(0, 1000))


@CASES
def test_voter_who_returns_nothing_never_helps_a_quorum(cases):
    def claim(rule, voters, hundredths, delivered):
        before = met(rule, voters)
        after = met(rule, [*voters, Voter(hundredths, None, delivered=delivered)])
        assert before["area_quorum"] or not after["area_quorum"]
        assert before["head_quorum"] or not after["head_quorum"]

    prove(cases, claim, RULES, ROLLS, AREAS, st.booleans())


@CASES
def test_abstention_never_consents(cases):
    """Neither in the place of a ballot nor in the place of silence."""

    def claim(rule, voters, at):
        at %= len(voters)
        held = voters[at]
        rest = [voter for number, voter in enumerate(voters) if number != at]
        abstained = met(rule, [*rest, Voter(held.hundredths, "abstain", "valid", held.delivered)])
        agreed = met(rule, [*rest, Voter(held.hundredths, "agree", "valid", held.delivered)])
        absent = met(rule, [*rest, Voter(held.hundredths, None, delivered=held.delivered)])
        for name in ("area_consent", "head_consent"):
            assert agreed[name] or not abstained[name]
            assert absent[name] or not abstained[name]

    prove(cases, claim, RULES, ROLLS, st.integers(0, 11))


@CASES
def test_delivery_without_a_clause_changes_nothing(cases):
    def claim(rule, voters):
        plain = {name: value for name, value in rule.items() if name != "silence"}
        bare = [Voter(voter.hundredths, voter.choice, voter.status) for voter in voters]
        told, untold = counted(plain, voters), counted(plain, bare)
        assert "silent" not in told["heads"]
        assert {**told, "digest": ""} == {**untold, "digest": ""}

    prove(cases, claim, RULES, ROLLS)


@CASES
def test_figure_shown_never_reaches_a_threshold_that_is_not_met(cases):
    def claim(rule, voters):
        for test in counted(rule, voters)["tests"]:
            shown = Fraction(test["percent"]) / 100
            assert shown <= share(Fraction(test["numerator"]), Fraction(test["denominator"]))
            if test["met"] is False:
                least = Fraction(test["required"].lstrip(">="))
                assert shown <= least if test["required"].startswith(">1") else shown < least

    prove(cases, claim, RULES, ROLLS)


def turned(value, chance):
    """The same JSON, the keys of every object in another order."""
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: turned(value[name], chance) for name in names}
    return [turned(item, chance) for item in value] if isinstance(value, list) else value


@CASES
def test_digest_holds_under_any_order_of_keys_and_any_layout(cases):
    def claim(rule, voters, order):
        held = record(rule, voters)
        other = json.loads(json.dumps(turned(held, random.Random(order)), indent=order % 3, ensure_ascii=order % 2))
        assert recount(other) == recount(held)
        held["roll"][0]["area"] += "0"
        assert recount(held)["digest"] != recount(other)["digest"]

    prove(cases, claim, RULES, ROLLS, st.integers(0, 1000))


SAID = st.sampled_from(("agree", "agree", "agree", "disagree", "abstain", None))
FLAWS = st.sampled_from(("", "", "", "", "unsigned", "co_owners"))
STATUSES = {"": "valid", "unsigned": "invalid", "co_owners": "pending"}


@VOTES
def test_database_and_record_count_a_vote_alike(vote, cases):
    """Keyed by two clerks, some corrected; the second count is made of what was keyed here, not of any row."""

    def claim(said, corrected):
        held = transaction.savepoint()
        consultation, rows = vote.open(), {}
        for room, (choice, flaw) in zip(ROOMS, said, strict=True):
            hundredths = 5436 if room.endswith("1") else 6108
            rows[room] = Voter(hundredths, choice, STATUSES[flaw] if choice else "valid")
            if choice:
                vote.both(consultation, room, choice, flaw=flaw)
        for room in corrected:
            if rows[room].choice:
                vote.key(consultation, room, "disagree", reason="看错")
                vote.key(consultation, room, "disagree", by=vote.second, reason="看错")
                rows[room] = Voter(rows[room].hundredths, "disagree")
        result = actions.close(consultation=consultation, by=vote.first)
        told = recount(json.loads(json.dumps(actions.record_of(consultation))))
        assert {**told, "digest": result.digest} == {**result.counted, "digest": told["digest"]}
        assert [test["met"] for test in told["tests"]] == list(law(vote.rule.frozen, list(rows.values())).values())
        heads, areas = Ballot.objects.tally(consultation)
        assert heads.agree == sum(row.counts and row.choice == "agree" for row in rows.values())
        assert areas.took_part == 100 * sum(row.hundredths for row in rows.values() if row.counts)
        transaction.savepoint_rollback(held)

    prove(cases, claim, st.tuples(*[st.tuples(SAID, FLAWS)] * 12), st.sets(st.sampled_from(ROOMS), max_size=3))
