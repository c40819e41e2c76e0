"""Table of contents: gates · walking the steps · usual time · words for what is missing."""

from .gates import GATES, VOTE_STATES, Facts, Lack, Named, known, lacking
from .refusal import Refused
from .usual import days_late, usual
from .walking import (
    Standing,
    Stop,
    Turn,
    frontier,
    lacks_to_finish,
    lacks_to_open,
    percent,
    reached,
    stage_of,
    turn,
    unsettled_before,
)
from .words import TEXT, TURN, listed, said, sentence, text_of

__all__ = [
    "GATES",
    "TEXT",
    "TURN",
    "VOTE_STATES",
    "Facts",
    "Lack",
    "Named",
    "Refused",
    "Standing",
    "Stop",
    "Turn",
    "days_late",
    "frontier",
    "known",
    "lacking",
    "lacks_to_finish",
    "lacks_to_open",
    "listed",
    "percent",
    "reached",
    "said",
    "sentence",
    "stage_of",
    "text_of",
    "turn",
    "unsettled_before",
    "usual",
]
