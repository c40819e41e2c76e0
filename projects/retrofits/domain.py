"""Which stage may follow which; pure."""

#: From a stage (None: a new project) to the stages that may follow it.
NEXT = {
    None: ("consulting",),
    "consulting": ("not_started", "paused"),
    "not_started": ("under_construction", "paused", "consulting"),
    "under_construction": ("completed", "paused"),
    "paused": ("consulting", "not_started", "under_construction"),
    "completed": ("delivered",),
    "delivered": (),
}


class WrongStage(ValueError):
    """The stage cannot follow the present one ("stage"), its date is out of order ("date"), or a room above refuses it
    (a sentence as second argument)."""


def check_move(stage, to, *, since, on):
    """Raise WrongStage unless ``to`` may follow ``stage`` on the day ``on`` (``since``: day of the present stage)."""
    if to not in NEXT[stage]:
        raise WrongStage("stage")
    if since is not None and on < since:
        raise WrongStage("date")


#: Years in which something can be expected to be usable: the others are slips of the hand.
YEARS = range(2000, 2101)


class WrongDay(ValueError):
    """The expected day cannot be written so: "same", "year", "reason" (none was given) or "done"."""


def check_expected(old, new, reason):
    """Raise WrongDay unless the expected day may go from ``old`` to ``new``: a first day may go without a reason."""
    if new == old:
        raise WrongDay("same")
    if new is not None and new.year not in YEARS:
        raise WrongDay("year")
    if old is not None and not reason:
        raise WrongDay("reason")
