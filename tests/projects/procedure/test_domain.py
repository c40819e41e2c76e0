"""Gates before, during and after what they ask for; whose turn it is; the usual time in words."""

import datetime

import pytest

from projects.procedure.domain import (
    TEXT,
    VOTE_STATES,
    Facts,
    Lack,
    Named,
    Standing,
    Stop,
    Turn,
    days_late,
    frontier,
    known,
    lacking,
    lacks_to_finish,
    lacks_to_open,
    listed,
    percent,
    reached,
    stage_of,
    turn,
    unsettled_before,
    usual,
)

TODAY = datetime.date(2026, 3, 20)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
VOTE = "vote:R"

#: (gate, facts before, during and after, what is missing at each)
MATRIX = (
    (VOTE, {}, {"votes": {"R": "open"}}, {"votes": {"R": "passed"}}, ["vote.none", "vote.open", None]),
    (
        VOTE,
        {"votes": {"R": "counted"}},
        {"votes": {"R": "displayed"}},
        {"votes": {"R": "failed"}},
        ["vote.counted", "vote.displayed", "vote.failed"],
    ),
    (
        "signed",
        {},
        {"payers": 12, "signed": 11},
        {"payers": 12, "signed": 12},
        ["scheme", "signatures", None],
    ),
    (
        "publicity",
        {},
        {"opinions_until": TODAY},
        {"opinions_until": YESTERDAY},
        ["posting", "period", None],
    ),
    ("objections", {"unanswered": 2}, {"unanswered": 1}, {"unanswered": 0}, ["answers", "answers", None]),
)


@pytest.mark.parametrize("gate, before, during, after, codes", MATRIX, ids=lambda value: str(value)[:12])
def test_gate_is_shut_before_and_during_and_opens_after(gate, before, during, after, codes):
    found = [lacking([gate], Facts(today=TODAY, **facts)) for facts in (before, during, after)]
    assert [[lack.code for lack in lacks] for lacks in found] == [[code] if code else [] for code in codes]
    assert all(listed(lacks) for lacks, code in zip(found, codes, strict=True) if code)


def test_last_day_for_opinions_still_belongs_to_the_period():
    (lack,) = lacking(["publicity"], Facts(today=TODAY, opinions_until=TODAY))
    assert listed([lack]) == "收意见期满（到2026年3月20日为止）"
    assert lacking(["publicity"], Facts(today=TOMORROW, opinions_until=TODAY)) == []


def test_vote_of_another_rule_opens_nothing():
    facts = Facts(today=TODAY, votes={"COMMON_LAND": "passed"})
    assert lacking(["vote:COMMON_LAND"], facts) == []
    assert lacking([VOTE], facts) == [Lack("vote.none")]


def test_every_state_of_a_vote_and_every_lack_has_words():
    assert {f"vote.{state}" for state in VOTE_STATES if state != "passed"} < set(TEXT)
    signatures = Lack("signatures", {"missing": 2, "payers": 12})
    assert listed([signatures, Lack("scheme")]) == "2户签字（要签的一共12户）；选定的分摊方案"


def test_template_names_only_gates_that_exist():
    assert [known(gate) for gate in (VOTE, "signed", "publicity", "objections")] == [True] * 4
    assert [known(gate) for gate in ("vote", "vote:", "signed:x", "nothing", "")] == [False] * 5


def stop(code, rank, status="waiting", **values):
    return Stop(key=rank, code=code, rank=rank, name=Named(code), actor=Named("居委会"), status=status, **values)


FACTS = Facts(today=TODAY)


def test_step_waits_for_every_step_of_a_lower_rank():
    road = [stop("A", 1, "done"), stop("B", 2, "open"), stop("C", 2, "skipped"), stop("D", 3, opens_with=(VOTE,))]
    assert lacks_to_open(road[3], road, FACTS) == [Lack("previous", {"step": Named("B")}), Lack("vote.none")]
    assert unsettled_before(road[1], road) == []
    assert lacks_to_finish(stop("B", 2, "open", closes_with=("signed",), missing=(Named("图纸"),)), FACTS) == [
        Lack("scheme"),
        Lack("document", {"name": Named("图纸")}),
    ]


def test_steps_of_one_rank_go_side_by_side():
    road = [stop("A", 1, "done"), stop("B", 2, "open"), stop("C", 2), stop("D", 3)]
    assert [found.code for found in frontier(road)] == ["B", "C"]
    assert [found.code for found in frontier([stop("A", 1, "done")])] == []


def test_turn_is_of_the_open_step_then_of_the_next_then_over():
    working = [stop("A", 1, "open", missing=(Named("申请"),)), stop("B", 2)]
    assert turn(working, FACTS) == Turn("working", working[0], (Lack("document", {"name": Named("申请")}),))
    ready = [stop("A", 1, "done"), stop("B", 2)]
    assert turn(ready, FACTS) == Turn("ready", ready[1])
    blocked = [stop("A", 1, "done"), stop("B", 2, opens_with=("signed",))]
    assert turn(blocked, FACTS) == Turn("blocked", blocked[1], (Lack("scheme"),))
    over = [stop("A", 1, "done"), stop("Z", 2, "open", is_permanent=True)]
    assert turn(over, FACTS) == Turn("over", over[1])
    assert turn([], FACTS) == Turn("over", None)


def test_percent_is_computed_and_truncated():
    road = [
        stop("A", 1, "done"),
        stop("B", 2, "skipped"),
        stop("C", 3, "open"),
        stop("Z", 4, "open", is_permanent=True),
    ]
    assert reached(road) == 3
    assert [percent(3, 4), percent(16, 17), percent(17, 17), percent(0, 0)] == [75, 94, 100, 0]


def test_stage_is_that_of_the_furthest_step():
    signed = stop("A", 1, "done", stage_done="not_started")
    works = {"stage_opening": "under_construction", "stage_done": "completed"}
    assert stage_of([stop("A", 1, "open", stage_done="not_started")]) == ""
    assert stage_of([signed, stop("B", 2, **works)]) == "not_started"
    assert stage_of([signed, stop("B", 2, "open", **works)]) == "under_construction"
    assert stage_of([stop("B", 2, "done", **works), signed]) == "completed"


def standing(stage="consulting", **values):
    now = Turn("working", stop("A", 1, "open", most_days=7))
    return Standing(stage, now, reached=1, total=4, days_in_stage=30, **values)


def test_stuck_is_paused_late_or_longer_than_usual():
    assert (standing().percent, standing(days_in_step=7).is_stuck) == (25, False)
    assert standing(days_in_step=8).is_stuck
    assert standing(days_late=1).is_stuck
    assert standing(stage="paused").is_stuck


def test_usual_time_is_said_in_the_largest_unit():
    assert usual(28, 42) == (4, 6, "week")
    assert usual(30, 60) == (1, 2, "month")
    assert usual(1, 7) == (1, 7, "day")
    assert usual(None, None) is None
    assert [days_late(TODAY, TODAY), days_late(YESTERDAY, TODAY), days_late(None, TODAY)] == [0, 1, 0]
