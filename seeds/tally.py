"""What one run wrote."""

from dataclasses import dataclass

from communities.journal import actions as journal


@dataclass
class Tally:
    added: int = 0
    changed: int = 0

    def add(self, instance):
        """Store a new row with its journal entry; returns it."""
        journal.store(instance, by=None)
        self.added += 1
        return instance

    def __str__(self):
        return f"新增 {self.added}，变更 {self.changed}"
