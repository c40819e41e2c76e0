"""Table of contents: planning a meeting, counting who came, and what is said when nothing is done."""

from .planning import WRONG_YEAR, YEARS, days_short, minutes_between, too_long
from .quorum import MEASURES, Light, is_quorate, lights
from .refusal import Refused

__all__ = [
    "MEASURES",
    "WRONG_YEAR",
    "YEARS",
    "Light",
    "Refused",
    "days_short",
    "is_quorate",
    "lights",
    "minutes_between",
    "too_long",
]
