"""Rows written past the actions, as a raw statement would."""

from django.utils import timezone

from communities.models import User
from projects.consultations.models import Consultation, Scan

from .conftest import SCHEME

NOW = timezone.now()


def row(consultation):
    return Consultation.objects.filter(pk=consultation.pk)


def insert(vote, **values):
    return Consultation.objects.create(
        **{**SCHEME, "community": vote.cast.here, "rule": vote.rule, "building_group": vote.group, **values}
    )


def copy(instance, **values):
    """The same row once more, with other values, as a raw INSERT."""
    held = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    held.pop("id")
    return type(instance).objects.create(**{**held, **values})


def result_of(consultation, **values):
    plain = {"consultation": consultation, "counted_at": NOW, "passed": True, "ballots": 0, "digest": "0" * 64}
    plain["counted_by"] = User.objects.first()
    plain |= dict.fromkeys(("heads_agree", "heads_disagree", "heads_abstain"), 0)
    plain |= dict.fromkeys(("area_agree_cm2", "area_disagree_cm2", "area_abstain_cm2"), 0)
    return {**plain, "counted": {}, "channels": {}, "set_aside": {}, **values}


def scan_of(paper, kind="authority"):
    """The row alone, without a file."""
    plain = {"content_type": "image/jpeg", "size": 1, "digest": "0" * 64, "uploaded_at": NOW}
    return Scan.objects.create(paper=paper, kind=kind, file="scans/x.jpg", uploaded_by=User.objects.first(), **plain)
