"""The steps of the demo's lifts are in keeping with their stages, votes and days."""

from collections import Counter
from datetime import date

from projects.models import Project
from projects.procedure.domain import stage_of
from projects.procedure.models import Course, DateChange, Step, walks


def test_every_lift_walks_and_stands_where_its_stage_says(db):
    found = walks(Project.objects.all(), date(2023, 7, 7))
    stages = Counter((walk.course.project.stage, walk.turn.stop.code) for walk in found)
    assert stages == {
        ("delivered", "SUBSIDY"): 5,
        ("delivered", "OPERATE"): 21,
        ("completed", "REGISTER"): 2,
        ("under_construction", "BUILD"): 5,
        ("not_started", "PUBLICITY"): 1,
    }
    assert all(stage_of(walk.stops) == walk.course.project.stage for walk in found)


def test_days_of_steps_are_those_of_stages_and_votes(db):
    steps = {step.template.code: step for step in Course.objects.get(project__building_group__no="16").steps.all()}
    assert steps["AGREEMENT"].done_on == date(2019, 8, 12)
    assert (steps["BUILD"].opened_on, steps["ACCEPT"].done_on) == (date(2019, 9, 16), date(2020, 6, 19))
    assert (steps["REGISTER"].done_on, steps["SUBSIDY"].done_on) == (date(2020, 7, 6), date(2020, 11, 3))
    assert steps["COMMON_VOTE"].status == "skipped"
    assert not Step.objects.filter(is_transcript=False).exclude(status="waiting").exists()


def test_two_delays_are_told_with_their_reasons(db):
    told = DateChange.objects.values_list("step__course__project__building_group__no", "old_on", "new_on")
    assert set(told) == {
        ("99", date(2023, 8, 31), date(2023, 10, 13)),
        ("13", date(2023, 8, 4), date(2023, 9, 1)),
    }
