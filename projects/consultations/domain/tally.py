"""The count: which of four tests a consultation meets. Pure, exact, and the same for the database and for a file.

Area is an integer (cm² inside the site, the smallest decimal place of the file in a re-count); heads are integers;
thresholds are fractions compared by cross-multiplication, so no rounding ever decides (domain: 民法典278, 801号).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

TESTS = ("area_quorum", "head_quorum", "area_consent", "head_consent")
AGREE, DISAGREE, ABSTAIN = "agree", "disagree", "abstain"
VALID, INVALID, PENDING = "valid", "invalid", "pending"
_THRESHOLD = re.compile(r"(>=|>)([1-9]\d{0,3})/([1-9]\d{0,3})")


class BadRecord(ValueError):
    """The record cannot be counted; the message says why, in Chinese.

    ``said`` with its places still empty, and the ``values`` for them: so a page can say it in another language.
    """

    def __init__(self, said: str, *values):
        super().__init__(said.format(*values))
        self.said, self.values = said, values


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
            raise BadRecord("门槛写法不对：{!r}（应像 >=2/3 或 >1/2）", text)
        return cls(int(match[2]), int(match[3]), match[1] == ">")

    def met(self, part: int, whole: int) -> bool:
        """Whether part/whole reaches the threshold; nothing out of nothing never does."""
        left, right = part * self.denominator, whole * self.numerator
        return whole > 0 and (left > right if self.strict else left >= right)

    def lacking(self, part: int, whole: int) -> int:
        """How many more of the whole would reach it; 0 once it is met."""
        least = whole * self.numerator // self.denominator + 1 if self.strict else self._rounded_up(whole)
        return max(0, least - part)

    def _rounded_up(self, whole):
        return -(-whole * self.numerator // self.denominator)

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
    """One measure (heads or area): the whole roll and what the valid ballots of it said.

    ``silent``: delivered to, and nothing came back. Counted only where the owners' own rules let silence follow the
    majority, never towards the quorum (domain §1: 未表决视为同意多数).
    """

    roll: int = 0
    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    silent: int = 0

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
    with_majority = all(2 * sums.agree > sums.took_part for sums in (heads, areas))

    def consent(sums):
        agree = sums.agree + (sums.silent if with_majority else 0)
        return agree, sums.roll if rule.of_roll else sums.took_part + sums.silent

    pairs = {
        "area_quorum": (areas.took_part, areas.roll),
        "head_quorum": (heads.took_part, heads.roll),
        "area_consent": consent(areas),
        "head_consent": consent(heads),
    }
    tests = tuple(_test(name, *pairs[name], getattr(rule, name)) for name in TESTS)
    return all(test.met is not False for test in tests), tests


def _test(name, part, whole, required):
    return Test(name, part, whole, required, None if required is None else required.met(part, whole))


def count(
    roll: dict[str, int], ballots: Iterable[tuple[str, str, str]], delivered: Collection[str] = ()
) -> tuple[Sums, Sums]:
    """Heads and areas from ``{voter: area}`` and (voter, choice, status). BadRecord: not countable.

    ``delivered``: voters whose silence follows the majority, if they returned no ballot at all.
    """
    heads = dict.fromkeys((AGREE, DISAGREE, ABSTAIN), 0)
    areas = dict(heads)
    counted, returned = set(), set()
    for voter, choice, status in ballots:
        if voter not in roll:
            raise BadRecord("选票上的表决人不在名册里：{!r}", voter)
        if choice not in heads or status not in (VALID, INVALID, PENDING):
            raise BadRecord("选票的意见或状态不认识：{!r}、{!r}", choice, status)
        returned.add(voter)
        if status != VALID:
            continue
        if voter in counted:
            raise BadRecord("同一表决人有两张有效选票：{!r}", voter)
        counted.add(voter)
        heads[choice] += 1
        areas[choice] += roll[voter]
    silent = [roll[voter] for voter in delivered if voter not in returned]
    return Sums(len(roll), **heads, silent=len(silent)), Sums(sum(roll.values()), **areas, silent=sum(silent))


def percent(part: int, whole: int) -> str:
    """Two decimals, truncated, for display only: 74.999 % never reads 75.00."""
    hundredths = part * 10_000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"
