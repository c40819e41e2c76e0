"""The sites of the demo's lifts are in keeping with their stages and days."""

from datetime import date

from django.utils import timezone

from communities.journal.models import Entry
from projects.models import Acceptance, Milestone, NoiseWindow, NoisyWork, Project, SitePhoto
from projects.procedure.domain import count_safety


def test_every_begun_lift_has_its_ten_milestones_in_keeping_with_its_days(db):
    assert Milestone.objects.count() == 33 * 10
    assert not Milestone.objects.filter(done_on__gt=date(2023, 7, 7)).exists()
    built = Project.objects.done()
    assert not Milestone.objects.filter(project__in=built, done_on=None).exists()
    for stone in Milestone.objects.filter(project__in=built, kind__code="ACCEPTANCE").select_related("project"):
        assert stone.done_on == stone.project.completed_on
    for stone in Milestone.objects.filter(kind__code="PIT").select_related("project"):
        assert stone.started_on == stone.project.started_on
    assert Entry.objects.filter(action="projects.worksite.transcribe").count() == 33


def test_late_steel_of_13_keeps_its_first_day(db):
    steel = Milestone.objects.get(project__building_group__no="13", kind__code="STEEL")
    assert [(line.old_on, line.new_on) for line in steel.changes.all()] == [(date(2023, 5, 29), date(2023, 6, 26))]
    assert steel.done_on == steel.planned_on == date(2023, 6, 26)


def test_acceptances_photos_noise_and_safety(db):
    assert Acceptance.objects.filter(kind="completion").count() == 28
    assert Acceptance.objects.filter(owners_present__lt=2).count() == 0
    assert SitePhoto.objects.public().filter(alt__startswith="示例图").count() == SitePhoto.objects.count() == 5
    windows = NoiseWindow.objects.all()
    assert windows.count() == 5
    assert {timezone.localtime(window.starts_at).hour for window in windows} == {9}
    assert NoisyWork.objects.marked().count() == 1
    site = Project.objects.get(building_group__no="13")
    count = count_safety(site.safety_checks.latest_answers().values_list("answer", flat=True))
    assert (count.asked, count.done) == (12, 10)
