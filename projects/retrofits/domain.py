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
    """The stage cannot follow the present one, or its date is out of order."""


def check_move(stage, to, *, since, on):
    """Raise WrongStage unless ``to`` may follow ``stage`` on the day ``on`` (``since``: day of the present stage)."""
    if to not in NEXT[stage]:
        raise WrongStage("stage")
    if since is not None and on < since:
        raise WrongStage("date")
