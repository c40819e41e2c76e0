"""What the database refuses by itself of templates, documents, postings and opinions."""

import pytest
from django.db import connection
from django.utils import timezone

from projects.procedure import actions
from projects.procedure.models import Posting, Procedure, ProcedureDocument, ProcedureStep, Remark, StepDocument

from .conftest import days

FIELDS = {"position": 90, "rank": 1, "code": "X", "part": "consult", "name": "新的", "actor": "谁"}


@pytest.fixture
def draft(db):
    return Procedure.objects.create(kind="facade", version=1, name="草稿", checked_on=days(0))


def test_published_version_is_frozen(road, refused):
    rows = Procedure.objects.filter(pk=road.procedure.pk)
    with refused("procedure_procedure_frozen"):
        rows.update(name="别的")
    with refused("procedure_procedure_no_delete"):
        rows._raw_delete("default")
    with refused("procedure_version_once"):
        Procedure.objects.create(kind="pipes", version=1, name="又一个", checked_on=days(0))


def test_steps_of_a_published_version_are_frozen(road, refused):
    with refused("procedure_template_in_draft_insert"):
        ProcedureStep.objects.create(procedure=road.procedure, **FIELDS)
    with refused("procedure_template_in_draft_update"):
        road.procedure.steps.filter(code="RUN").update(rank=1)
    with refused("procedure_template_in_draft_delete"):
        road.procedure.steps.filter(code="RUN")._raw_delete("default")


def test_draft_step_does_not_move_into_a_published_version(road, draft, refused):
    step = ProcedureStep.objects.create(procedure=draft, **FIELDS)
    with refused("procedure_template_in_draft_update"):
        ProcedureStep.objects.filter(pk=step.pk).update(procedure=road.procedure)


def test_documents_of_a_published_version_are_frozen(road, draft, refused):
    step = road.procedure.steps.get(code="ASK")
    with refused("procedure_wanted_in_draft_insert"):
        ProcedureDocument.objects.create(step=step, position=9, name="新的")
    with refused("procedure_wanted_in_draft_update"):
        step.documents.update(is_required=False)
    with refused("procedure_wanted_in_draft_delete"):
        step.documents.all()._raw_delete("default")
    own = ProcedureStep.objects.create(procedure=draft, **FIELDS)
    ProcedureDocument.objects.create(step=own, position=1, name="图纸")
    with refused("procedure_wanted_once"):
        ProcedureDocument.objects.create(step=own, position=2, name="图纸")


def test_step_of_a_template_is_sane(draft, refused):
    ProcedureStep.objects.create(procedure=draft, **FIELDS)
    for name, change in (
        ("procedure_template_code_once", {"position": 91}),
        ("procedure_template_position_once", {"code": "Y"}),
        ("procedure_template_usual_time", {"code": "Y", "position": 91, "least_days": 3}),
        ("procedure_template_usual_time", {"code": "Y", "position": 91, "least_days": 3, "most_days": 2}),
        ("procedure_template_says_who", {"code": "Y", "position": 91, "actor": ""}),
        ("procedure_template_says_who", {"code": "Y", "position": 91, "rank": 0}),
    ):
        with refused(name):
            ProcedureStep.objects.create(procedure=draft, **{**FIELDS, **change})


@pytest.fixture
def document(road):
    road.begin()
    return road.attach("ASK", "申请")


def copy_of(document, **values):
    names = ("step", "wanted", "file", "content_type", "size", "digest", "uploaded_at", "uploaded_by")
    return StepDocument(**{**{name: getattr(document, name) for name in names}, **values})


def test_document_is_one_of_its_step(road, document, refused):
    with refused("procedure_document_of_its_step"):
        copy_of(document, step=road.step("VOTE")).save()
    with refused("procedure_document_once"):
        copy_of(document).save()


def test_document_is_kept_and_withdrawn_once_with_a_reason(road, document, refused):
    rows = StepDocument.objects.filter(pk=document.pk)
    with refused("procedure_document_fixed"):
        rows.update(digest="0" * 64)
    with refused("procedure_document_no_delete"):
        rows._raw_delete("default")
    with refused("procedure_document_withdrawn_with_reason"):
        rows.update(withdrawn_at=timezone.now())
    actions.withdraw(document=document, reason="传错了", by=road.by)
    with refused("procedure_document_withdrawn_once"):
        rows.update(withdraw_reason="又一次")


@pytest.fixture
def posting(road):
    course = road.begin()
    return actions.post_plan(course=course, starts_on=days(0), place="门厅", by=road.by)


def another(posting, **values):
    names = ("course", "starts_on", "display_days", "opinion_days", "display_ends_on", "opinions_until", "place")
    plain = {name: getattr(posting, name) for name in names}
    return Posting.objects.create(**{**plain, "number": 2, "reason": "图改了", "entered_at": timezone.now(), **values})


def test_posting_lasts_as_long_as_the_text_asks(posting, refused):
    for name, change in (
        ("procedure_posting_once", {"number": 1}),
        ("procedure_posting_lasts", {"display_days": 9}),
        ("procedure_posting_lasts", {"opinion_days": 6}),
        ("procedure_posting_lasts", {"opinions_until": posting.display_ends_on}),
        ("procedure_posting_explained", {"reason": ""}),
        ("procedure_posting_explained", {"place": ""}),
    ):
        with refused(name):
            another(posting, **change)


@pytest.mark.parametrize("event", ("update", "delete"))
def test_posting_is_only_added_to(posting, refused, event):
    """procedure_posting_no_update, procedure_posting_no_delete."""
    with refused(f"procedure_posting_no_{event}"):
        rows = Posting.objects.all()
        rows.update(place="别处") if event == "update" else rows._raw_delete("default")


def test_opinion_is_kept_as_it_was_said_and_answered_once(road, posting, refused):
    with refused("procedure_remark_since_posted"):
        Remark.objects.create(posting=posting, received_on=days(-1), text="太早")
    with refused("procedure_remark_says_something"):
        Remark.objects.create(posting=posting, received_on=days(1), text="")
    remark = actions.note_remark(posting=posting, received_on=days(1), text="担心采光", by=road.by)
    rows = Remark.objects.filter(pk=remark.pk)
    with refused("procedure_remark_fixed"):
        rows.update(text="不担心")
    with refused("procedure_remark_answer_is_whole"):
        rows.update(answered_at=timezone.now())
    with refused("procedure_remark_no_delete"):
        rows._raw_delete("default")
    actions.answer_remark(remark=remark, text="改用玻璃井道", by=road.by)
    with refused("procedure_remark_answered_once"):
        rows.update(answer="别的")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize(
    "guard, table",
    (
        ("procedure_procedure_no_truncate", "projects_procedure"),
        ("procedure_template_no_truncate", "projects_procedurestep"),
        ("procedure_wanted_no_truncate", "projects_proceduredocument"),
        ("procedure_course_no_truncate", "projects_course"),
        ("procedure_step_no_truncate", "projects_step"),
        ("procedure_datechange_no_truncate", "projects_datechange"),
        ("procedure_document_no_truncate", "projects_stepdocument"),
        ("procedure_posting_no_truncate", "projects_posting"),
        ("procedure_remark_no_truncate", "projects_remark"),
    ),
)
def test_nothing_of_a_procedure_is_truncated(db, refused, guard, table):
    with refused(guard), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
