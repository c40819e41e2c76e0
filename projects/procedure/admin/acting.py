"""A button calls one action; what it refuses is said on the form."""

from django.core.exceptions import ValidationError

from projects.procedure.domain import Refused


def said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal
