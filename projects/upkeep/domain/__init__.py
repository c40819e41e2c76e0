"""Table of contents: when the next inspection is due · how long the lift stood still · numbers and refusals."""

from .availability import Stop, Year, availability, overlaps
from .cycle import (
    EARLY_MONTHS,
    MAINTENANCE_DAYS,
    PERIODIC,
    SELF_TEST,
    Due,
    add_years,
    kind_of_year,
    latest_start,
    minus_months,
    next_due,
)
from .numbers import registration_faults, tidy_registration
from .refusal import Refused

__all__ = [
    "EARLY_MONTHS",
    "MAINTENANCE_DAYS",
    "PERIODIC",
    "SELF_TEST",
    "Due",
    "Refused",
    "Stop",
    "Year",
    "add_years",
    "availability",
    "kind_of_year",
    "latest_start",
    "minus_months",
    "next_due",
    "overlaps",
    "registration_faults",
    "tidy_registration",
]
