"""The count: which of four tests a consultation meets. Pure, exact, and the same for the database and for a file.

Area is an integer (cm² inside the site, the smallest decimal place of the file in a re-count); heads are integers;
thresholds are fractions compared by cross-multiplication, so no rounding ever decides (domain: 民法典278, 801号).
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

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
TESTS = ("area_quorum", "head_quorum", "area_consent", "head_consent")
AGREE, DISAGREE, ABSTAIN = "agree", "disagree", "abstain"
VALID, INVALID, PENDING = "valid", "invalid", "pending"
_THRESHOLD = re.compile(r"(>=|>)([1-9]\d{0,3})/([1-9]\d{0,3})")
_DECIMAL = re.compile(r"\d{1,12}(?:\.\d{1,8})?")


class BadRecord(ValueError):
    """The record cannot be counted; the message says why, in Chinese."""


@dataclass(frozen=True)
class Threshold:
    """``>=2/3`` or, when ``strict``, ``>1/2``."""

    numerator: int
    denominator: int
    strict: bool

    @classmethod
    def parse(cls, text: str) -> "Threshold":
        match = _THRESHOLD.fullmatch(text) if isinstance(text, str) else None
        if match is None or int(match[2]) > int(match[3]):
            raise BadRecord(f"门槛写法不对：{text!r}（应像 >=2/3 或 >1/2）")
        return cls(int(match[2]), int(match[3]), match[1] == ">")

    def met(self, part: int, whole: int) -> bool:
        """Whether part/whole reaches the threshold; nothing out of nothing never does."""
        left, right = part * self.denominator, whole * self.numerator
        return whole > 0 and (left > right if self.strict else left >= right)

    def __str__(self):
        return f"{'>' if self.strict else '>='}{self.numerator}/{self.denominator}"


@dataclass(frozen=True)
class Rule:
    """Thresholds by test; ``None`` where the rule does not ask. ``of_roll``: consent is measured on the whole roll."""

    area_quorum: Threshold | None
    head_quorum: Threshold | None
    area_consent: Threshold | None
    head_consent: Threshold | None
    of_roll: bool = False


@dataclass(frozen=True)
class Sums:
    """One measure (heads or area): the whole roll and what the valid ballots of it said."""

    roll: int = 0
    agree: int = 0
    disagree: int = 0
    abstain: int = 0

    @property
    def took_part(self) -> int:
        return self.agree + self.disagree + self.abstain


@dataclass(frozen=True)
class Test:
    """One of the four tests. ``met`` is None when the rule does not ask it."""

    name: str
    numerator: int
    denominator: int
    required: Threshold | None
    met: bool | None


def decide(rule: Rule, heads: Sums, areas: Sums) -> tuple[bool, tuple[Test, ...]]:
    """Whether the vote passes, and the four tests in their fixed order."""
    pairs = {
        "area_quorum": (areas.took_part, areas.roll),
        "head_quorum": (heads.took_part, heads.roll),
        "area_consent": (areas.agree, areas.roll if rule.of_roll else areas.took_part),
        "head_consent": (heads.agree, heads.roll if rule.of_roll else heads.took_part),
    }
    tests = tuple(_test(name, *pairs[name], getattr(rule, name)) for name in TESTS)
    return all(test.met is not False for test in tests), tests


def _test(name, part, whole, required):
    return Test(name, part, whole, required, None if required is None else required.met(part, whole))


def count(roll: dict[str, int], ballots: Iterable[tuple[str, str, str]]) -> tuple[Sums, Sums]:
    """Heads and areas from ``{voter: area}`` and (voter, choice, status). BadRecord: not countable."""
    heads = dict.fromkeys((AGREE, DISAGREE, ABSTAIN), 0)
    areas = dict(heads)
    counted = set()
    for voter, choice, status in ballots:
        if voter not in roll:
            raise BadRecord(f"选票上的表决人不在名册里：{voter!r}")
        if choice not in heads or status not in (VALID, INVALID, PENDING):
            raise BadRecord(f"选票的意见或状态不认识：{choice!r}、{status!r}")
        if status != VALID:
            continue
        if voter in counted:
            raise BadRecord(f"同一表决人有两张有效选票：{voter!r}")
        counted.add(voter)
        heads[choice] += 1
        areas[choice] += roll[voter]
    return Sums(len(roll), **heads), Sums(sum(roll.values()), **areas)


def percent(part: int, whole: int) -> str:
    """Two decimals, truncated, for display only: 74.999 % never reads 75.00."""
    hundredths = part * 10_000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def record_digest(record: dict) -> str:
    """SHA-256 over the canonical JSON of the four published parts; 64 hex characters."""
    kept = {name: record[name] for name in ("format", "rule", "roll", "ballots")}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def recount(record: dict) -> dict:
    """Re-count a published record (design: consultation record). Returns the result as printed; raises BadRecord."""
    rule = _read_rule(record)
    roll, places = _read_roll(record)
    ballots = [_read_ballot(ballot) for ballot in _rows(record, "ballots")]
    heads, areas = count(roll, ballots)
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
    return {name: show(getattr(sums, name)) for name in ("roll", "took_part", "agree", "disagree", "abstain")}


def _read_rule(record):
    if not isinstance(record, dict) or record.get("format") != RECORD_FORMAT:
        raise BadRecord(f"不是表决记录文件：format 应为 {RECORD_FORMAT}")
    rule = record.get("rule")
    if not isinstance(rule, dict) or not isinstance(rule.get("code"), str) or rule["code"] not in RULE_CODES:
        raise BadRecord("rule 里的规则代码不认识")
    if rule.get("consent_base", "participants") not in ("participants", "roll"):
        raise BadRecord(f"consent_base 不认识：{rule['consent_base']!r}")
    if missing := [name for name in TESTS if name not in rule]:
        raise BadRecord(f"rule 缺少 {'、'.join(missing)}（不要求的写 null）")
    thresholds = {name: None if rule[name] is None else Threshold.parse(rule[name]) for name in TESTS}
    if not any(thresholds.values()):
        raise BadRecord("rule 没有任何门槛")
    return Rule(**thresholds, of_roll=rule.get("consent_base") == "roll")


def _rows(record, name):
    rows = record.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadRecord(f"缺少 {name} 列表")
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
            raise BadRecord(f"名册里的表决人缺失或重复：{voter!r}")
        if not isinstance(area, str) or not _DECIMAL.fullmatch(area):
            raise BadRecord(f"面积不是十进制数：{area!r}")
        texts[voter] = area
    places = max(2, *(len(text.partition(".")[2]) for text in texts.values()))
    roll = {voter: _scaled(text, places) for voter, text in texts.items()}
    if zero := next((voter for voter, area in roll.items() if area <= 0), None):
        raise BadRecord(f"面积要大于0：{zero!r}")
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
