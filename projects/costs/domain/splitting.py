"""One sum divided by integer weights: largest remainder, so that the parts always sum to the whole."""

from collections.abc import Sequence


class BadPlan(ValueError):
    """The plan cannot be computed; the message says why, in Chinese."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divide ``total`` fen by integer ``weights`` (≥ 0, not all zero unless ``total`` is 0).

    Left-over fen go to the largest remainders; equal remainders are served in the order given.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise BadPlan("没有一户需要分摊，费用无人承担")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    if left:
        remainders = [total * weight % whole for weight in weights]
        for index in sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)[:left]:
            parts[index] += 1
    return parts
