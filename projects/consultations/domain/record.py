"""The published record: its digest, and the re-count that anyone can make of it (design: consultation record)."""

import hashlib
import json
import re

from .tally import TESTS, BadRecord, Rule, Threshold, count, decide, percent

RECORD_FORMAT = "linli/consultation-record/1"
RULE_CODES = frozenset(
    {
        "LIFT_ENTRANCE",
        "COMMON_LAND",
        "SPECIAL",
        "ORDINARY",
        "PARTIAL_COMMON",
        "PARTIAL_COMMON_SPECIAL",
        "COMMITTEE",
        "RESIDENTS_MEETING",
    }
)
_DECIMAL = re.compile(r"\d{1,12}(?:\.\d{1,8})?")


def record_digest(record: dict) -> str:
    """SHA-256 over the canonical JSON of the four published parts; 64 hex characters."""
    return canonical_digest({name: record[name] for name in ("format", "rule", "roll", "ballots")})


def canonical_digest(value) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def recount(record: dict) -> dict:
    """Re-count a published record (design: consultation record). Returns the result as printed; raises BadRecord."""
    if not isinstance(record, dict) or record.get("format") != RECORD_FORMAT:
        raise BadRecord("不是表决记录文件：format 应为 {}", RECORD_FORMAT)
    rule = read_rule(record.get("rule"))
    roll, places = _read_roll(record)
    ballots = [_read_ballot(ballot) for ballot in _rows(record, "ballots")]
    heads, areas = count(roll, ballots, _delivered(record))
    passed, tests = decide(rule, heads, areas)

    def area(value):
        return _decimal(value, places)

    return {
        "outcome": "passed" if passed else "failed",
        "tests": [
            {
                "name": test.name,
                "numerator": (area if test.name.startswith("area") else str)(test.numerator),
                "denominator": (area if test.name.startswith("area") else str)(test.denominator),
                "required": None if test.required is None else str(test.required),
                "met": test.met,
                "percent": percent(test.numerator, test.denominator),
            }
            for test in tests
        ],
        "heads": _figures(heads, int),
        "areas": _figures(areas, area),
        "digest": record_digest(record),
    }


def differing(published: dict, counted: dict) -> list[str]:
    """Names of published figures that the count does not confirm."""
    return [name for name, value in published.items() if name in counted and not _equal(value, counted[name])]


def _equal(published, counted):
    """A published object may carry fewer figures than the count, never other ones."""
    if isinstance(published, dict) and isinstance(counted, dict):
        return all(name in counted and _equal(value, counted[name]) for name, value in published.items())
    if isinstance(published, list) and isinstance(counted, list):
        return len(published) == len(counted) and all(map(_equal, published, counted))
    return published == counted


def _figures(sums, show):
    figures = {name: show(getattr(sums, name)) for name in ("roll", "took_part", "agree", "disagree", "abstain")}
    return figures | ({"silent": show(sums.silent)} if sums.silent else {})


def read_rule(rule) -> Rule:
    """The rule as a record carries it; BadRecord where it is none."""
    if not isinstance(rule, dict) or not isinstance(rule.get("code"), str) or rule["code"] not in RULE_CODES:
        raise BadRecord("rule 里的规则代码不认识")
    if rule.get("consent_base", "participants") not in ("participants", "roll"):
        raise BadRecord("consent_base 不认识：{!r}", rule["consent_base"])
    if missing := [name for name in TESTS if name not in rule]:
        raise BadRecord("rule 缺少 {}（不要求的写 null）", "、".join(missing))
    thresholds = {name: None if rule[name] is None else Threshold.parse(rule[name]) for name in TESTS}
    if not any(thresholds.values()):
        raise BadRecord("rule 没有任何门槛")
    return Rule(**thresholds, of_roll=rule.get("consent_base") == "roll")


def _delivered(record):
    """Voters whose silence counts: only under a clause of the owners' own rules, and only with proof of delivery."""
    clause = record["rule"].get("silence")
    if clause is None:
        return []
    if not isinstance(clause, str) or not clause.strip():
        raise BadRecord("rule 里的 silence 要写依据的条款")
    return [row["voter"] for row in record["roll"] if row.get("delivered") is True]


def _rows(record, name):
    rows = record.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadRecord("缺少 {} 列表", name)
    return rows


def _read_roll(record):
    """``{voter: area}`` in units of the smallest decimal place used, and how many places that is (at least two)."""
    rows = _rows(record, "roll")
    if not rows:
        raise BadRecord("名册是空的")
    texts = {}
    for row in rows:
        voter, area = row.get("voter"), row.get("area")
        if not isinstance(voter, str) or not voter or voter in texts:
            raise BadRecord("名册里的表决人缺失或重复：{!r}", voter)
        if not isinstance(area, str) or not _DECIMAL.fullmatch(area):
            raise BadRecord("面积不是十进制数：{!r}", area)
        texts[voter] = area
    places = max(2, *(len(text.partition(".")[2]) for text in texts.values()))
    roll = {voter: _scaled(text, places) for voter, text in texts.items()}
    if zero := next((voter for voter, area in roll.items() if area <= 0), None):
        raise BadRecord("面积要大于0：{!r}", zero)
    return roll, places


def _read_ballot(ballot):
    voter, choice, status = ballot.get("voter"), ballot.get("choice"), ballot.get("status")
    if not all(isinstance(value, str) for value in (voter, choice, status)):
        raise BadRecord("选票缺少 voter、choice 或 status")
    return voter, choice, status


def _scaled(text, places):
    whole, _, part = text.partition(".")
    return int(whole) * 10**places + int(part.ljust(places, "0"))


def _decimal(value, places):
    return f"{value // 10**places}.{value % 10**places:0{places}d}"
