"""What the tables of this room have in common: nothing in the future, words that can only be forgotten."""

from communities.guards import INSERT, UPDATE, Guard

#: What anybody who serves here may do: record, look, go on; "read" opens what a person said.
KEEPERS = frozenset({"view", "add", "change", "read"})
SERVING = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": KEEPERS}


def not_ahead(prefix: str, column: str) -> tuple[Guard, ...]:
    """The day has come, by the database's own calendar in Shanghai."""
    return tuple(
        Guard(f"{prefix}_not_ahead_{event.lower()}", event, f"{prefix}: a day ahead", f"NEW.{column} > {{today}}")
        for event in (INSERT, UPDATE)
    )


def only_forgotten(prefix: str, columns: tuple[str, ...], words: tuple[str, ...]) -> Guard:
    """A row that never changes, but that its ``words`` may be blanked, each for good."""
    kept = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns]
    kept += [f"(NEW.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in words]
    return Guard(f"{prefix}_only_forgotten", UPDATE, f"{prefix}: append-only", " OR ".join(kept))
