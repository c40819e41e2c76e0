"""Double entry in integer fen: what an entry says, whether it balances, and its digest. Pure.

A leg's amount is signed: a debit (into money, onto a claim, onto a cost) is positive, a credit negative.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

#: One leg may move at most ten thousand million yuan, so that no sum of legs leaves a signed 64-bit integer.
MOST_FEN = 10**12
ENTRY_FORMAT = "linli/ledger-entry/1"
MONTH_FORMAT = "linli/ledger-month/1"
SPENDING_FORMAT = "linli/spending/1"


@dataclass(frozen=True)
class Line:
    """One leg: the account by its role (``item``: which cost; ``unit``: primary key of the household), and fen."""

    role: str
    amount_fen: int
    item: str = ""
    unit: int | None = None

    @property
    def account(self):
        return self.role, self.item, self.unit


def debit(role: str, fen: int, *, item: str = "", unit: int | None = None) -> Line:
    return Line(role, fen, item, unit)


def credit(role: str, fen: int, *, item: str = "", unit: int | None = None) -> Line:
    return Line(role, -fen, item, unit)


def line_faults(lines: Sequence[Line]) -> list[str]:
    """Why these legs are no entry; empty when they are."""
    if len(lines) < 2:
        return ["一笔账至少要有两条分录：从哪里来，到哪里去"]
    if any(isinstance(line.amount_fen, bool) or not isinstance(line.amount_fen, int) for line in lines):
        return ["金额要用整数的分"]
    faults = []
    if any(line.amount_fen == 0 for line in lines):
        faults.append("金额不能是0")
    if any(abs(line.amount_fen) > MOST_FEN for line in lines):
        faults.append("金额太大，请核对")
    if len({line.account for line in lines}) < len(lines):
        faults.append("同一个科目在一笔账里只写一条分录")
    if total := sum(line.amount_fen for line in lines):
        faults.append(f"借贷不平，相差{abs(total)}分")
    return faults


def negated(lines: Iterable[Line]) -> list[Line]:
    """The legs of a reversal."""
    return [replace(line, amount_fen=-line.amount_fen) for line in lines]


def entry_digest(*, book: int, happened_on: date, kind: str, text: str, reverses: int | None, lines) -> str:
    """SHA-256 over what an entry says, in whatever order its legs were given; ``reverses`` is a number in the book."""
    legs = sorted(([*line.account, line.amount_fen] for line in lines), key=lambda leg: json.dumps(leg))
    return _hash(
        {
            "format": ENTRY_FORMAT,
            "book": book,
            "happened_on": happened_on.isoformat(),
            "kind": kind,
            "text": text,
            "reverses": reverses,
            "legs": legs,
        }
    )


def month_digest(*, previous: str, figures: dict, entries: Sequence[tuple], differences: Sequence[tuple]) -> str:
    """SHA-256 over a closed month: ``figures`` by name, entries (number, digest) in order, (text, fen) differences.

    ``previous`` is the digest of the month before ("" for the first), so that the months of a book are one chain.
    """
    return _hash(
        {
            "format": MONTH_FORMAT,
            "previous": previous,
            "figures": figures,
            "entries": [list(entry) for entry in entries],
            "differences": [list(difference) for difference in differences],
        }
    )


def spending_digest(content: dict, vouchers: Iterable[str]) -> str:
    """SHA-256 over what a second person approves: the fields by name and the digests of the vouchers."""
    return _hash({"format": SPENDING_FORMAT, "content": content, "vouchers": list(vouchers)})


def _hash(said: dict) -> str:
    body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()
