"""Notices of four years, one file a year, published on the day they bear."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.places.models import BuildingGroup, Compound
from portal.notices import actions
from portal.notices.models import Notice
from seeds import read

from . import files

YEARS = ("2019", "2020", "2021", "2022", "2023", "2026")


@transaction.atomic
def load(community, tally):
    if Notice.objects.filter(community=community).exists():
        return
    compounds = {row.position: row for row in Compound.objects.filter(community=community)}
    groups = {row.no: row for row in BuildingGroup.objects.filter(community=community)}
    for year in YEARS:
        for number, row in enumerate(read(__file__, f"{year}.toml")["notice"], start=1):
            notice = Notice(
                community=community,
                compound=compounds.get(row.pop("compound", None)),
                building_group=groups.get(row.pop("stair", None)),
                number=f"甘苑〔{year}〕{number}号",
                is_demo=True,
            )
            _publish(notice, row, tally)


def _publish(notice, row, tally):
    """Write, attach, publish and, where the story says so, correct or withdraw."""
    at = timezone.make_aware(row.pop("at"))
    files_of, correction, withdrawal = row.pop("files", ()), row.pop("correction", None), row.pop("withdrawal", None)
    if until := row.pop("emergency_until", None):
        notice.emergency_until = timezone.make_aware(until)
    for name, value in row.items():
        setattr(notice, name, value)
    actions.save_draft(notice=notice, by=None)
    for file in files_of:
        actions.attach(notice=notice, by=None, **files.draw(**file))
    notice = actions.publish(notice=notice, by=None, at=at)
    tally.added += 1 + len(files_of)
    if correction:
        after = at + timedelta(hours=correction.pop("hours"))
        actions.correct(notice=notice, by=None, at=after, **correction)
        tally.added += 1
    if withdrawal:
        actions.withdraw(
            notice=notice, by=None, reason=withdrawal["reason"], at=at + timedelta(hours=withdrawal["hours"])
        )
