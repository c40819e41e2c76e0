"""The back office shows and changes only what lies within a person's reach.

``ScopedAdmin`` is the only base class for ModelAdmins (a system check refuses others). It imports no subject but the
journal: ``request.user.scope("app.verb_model")`` says where a permission holds, and each admin says how its rows hang
on a community (``community_path``) and, where they do, on a building group (``group_path``).
Every route on which a plain ModelAdmin leaks is closed: rows, related choices, raw ids, filters, actions, inlines,
delete pages, history, autocomplete; what a form posts is checked once more before it is saved.
"""

from .pages import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline
from .rows import within
from .steps import StepForm, Tool

__all__ = ["ReadOnlyAdmin", "ScopedAdmin", "ScopedTabularInline", "StepForm", "Tool", "within"]
