"""How long a step usually takes, in the unit people would say it in."""

from datetime import date

UNITS = (("month", 30), ("week", 7), ("day", 1))


def usual(least: int | None, most: int | None) -> tuple[int, int, str] | None:
    """(28, 42) -> (4, 6, "week"): the largest unit in which both are whole; None where nothing is usual."""
    if least is None or most is None:
        return None
    unit, days = next((unit, days) for unit, days in UNITS if least % days == 0 and most % days == 0)
    return least // days, most // days, unit


def days_late(due: date | None, on: date) -> int:
    """Days after ``due`` (the day itself is in time); 0 without one."""
    return max(0, (on - due).days) if due else 0
