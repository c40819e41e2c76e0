"""The demo's lifts in use: each thing that a committee finds on an ordinary day is there once."""

from django.utils import timezone

from projects.models import Inspection, Lift, Outage, Review
from projects.upkeep.models import upkeep_findings


def test_every_completed_lift_is_in_the_register_without_a_made_up_number(db):
    assert (
        Lift.objects.count() == Lift.objects.filter(is_demo=True, project__stage__in=("completed", "delivered")).count()
    )
    assert Lift.objects.count() == 28
    assert not Lift.objects.exclude(registration_no="").exists()
    assert list(upkeep_findings()) == []


def test_lifts_were_inspected_in_keeping_with_their_age(db):
    today = timezone.localdate()
    oldest = Lift.objects.order_by("in_use_on").first()
    assert oldest.inspections.order_by("done_on").first().kind == "periodic"
    assert oldest.inspections.count() >= 6
    assert not Inspection.objects.exclude(result="passed").exists()
    assert Lift.objects.inspection_overdue(today).count() <= 1


def test_an_ordinary_day_has_one_of_each(db):
    today = timezone.localdate()
    out = Outage.objects.open().get()
    assert out.lift.project.building_group.no == "36"
    assert Outage.objects.count() == 9
    assert Review.objects.count() == 25
    assert Lift.objects.review_due(today).count() == 3
    assert Lift.objects.without_manager(today).count() == 1
    assert Lift.objects.maintenance_overdue(today).count() == 1
