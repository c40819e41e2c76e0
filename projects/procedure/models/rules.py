"""What the database asks of every step a project takes."""

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed

MOVES = (
    *(("waiting", "open"), ("waiting", "skipped"), ("open", "done"), ("open", "skipped")),
    *(("done", "open"), ("skipped", "open"), ("skipped", "waiting")),
)
_MOVE = " OR ".join(f"(OLD.status = '{old}' AND NEW.status = '{new}')" for old, new in MOVES)
_MINE = "(SELECT m.rank FROM projects_procedurestep m WHERE m.id = NEW.template_id)"
_UNSETTLED_BEFORE = (
    "NEW.status <> 'waiting' AND EXISTS (SELECT 1 FROM projects_course c JOIN projects_procedurestep t "
    f"ON t.procedure_id = c.procedure_id WHERE c.id = NEW.course_id AND t.rank < {_MINE} AND NOT EXISTS "
    "(SELECT 1 FROM projects_step s WHERE s.course_id = c.id AND s.template_id = t.id "
    "AND s.status IN ('done', 'skipped')))"
)
_BEFORE_ITS_TIME = (
    "NEW.opened_on IS NOT NULL AND EXISTS (SELECT 1 FROM projects_step s JOIN projects_procedurestep t "
    f"ON t.id = s.template_id WHERE s.course_id = NEW.course_id AND t.rank < {_MINE} AND s.done_on > NEW.opened_on)"
)
_IN_THE_FUTURE = "NEW.opened_on > {today} OR NEW.done_on > {today}"
_NOT_OPTIONAL = (
    "NEW.status = 'skipped' AND NOT EXISTS (SELECT 1 FROM projects_procedurestep t "
    "WHERE t.id = NEW.template_id AND t.is_optional)"
)
_BOTH = (
    ("in_turn", "an earlier step is not settled", _UNSETTLED_BEFORE),
    ("days_in_order", "opened before an earlier step was done", _BEFORE_ITS_TIME),
    ("not_in_future", "a day that has not come", _IN_THE_FUTURE),
    ("skipped_if_optional", "this step cannot be left out", _NOT_OPTIONAL),
)

STEPS = (
    fixed("procedure_step", "course_id", "template_id", "is_transcript"),
    *(
        Guard(f"procedure_step_{name}_{event.lower()}", event, f"procedure_step: {message}", when)
        for name, message, when in _BOTH
        for event in (INSERT, UPDATE)
    ),
    Guard(
        "procedure_step_of_its_procedure",
        INSERT,
        "procedure_step: not of this procedure",
        "NOT EXISTS (SELECT 1 FROM projects_course c JOIN projects_procedurestep t ON t.procedure_id = c.procedure_id "
        "WHERE c.id = NEW.course_id AND t.id = NEW.template_id)",
    ),
    Guard(
        "procedure_step_starts_waiting",
        INSERT,
        "procedure_step: starts waiting unless written down afterwards",
        "NEW.status <> 'waiting' AND NOT NEW.is_transcript",
    ),
    Guard(
        "procedure_step_moves",
        UPDATE,
        "procedure_step: no such move",
        f"OLD.status <> NEW.status AND NOT ({_MOVE})",
    ),
    Guard(
        "procedure_step_kept",
        UPDATE,
        "procedure_step: the day it opened cannot change",
        "OLD.opened_on IS NOT NULL AND OLD.opened_on IS DISTINCT FROM NEW.opened_on",
    ),
    Guard(
        "procedure_step_has_documents",
        UPDATE,
        "procedure_step: a required document is missing",
        "OLD.status <> 'done' AND NEW.status = 'done' AND EXISTS (SELECT 1 FROM projects_proceduredocument w "
        "WHERE w.step_id = NEW.template_id AND w.is_required AND NOT EXISTS (SELECT 1 FROM projects_stepdocument d "
        "WHERE d.step_id = NEW.id AND d.wanted_id = w.id AND d.withdrawn_at IS NULL))",
    ),
    Guard(
        "procedure_step_nothing_after",
        UPDATE,
        "procedure_step: a later step has begun",
        "OLD.status IN ('done', 'skipped') AND NEW.status IN ('waiting', 'open') AND EXISTS (SELECT 1 "
        "FROM projects_step s JOIN projects_procedurestep t ON t.id = s.template_id "
        f"WHERE s.course_id = NEW.course_id AND t.rank > {_MINE} AND s.status <> 'waiting')",
    ),
    Guard(
        "procedure_step_delay_recorded",
        UPDATE,
        "procedure_step: another expected day needs its line in the history",
        "OLD.expected_on IS NOT NULL AND OLD.expected_on IS DISTINCT FROM NEW.expected_on "
        "AND (NEW.expected_on IS NULL OR NEW.expected_on IS DISTINCT FROM (SELECT d.new_on "
        "FROM projects_datechange d WHERE d.step_id = NEW.id ORDER BY d.id DESC LIMIT 1))",
    ),
    Guard("procedure_step_no_delete", DELETE, "procedure_step: steps are kept"),
    Guard("procedure_step_no_truncate", TRUNCATE, "procedure_step: steps are kept"),
)
