"""What follows from a lift's records is computed again and compared with what its row says."""

from projects.upkeep.domain import Due, next_due
from projects.upkeep.enums import InspectionResult

from .lifts import Lift


def due_of(lift) -> Due:
    """What is due next by the inspections that stand; an unsaved lift has none."""
    rows = lift.inspections.all() if lift.pk else ()
    passed = [row for row in rows if row.struck_at is None and row.result == InspectionResult.PASSED]
    return next_due(lift.in_use_on, [(row.done_on, row.kind) for row in passed])


def upkeep_findings():
    """One line a lift whose next inspection is not the one that its records lead to."""
    lifts = Lift.objects.prefetch_related("inspections").order_by("pk")
    for lift in lifts.iterator(chunk_size=500):
        due = due_of(lift)
        if (due.on, due.kind) != (lift.next_inspection_on, lift.next_inspection_kind):
            yield f"lift {lift.pk} says {lift.next_inspection_on}, its records say {due.on} ({due.kind})"
