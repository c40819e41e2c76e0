"""A button calls one action; what it refuses is said on the form."""

from django.core.exceptions import ValidationError

from projects.accounts.domain import Refused


def said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal


def yuan(fen):
    """1234567 -> 12,345.67元."""
    if fen is None:
        return "—"
    return f"{'−' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}元"
