import pytest

from projects.consultations.models import Rule
from projects.procedure.models import Procedure
from seeds import reference
from seeds.tally import Tally

#: domain.md §2: code, rank, least and most days; None where it is not usual to say.
STEPS = [
    ("APPLY", 1, 1, 7),
    ("FEASIBILITY", 2, 14, 28),
    ("CONSULT", 3, 30, 60),
    ("COMMON_VOTE", 3, 14, 42),
    ("SCHEME", 4, 21, 42),
    ("AGREEMENT", 5, 14, 56),
    ("PUBLICITY", 6, 17, 17),
    ("REVIEW", 7, 90, 90),
    ("PIPES", 7, 14, 42),
    ("START", 8, 7, 14),
    ("BUILD", 9, 60, 120),
    ("INSPECT", 10, 7, 21),
    ("ACCEPT", 11, 7, 14),
    ("REGISTER", 12, 7, 7),
    ("SUBSIDY", 13, 30, 180),
    ("FUND", 13, 3, 3),
    ("OPERATE", 13, None, None),
]


@pytest.fixture
def lift(db):
    reference.load(Tally())
    return Procedure.objects.newest().get(kind="lift")


def test_lift_walks_the_steps_of_the_texts(lift):
    assert list(lift.steps.values_list("code", "rank", "least_days", "most_days")) == STEPS
    assert list(lift.steps.values_list("part", flat=True)) == (
        ["consult"] * 6 + ["prepare"] * 4 + ["build"] * 3 + ["operate"] * 4
    )
    assert [step.code for step in lift.steps.filter(is_optional=True)] == ["COMMON_VOTE", "PIPES", "FUND"]


def test_gates_stand_where_the_texts_put_them(lift):
    gates = {step.code: (step.opens_with, step.closes_with) for step in lift.steps.all()}
    assert gates["CONSULT"] == ([], ["vote:LIFT_ENTRANCE"])
    assert gates["AGREEMENT"] == (["vote:LIFT_ENTRANCE"], ["signed"])
    assert gates["PUBLICITY"] == (["signed"], ["publicity", "objections"])
    assert gates["REVIEW"] == (["publicity", "objections"], [])
    named = {gate.partition(":")[2] for pair in gates.values() for side in pair for gate in side if ":" in gate}
    assert named == {"LIFT_ENTRANCE", "COMMON_LAND"} <= set(Rule.objects.values_list("code", flat=True))


def test_stage_of_the_project_hangs_on_four_steps(lift):
    brought = {step.code: step.stage_opening or step.stage_done for step in lift.steps.all()}
    assert {code: stage for code, stage in brought.items() if stage} == {
        "AGREEMENT": "not_started",
        "BUILD": "under_construction",
        "ACCEPT": "completed",
        "REGISTER": "delivered",
    }
    assert lift.steps.get(code="BUILD").stage_done == ""


def test_every_step_says_who_acts_where_it_sticks_and_in_english(lift):
    for step in lift.steps.all():
        assert step.stalls
        assert {"name", "actor", "stalls"} <= set(step.english), step.code
        assert bool(step.source) == ("source" in step.english), step.code
        assert all(document.name_en for document in step.documents.all()), step.code
    assert lift.checked_on.year == 2026
