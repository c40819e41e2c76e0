"""Rows written past the actions, as a raw statement would."""

from django.utils import timezone

from projects.consultations.models import Consultation

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
    plain |= dict.fromkeys(("heads_agree", "heads_disagree", "heads_abstain"), 0)
    plain |= dict.fromkeys(("area_agree_cm2", "area_disagree_cm2", "area_abstain_cm2"), 0)
    return {**plain, "counted": {}, "channels": {}, "set_aside": {}, **values}
