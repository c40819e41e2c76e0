import datetime

import pytest

from projects.retrofits.domain import NEXT, WrongStage, check_move
from projects.retrofits.enums import Stage

DAY = datetime.date(2024, 5, 1)
ALLOWED = {
    (None, "consulting"),
    ("consulting", "not_started"),
    ("consulting", "paused"),
    ("not_started", "under_construction"),
    ("not_started", "paused"),
    ("not_started", "consulting"),
    ("under_construction", "completed"),
    ("under_construction", "paused"),
    ("paused", "consulting"),
    ("paused", "not_started"),
    ("paused", "under_construction"),
    ("completed", "delivered"),
}


@pytest.mark.parametrize("stage", (None, *Stage.values))
@pytest.mark.parametrize("to", Stage.values)
def test_move_is_allowed_exactly_where_the_plan_says(stage, to):
    if (stage, to) in ALLOWED:
        assert check_move(stage, to, since=DAY, on=DAY) is None
    else:
        with pytest.raises(WrongStage, match="stage"):
            check_move(stage, to, since=DAY, on=DAY)
    assert (to in NEXT[stage]) is ((stage, to) in ALLOWED)


def test_move_before_the_present_stage_began_is_refused():
    with pytest.raises(WrongStage, match="date"):
        check_move("consulting", "not_started", since=DAY, on=datetime.date(2024, 4, 30))
    assert check_move("consulting", "not_started", since=None, on=DAY) is None
