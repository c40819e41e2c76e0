"""What the database refuses by itself of a course and its steps."""

import datetime

import pytest
from django.utils import timezone

from projects.procedure.models import Course, DateChange, Procedure, Step

from .conftest import days

FUTURE = timezone.localdate() + datetime.timedelta(days=2)


@pytest.fixture
def course(road):
    return road.begin()


def row(road, code):
    return Step.objects.filter(pk=road.step(code).pk)


def test_course_is_of_a_published_procedure_of_its_kind_and_stays(road, refused):
    with refused("procedure_course_of_its_kind"):
        facade = road.open_project(road.cast.stair2, "facade")
        Course.objects.create(project=facade, procedure=road.procedure, begun_on=days(0))
    draft = Procedure.objects.create(kind="pipes", version=9, name="草稿", checked_on=days(0))
    with refused("procedure_course_of_its_kind"):
        Course.objects.create(project=road.project, procedure=draft, begun_on=days(0))
    held = road.begin()
    for change in ({"procedure": draft}, {"begun_on": days(1)}):
        with refused("procedure_course_fixed"):
            Course.objects.filter(pk=held.pk).update(**change)
    with refused("procedure_course_no_delete"):
        Course.objects.filter(pk=held.pk)._raw_delete("default")


def test_step_stands_once_in_its_course(road, course, refused):
    step = road.step("ASK")
    with refused("procedure_step_once"):
        Step.objects.create(course=course, template=step.template)
    with refused("procedure_step_fixed"):
        row(road, "ASK").update(is_transcript=True)
    with refused("procedure_step_no_delete"):
        row(road, "ASK")._raw_delete("default")


def test_step_is_of_the_procedure_of_its_course(road, course, refused):
    other = Procedure.objects.create(kind="pipes", version=9, name="草稿", checked_on=days(0))
    foreign = other.steps.create(position=1, rank=1, code="X", part="consult", name="别的", actor="谁")
    with refused("procedure_step_of_its_procedure"):
        Step.objects.create(course=course, template=foreign)


def test_step_is_not_done_without_having_opened(road, course, refused):
    with refused("procedure_step_moves"):
        row(road, "ASK").update(status="done", opened_on=days(0), done_on=days(0))
    with refused("procedure_step_status_with_days"):
        row(road, "ASK").update(status="open")
    with refused("procedure_step_status_with_days"):
        row(road, "ASK").update(opened_on=days(0))
    row(road, "ASK").update(status="open", opened_on=days(0))
    with refused("procedure_step_status_with_days"):
        row(road, "ASK").update(done_on=days(1))


def test_step_written_anew_waits_unless_it_is_a_transcript(road, refused):
    course = Course.objects.create(project=road.project, procedure=road.procedure, begun_on=days(0))
    first = road.procedure.steps.get(code="ASK")
    with refused("procedure_step_starts_waiting"):
        Step.objects.create(course=course, template=first, status="open", opened_on=days(0))
    kept = Step.objects.create(course=course, template=first, status="open", opened_on=days(0), is_transcript=True)
    assert kept.pk


def test_step_opens_in_turn_whether_written_or_moved(road, refused):
    course = Course.objects.create(project=road.project, procedure=road.procedure, begun_on=days(0))
    second = road.procedure.steps.get(code="VOTE")
    told = {"course": course, "is_transcript": True, "status": "open", "opened_on": days(0)}
    with refused("procedure_step_in_turn_insert"):
        Step.objects.create(template=second, **told)
    Step.objects.create(course=course, template=road.procedure.steps.get(code="ASK"))
    Step.objects.create(course=course, template=second)
    with refused("procedure_step_in_turn_update"):
        row(road, "VOTE").update(status="open", opened_on=days(0))


def test_days_of_steps_follow_each_other(road, refused):
    course = Course.objects.create(project=road.project, procedure=road.procedure, begun_on=days(0))
    first, second = (road.procedure.steps.get(code=code) for code in ("ASK", "VOTE"))
    told = {"course": course, "is_transcript": True}
    Step.objects.create(template=first, status="done", opened_on=days(0), done_on=days(5), **told)
    with refused("procedure_step_days_in_order_insert"):
        Step.objects.create(template=second, status="open", opened_on=days(4), **told)
    Step.objects.create(template=second, **told)
    with refused("procedure_step_days_in_order_update"):
        row(road, "VOTE").update(status="open", opened_on=days(4))
    with refused("procedure_step_days_ordered"):
        row(road, "ASK").update(done_on=days(-1))


def test_no_day_lies_in_the_future(road, course, refused):
    with refused("procedure_step_not_in_future_update"):
        row(road, "ASK").update(status="open", opened_on=FUTURE)
    with refused("procedure_step_not_in_future_insert"):
        other = Course.objects.create(
            project=road.open_project(road.cast.stair2), procedure=road.procedure, begun_on=days(0)
        )
        first = road.procedure.steps.get(code="ASK")
        Step.objects.create(course=other, template=first, status="open", opened_on=FUTURE, is_transcript=True)


def test_only_an_optional_step_is_left_out_and_says_why(road, course, refused):
    with refused("procedure_step_skipped_if_optional_update"):
        row(road, "ASK").update(status="skipped", note="不要")
    with refused("procedure_step_skipped_if_optional_insert"):
        other = Course.objects.create(
            project=road.open_project(road.cast.stair2), procedure=road.procedure, begun_on=days(0)
        )
        first = road.procedure.steps.get(code="ASK")
        Step.objects.create(course=other, template=first, status="skipped", note="不要", is_transcript=True)


def test_step_left_out_says_why(road, refused):
    road.walked("VOTE")
    with refused("procedure_step_skipped_with_reason"):
        row(road, "LAND").update(status="skipped")
    assert row(road, "LAND").update(status="skipped", note="不占公共的地") == 1


def test_day_a_step_opened_does_not_change(road, refused):
    road.walked("VOTE")
    with refused("procedure_step_kept"):
        row(road, "VOTE").update(opened_on=days(1))


def test_step_is_not_done_without_its_required_documents(road, course, refused):
    row(road, "ASK").update(status="open", opened_on=days(0))
    with refused("procedure_step_has_documents"):
        row(road, "ASK").update(status="done", done_on=days(1))
    road.attach("ASK", "申请")
    assert row(road, "ASK").update(status="done", done_on=days(1)) == 1


def test_step_is_not_reopened_under_a_later_one(road, refused):
    road.walked("VOTE")
    with refused("procedure_step_nothing_after"):
        row(road, "ASK").update(status="open", opened_on=days(0))


def test_expected_day_moves_only_with_its_line(road, course, refused):
    row(road, "ASK").update(expected_on=days(7))
    for day in (days(9), None):
        with refused("procedure_step_delay_recorded"):
            row(road, "ASK").update(expected_on=day)
    line = {"step": road.step("ASK"), "new_on": days(9), "reason": "下雨", "entered_at": timezone.now()}
    with refused("procedure_datechange_from_present"):
        DateChange.objects.create(old_on=days(6), **line)
    with refused("procedure_datechange_explained"):
        DateChange.objects.create(old_on=days(7), **{**line, "reason": ""})
    DateChange.objects.create(old_on=days(7), **line)
    assert row(road, "ASK").update(expected_on=days(9)) == 1


@pytest.mark.parametrize("event", ("update", "delete"))
def test_history_of_delays_is_only_added_to(road, course, refused, event):
    """procedure_datechange_no_update, procedure_datechange_no_delete."""
    row(road, "ASK").update(expected_on=days(7))
    DateChange.objects.create(
        step=road.step("ASK"), old_on=days(7), new_on=days(9), reason="下雨", entered_at=timezone.now()
    )
    with refused(f"procedure_datechange_no_{event}"):
        lines = DateChange.objects.all()
        lines.update(reason="别的") if event == "update" else lines._raw_delete("default")
