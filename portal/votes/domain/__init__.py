"""A vote as pages and notices tell it: bars and floors, and the words of its announcements. Pure."""

from .announcements import Announced, Counted, Objections, Period, Subject, annulled, final, first_count, opening
from .figures import Cell, Gauge, Row, facade, gauges, length, missing_points, rounded_up, share_of

__all__ = [
    "Announced",
    "Cell",
    "Counted",
    "Gauge",
    "Objections",
    "Period",
    "Row",
    "Subject",
    "annulled",
    "facade",
    "final",
    "first_count",
    "gauges",
    "length",
    "missing_points",
    "opening",
    "rounded_up",
    "share_of",
]
