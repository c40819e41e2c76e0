"""Guards that hang a row on the state of its consultation."""

from communities.guards import Guard

#: How a row finds its consultation.
DIRECT = "projects_consultation c WHERE c.id = NEW.consultation_id"
BY_PAPER = "projects_consultation c JOIN projects_paper p ON p.consultation_id = c.id WHERE p.id = NEW.paper_id"


def while_(prefix, event, *statuses, path=DIRECT):
    """Only while the consultation is in one of these states, which cannot change before this transaction ends.

    A plain SELECT would let a ballot commit after the count on PostgreSQL; FOR SHARE makes one wait for the other.
    """
    listed = ", ".join(f"'{status}'" for status in statuses)
    return Guard(
        f"{prefix}_while_{statuses[0]}_{event.lower()}",
        event,
        f"{prefix}: the consultation is not {' or '.join(statuses)}",
        f"NOT EXISTS (SELECT 1 FROM {path} AND c.status IN ({listed}))",
        lock=f"SELECT 1 FROM {path} FOR SHARE OF c",
    )
