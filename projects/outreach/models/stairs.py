"""走访进度: how many households of a stair were reached since its project began, and who waits too long."""

import datetime

from django.db import models
from django.db.models import Count, DateField, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from communities import grants
from communities.places.models import BuildingGroup, Unit
from projects.outreach.domain import Household
from projects.retrofits.models import StageChange

from .visits import HomeVisit, PriorityHousehold

_EVER = Value(datetime.date(2000, 1, 1), DateField())


def _number(rows, path):
    """How many of ``rows`` belong to the stair, as a subquery."""
    counted = rows.order_by().values(path).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, IntegerField()), 0)


class StairQuerySet(models.QuerySet):
    def with_coverage(self, today):
        """``since`` (first day of the project), ``households``, ``reached``, ``overdue`` and ``marked`` of each."""
        lines = StageChange.objects.filter(project__building_group=OuterRef("pk")).order_by("-project_id", "on_day")
        of_stair = {"unit__building_group": OuterRef("pk")}
        rows = self.annotate(since=Subquery(lines.values("on_day")[:1]), counted_from=Coalesce("since", _EVER))
        reached = Unit.objects.filter(
            building_group=OuterRef("pk"), visits__is_reached=True, visits__on_day__gte=OuterRef("counted_from")
        )
        return rows.annotate(
            households=_number(Unit.objects.filter(building_group=OuterRef("pk")), "building_group"),
            reached=_number(reached, "building_group"),
            overdue=_number(HomeVisit.objects.overdue(today).filter(**of_stair), "unit__building_group"),
            marked=_number(PriorityHousehold.objects.filter(**of_stair), "unit__building_group"),
        )


class Stair(BuildingGroup):
    """A building group as those see it who go from door to door."""

    objects = StairQuerySet.as_manager()
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "走访进度"

    def households_now(self):
        """Every flat with its last visit, two queries."""
        last = HomeVisit.objects.filter(unit=OuterRef("pk")).order_by("-on_day", "-pk")
        spoken = last.filter(is_reached=True)
        units = self.units.annotate(
            next_on=Subquery(last.values("next_on")[:1]), reached_on=Subquery(spoken.values("on_day")[:1])
        )
        marked = set(PriorityHousehold.objects.filter(unit__building_group=self).values_list("unit_id", flat=True))
        return [
            Household(unit.pk, unit.room, unit.floor, unit.reached_on, unit.next_on, unit.pk in marked)
            for unit in units
        ]
