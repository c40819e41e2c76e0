"""Two bars on one scale: what came in and what went out, at most four segments each. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 300


@dataclass(frozen=True)
class Segment:
    """``pattern`` numbers its filling; ``x`` and ``width`` are units of the drawing, of WIDTH in all."""

    pattern: int
    fen: int
    x: str
    width: str


def bars(come: Sequence[int], gone: Sequence[int]) -> tuple[list[Segment], list[Segment]]:
    """The longer bar is WIDTH units long; empty parts draw nothing."""
    scale = max(sum(come), sum(gone))
    return _bar(come, scale), _bar(gone, scale)


def _bar(parts, scale):
    segments, before = [], 0
    for pattern, fen in enumerate(parts):
        if fen:
            start, end = (_units(fen_before, scale) for fen_before in (before, before + fen))
            segments.append(Segment(pattern, fen, _text(start), _text(end - start)))
        before += fen
    return segments


def _units(fen, scale):
    """Hundredths of a unit."""
    return fen * WIDTH * 100 // scale


def _text(hundredths):
    return f"{hundredths // 100}.{hundredths % 100:02d}"
