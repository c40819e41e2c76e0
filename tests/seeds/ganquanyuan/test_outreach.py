"""Questions of every kind the report names, rounds that say nothing of anybody."""

from django.utils import timezone

from projects.models import Concern, HomeVisit, Negotiation, Stair
from projects.outreach.models import outreach_findings


def test_questions_are_of_every_kind_the_report_names_and_mostly_settled(db):
    kinds = {kind: n for kind, n, _ in Concern.objects.counts()}
    assert kinds == {
        "daylight": 5,
        "ventilation": 2,
        "noise": 5,
        "cost": 5,
        "scheme": 2,
        "other": 2,
        "parking": 1,
        "privacy": 1,
    }
    statuses = [
        Concern.objects.filter(status=status).count() for status in ("received", "handling", "answered", "closed")
    ]
    assert statuses == [3, 2, 1, 17]
    assert list(outreach_findings()) == []
    assert all(Concern.objects.values_list("is_demo", flat=True))


def test_no_visit_says_whom_or_what_they_lean_to(db):
    assert HomeVisit.objects.count() == 29
    assert not HomeVisit.objects.exclude(met="", stance="").exists()
    assert not HomeVisit.objects.exclude(promise="").exclude(promise__startswith="示例").exists()
    assert not Concern.objects.exclude(caller="", phone="").exists()


def test_rounds_have_households_that_wait(db):
    stair = Stair.objects.with_coverage(timezone.localdate()).get(no="13")
    assert (stair.reached, stair.overdue, stair.marked) == (14, 2, 2)
    assert Negotiation.objects.get().unit.floor == 3
