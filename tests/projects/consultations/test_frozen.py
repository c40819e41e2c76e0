"""After the count nothing is added, changed or taken away: raw SQL, on both databases, one statement after another."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, models, transaction
from django.utils import timezone

from communities import guards
from projects.consultations import actions
from projects.consultations.models import Ballot, Delivery, Keying, Paper, Result, RollUnit, RollVoter
from tests.communities.test_guards import roles_of_the_manual

from .rows import NOW, copy, result_of, scan_of

#: guard -> a statement it refuses once the consultation is counted
STATEMENTS = {
    "consultations_ballot_no_update": "UPDATE projects_ballot SET choice = 'disagree'",
    "consultations_ballot_no_delete": "DELETE FROM projects_ballot",
    "consultations_correction_no_update": "UPDATE projects_correction SET new = 'x'",
    "consultations_correction_no_delete": "DELETE FROM projects_correction",
    "consultations_scan_no_update": "UPDATE projects_scan SET kind = 'original'",
    "consultations_scan_no_delete": "DELETE FROM projects_scan",
    "consultations_keying_no_update": "UPDATE projects_keying SET choice = 'disagree'",
    "consultations_keying_no_delete": "DELETE FROM projects_keying",
    "consultations_delivery_no_update": "UPDATE projects_delivery SET on_day = '2020-01-01'",
    "consultations_delivery_no_delete": "DELETE FROM projects_delivery",
    "consultations_rollvoter_no_update": "UPDATE projects_rollvoter SET area_cm2 = 1",
    "consultations_rollvoter_no_delete": "DELETE FROM projects_rollvoter",
    "consultations_rollunit_no_update": "UPDATE projects_rollunit SET area_cm2 = 1",
    "consultations_rollunit_no_delete": "DELETE FROM projects_rollunit",
    "consultations_result_no_update": "UPDATE projects_result SET heads_agree = 0",
    "consultations_result_no_delete": "DELETE FROM projects_result",
    "consultations_display_no_update": "UPDATE projects_display SET days = 1",
    "consultations_display_no_delete": "DELETE FROM projects_display",
    "consultations_paper_no_delete": "DELETE FROM projects_paper",
    "consultations_paper_while_open_update": "UPDATE projects_paper SET void_reason = 'x', voided_at = issued_at",
    "consultations_consultation_no_delete": "DELETE FROM projects_consultation",
    "consultations_consultation_moves": "UPDATE projects_consultation SET status = 'open'",
    "consultations_consultation_frozen": "UPDATE projects_consultation SET roll_area_cm2 = 1",
    "consultations_objection_while_displayed_update": "UPDATE projects_objection SET answer = 'x'",
    "consultations_objection_no_delete": "DELETE FROM projects_objection",
}
TABLES = (
    *("consultation", "rollvoter", "rollunit", "paper", "delivery"),
    *("keying", "scan", "ballot", "result", "display", "objection", "correction"),
)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a trap of SQLite alone")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else None


def everything():
    return {table: sql(f"SELECT * FROM projects_{table} ORDER BY id") for table in TABLES}


@pytest.fixture
def final(vote):
    """A vote that went all the way, with a row in every table."""
    consultation = vote.open()
    actions.record_delivery(
        consultation=consultation, code="1", channel="post", on=NOW.date(), carrier="居委会", by=vote.first
    )
    vote.vote(consultation, agree="101 201 102 202 302 402", disagree="301 401")
    scan_of(vote.paper(consultation, "101"))
    actions.correct(consultation=consultation, old="12户", new="十二户", reason="写法", by=vote.first)
    actions.close(consultation=consultation, by=vote.first)
    vote.display(consultation, starts_on=timezone.localdate(consultation.closes_at))
    objection = actions.object_to(consultation=consultation, text="挡光", received_on=NOW.date(), by=vote.first)
    actions.answer(objection=objection, outcome="explained", text="已测", by=vote.first)
    return actions.finalise(consultation=consultation, by=vote.first)


def test_raw_statement_after_the_count_is_refused(final, refused):
    for name, statement in STATEMENTS.items():
        with refused(name):
            sql(statement)
    assert final.status == "final"


def test_raw_statement_leaves_every_row_as_it_was(final):
    before = everything()
    assert all(before.values())
    for statement in sorted(set(STATEMENTS.values())):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(statement)
        assert everything() == before, statement


def test_nothing_is_added_to_a_counted_vote(vote, final, refused):
    ballot, keying, delivery = Ballot.objects.last(), Keying.objects.last(), Delivery.objects.get()
    with refused("consultations_ballot_while_open_insert"):
        copy(ballot, revision=2)
    with refused("consultations_keying_while_open_insert"):
        copy(keying, revision=2, turn=1)
    with refused("consultations_delivery_while_open_insert"):
        copy(delivery)
    with refused("consultations_paper_while_open_insert"):
        copy(Paper.objects.first(), serial=90, token="f" * 32, voided_at=NOW, void_reason="x", returned_at=None)
    with refused("consultations_rollvoter_while_draft_insert"):
        copy(RollVoter.objects.first(), key="f" * 32, owner_key="f")
    with refused("consultations_rollunit_while_draft_insert"):
        copy(RollUnit.objects.first(), unit_id=vote.cast.units["1", "101"].pk)
    with refused("consultations_result_while_open_insert"):
        Result.objects.create(**result_of(final))


def test_nothing_is_displayed_or_objected_once_final(final, refused):
    with refused("consultations_display_while_counted_insert"):
        copy(final.displays.get(), number=2, reason="改")
    with refused("consultations_objection_while_displayed_insert"):
        copy(final.objections.get(), answered_at=None, answer="", outcome="")


@on_sqlite
def test_replace_takes_no_row_away(final):
    before = everything()
    for table in TABLES:
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"REPLACE INTO projects_{table} SELECT * FROM projects_{table}")
        assert everything() == before, table


@on_sqlite
def test_upsert_changes_no_ballot(final):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "INSERT INTO projects_ballot SELECT * FROM projects_ballot WHERE true "
            "ON CONFLICT (id) DO UPDATE SET choice = 'disagree'"
        )
    assert everything() == before


@on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_table_rebuilt_keeps_the_site_from_starting_until_migrate(table):
    """A migration that rebuilds it drops its triggers, unless a trigger of another table forbids the rebuilding."""
    model = next(model for model in apps.get_models() if model._meta.db_table == f"projects_{table}")
    extra = models.CheckConstraint(condition=models.Q(id__gt=0), name=f"rebuilt_{table}")
    own = {guard.name for guard in model.guards if guard.event != guards.TRUNCATE}
    try:
        with connection.schema_editor() as editor:
            editor.add_constraint(model, extra)
    except OperationalError:  # a trigger of another table reads this one
        assert guards.missing(connection) == []
        return
    assert set(guards.missing(connection)) == own
    with pytest.raises(ImproperlyConfigured):
        guards.require(connection)
    guards.remove(connection)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, extra)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


TRUNCATES = (
    "consultations_ballot_no_truncate",
    "consultations_consultation_no_truncate",
    "consultations_correction_no_truncate",
    "consultations_delivery_no_truncate",
    "consultations_display_no_truncate",
    "consultations_keying_no_truncate",
    "consultations_objection_no_truncate",
    "consultations_paper_no_truncate",
    "consultations_result_no_truncate",
    "consultations_rollunit_no_truncate",
    "consultations_scan_no_truncate",
    "consultations_rollvoter_no_truncate",
)


@on_postgresql
def test_table_is_not_emptied_at_a_stroke(final, refused):
    before = everything()
    for name in TRUNCATES:
        table = name.removeprefix("consultations_").removesuffix("_no_truncate")
        with refused(name):
            sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_{table} CASCADE")
        assert everything() == before, table


@pytest.fixture
def as_app_role(vote):
    """Go on as the role that serves the site, with the rights the manual gives it."""
    sql("CREATE ROLE linli_app NOLOGIN")
    sql(roles_of_the_manual())
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET LOCAL ROLE linli_app")
    yield
    sql("RESET ROLE")


@on_postgresql
def test_app_role_can_hold_a_vote_from_draft_to_count(vote, as_app_role):
    consultation = vote.closed()
    vote.display(consultation)
    assert consultation.result.passed is True
    assert Ballot.objects.count() == 8


#: Tables without a row of a counted vote that waits for display have nothing to refuse.
FILLED = sorted(
    statement
    for statement in set(STATEMENTS.values())
    if not any(table in statement for table in ("objection", "display", "delivery", "scan", "correction"))
)


@on_postgresql
def test_app_role_cannot_rewrite_a_counted_vote(vote, as_app_role):
    consultation = vote.closed()
    for statement in FILLED:
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            sql(statement)
        assert (consultation.ballots.count(), consultation.result.heads_agree) == (8, 6), statement


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    (
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "TRUNCATE {} CASCADE",
        "DROP TABLE {} CASCADE",
        "ALTER TABLE {} RENAME TO x",
    ),
)
def test_app_role_switches_off_no_guard_and_empties_no_table_of_a_vote(as_app_role, statement):
    for table in TABLES:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            sql(statement.format(f"projects_{table}"))
    assert guards.missing(connection) == []
