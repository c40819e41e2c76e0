"""``block`` (what the page of a building's progress shows of its site), ``photos`` (the pictures themselves)."""

from .block import works_of

__all__ = ["works_of"]
