"""How far a permission reaches."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Where one permission holds: everywhere, in whole communities, in single building groups (primary keys)."""

    everywhere: bool = False
    communities: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()

    def __bool__(self):
        return self.everywhere or bool(self.communities or self.groups)
