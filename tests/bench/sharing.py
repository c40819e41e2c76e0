"""468,000 cells of shares: 144 schemes × 3,250 flats, ours beside a plain integer loop, equal to Decimal's."""

import time
from decimal import ROUND_FLOOR, Decimal

from projects.costs.domain import split

SCHEMES, FLATS, RUNS = 144, 3_250, 5


def groups():
    """(fen to share, one weight a flat), no two alike."""
    for scheme in range(SCHEMES):
        yield 39_000_000 + scheme * 7_919, [(flat * 31 + scheme * 17) % 1_301 + 1 for flat in range(FLATS)]


def plain(total, weights):
    """The least that shares whole fen by largest remainder in Python integers."""
    whole = sum(weights)
    parts, rests = [], []
    for weight in weights:
        part, rest = divmod(total * weight, whole)
        parts.append(part)
        rests.append(rest)
    for at in sorted(range(len(weights)), key=lambda at: -rests[at])[: total - sum(parts)]:
        parts[at] += 1
    return parts


def by_decimal(total, weights):
    whole = Decimal(sum(weights))
    exact = [Decimal(total) * weight / whole for weight in weights]
    parts = [int(part.to_integral_value(ROUND_FLOOR)) for part in exact]
    for at in sorted(range(len(weights)), key=lambda at: parts[at] - exact[at])[: total - sum(parts)]:
        parts[at] += 1
    return parts


def measure():
    """Milliseconds of CPU, each the least of some runs taking turns; and whether all three agree on every cell."""
    found, rows = {}, list(groups())
    ways = {"ours": split, "plain": plain, "decimal": by_decimal}
    for _run in range(RUNS):
        for name, way in ways.items():
            began = time.process_time()
            for total, weights in rows:
                way(total, weights)
            found[name] = min(found.get(name, 1e9), (time.process_time() - began) * 1000)
    found["equal"] = all(split(*row) == plain(*row) == by_decimal(*row) for row in rows)
    return found
