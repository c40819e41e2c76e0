"""Guards that hang a row on the state of its scheme, and a flat on the stair of its project."""

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard


def while_draft(prefix):
    """Rows of a scheme come, change and go while it is a draft; choosing waits for whoever is writing, and ends it."""
    for event, row in ((INSERT, "NEW"), (UPDATE, "NEW"), (UPDATE, "OLD"), (DELETE, "OLD")):
        found = f"projects_sharingscheme s WHERE s.id = {row}.scheme_id"
        yield Guard(
            f"{prefix}_draft_{event.lower()}" + ("_from" if (event, row) == (UPDATE, "OLD") else ""),
            event,
            f"{prefix}: the scheme is frozen",
            f"NOT EXISTS (SELECT 1 FROM {found} AND s.state = 'draft')",
            lock=f"SELECT 1 FROM {found} FOR SHARE OF s",
        )
    yield Guard(f"{prefix}_no_truncate", TRUNCATE, f"{prefix}: the scheme is frozen")


def unit_at_home(prefix):
    """The flat stands in the stair of the scheme's project."""
    return tuple(
        Guard(
            f"{prefix}_home_{event.lower()}",
            event,
            f"{prefix}: flat of another stair",
            "NOT EXISTS (SELECT 1 FROM projects_sharingscheme s JOIN projects_project p ON p.id = s.project_id "
            "JOIN communities_unit u ON u.building_group_id = p.building_group_id "
            "WHERE s.id = NEW.scheme_id AND u.id = NEW.unit_id)",
        )
        for event in (INSERT, UPDATE)
    )
