"""A button calls one action; what it refuses is said on the form."""

from django.core.exceptions import ValidationError

from projects.costs.domain import Refused


def said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal


def yuan(fen):
    """1234567 -> 12,345.67."""
    return f"{fen // 100:,}.{fen % 100:02d}"
