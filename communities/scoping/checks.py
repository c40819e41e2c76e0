"""A page of the back office that does not inherit ScopedAdmin is an error, not a matter of taste."""

from django.contrib import admin
from django.core import checks

from .pages import ScopedAdmin, ScopedTabularInline


def every_page_is_scoped(app_configs=None, **_):
    """Registered with Django's system checks, so that no command runs with an open door."""
    found = []
    for page in admin.site._registry.values():
        if not isinstance(page, ScopedAdmin):
            found.append(checks.Error(f"{type(page).__name__} must inherit ScopedAdmin", id="linli.E001"))
        elif page.raw_id_fields:
            found.append(checks.Error(f"{type(page).__name__}: raw ids show foreign rows", id="linli.E002"))
        found += [
            checks.Error(f"{inline.__name__} must inherit ScopedTabularInline", id="linli.E003")
            for inline in page.inlines
            if not issubclass(inline, ScopedTabularInline) or inline.raw_id_fields
        ]
    return found
