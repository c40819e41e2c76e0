"""A button calls one action; what it refuses is said on the form. What a person said shows to those who serve there."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from projects.outreach import actions
from projects.outreach.domain import Refused


def said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal


class WordsForThoseWhoServe:
    """For a ScopedAdmin: fields in ``words`` are left out for whoever has no role where the row is at home."""

    words = frozenset()

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        if obj is None or actions.may_read(request.user, obj):
            return shown
        return self.without_words(shown)

    def without_words(self, fieldsets):
        def kept(fields):
            return tuple(name for name in fields if name not in self.words)

        return [(name, {**options, "fields": kept(options["fields"])}) for name, options in fieldsets]


def history(lines):
    """[(heading, text)] as a list; text keeps its line breaks."""
    items = format_html_join("", "<li><strong>{}</strong><br>{}</li>", lines)
    return format_html('<ul class="lines history">{}</ul>', items) if items else "还没有"
