"""Every lift was voted for, and the demo shows each other way a vote can go."""

import datetime
import io
import re
from collections import Counter

import time_machine
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import User
from projects.consultations.models import Ballot, Consultation, Delivery, Display, Keying, Objection, Paper
from projects.retrofits.models import Project, StageChange
from tests.seeds import run_seed

DATE = datetime.date
DAY = datetime.timedelta(days=1)


def at(no):
    return Consultation.objects.filter(building_group__no=no).order_by("pk").last()


def figures(consultation):
    return [(test["met"], test["numerator"], test["denominator"]) for test in consultation.result.counted["tests"]]


def test_votes_are_as_many_as_told(db):
    states = Counter(Consultation.objects.values_list("status", "result__passed"))
    assert states == {
        ("final", True): 34,
        ("final", False): 2,
        ("annulled", True): 1,
        ("displayed", True): 1,
        ("open", None): 2,
    }
    assert not Consultation.objects.filter(is_demo=False).exists()
    assert set(Consultation.objects.values_list("rule__code", flat=True)) == {"LIFT_ENTRANCE"}
    assert (Paper.objects.count(), Ballot.objects.count(), Keying.objects.count()) == (934, 832, 1667)


def test_every_lift_was_voted_for_before_its_works_were_prepared(db):
    for project in Project.objects.all():
        vote = project.consultations.get(status="final")
        prepared = StageChange.objects.filter(project=project, stage="not_started").earliest("on_day").on_day
        begun = StageChange.objects.filter(project=project).earliest("on_day").on_day
        assert begun <= timezone.localdate(vote.opens_at) < timezone.localdate(vote.closes_at)
        assert timezone.localdate(vote.closes_at) < vote.displays.get().starts_on
        assert vote.displays.get().ends_on < prepared
        assert vote.result.passed
    assert Project.objects.count() == 34


def test_votes_never_run_while_the_stair_was_paused(db):
    for pause in StageChange.objects.filter(stage="paused").select_related("project"):
        vote = pause.project.consultations.filter(closes_at__date__gte=pause.on_day, opens_at__date__lt=pause.on_day)
        assert not vote.exists()
    assert timezone.localdate(at("142").opens_at) == DATE(2022, 6, 20)


def test_votes_before_2021_had_nine_in_ten_and_say_what_they_are_counted_by(db):
    earlier = Consultation.objects.filter(opens_at__lt=timezone.make_aware(datetime.datetime(2021, 1, 1)))
    assert earlier.count() == 9
    for vote in earlier:
        assert 10 * vote.result.heads_agree >= 9 * vote.roll_heads
        assert 10 * vote.result.area_agree_cm2 >= 9 * vote.roll_area_cm2
        assert "这里按2021年起的四项计算" in vote.scheme_text
    assert "2021年以前" not in at("60").scheme_text


def test_vote_of_stair_32_is_the_one_in_its_notice(db):
    vote = at("32")
    assert figures(vote) == [
        (True, "1275.25", "1375.74"),
        (True, "22", "24"),
        (True, "1100.06", "1275.25"),
        (True, "19", "22"),
    ]
    assert (vote.result.heads_disagree, vote.result.heads_abstain) == (2, 1)
    assert (vote.displays.get().starts_on, vote.displays.get().ends_on) == (DATE(2021, 4, 19), DATE(2021, 4, 26))


def test_display_in_the_golden_week_of_2022_was_moved(db):
    shown = at("13").displays.get()
    assert (shown.starts_on, shown.days, shown.ends_on) == (DATE(2022, 9, 26), 7, DATE(2022, 10, 8))
    assert at("104").displays.get().ends_on == DATE(2020, 10, 9)


def test_vote_that_failed_on_area_alone(db):
    vote = at("3")
    assert figures(vote) == [
        (True, "1368.60", "1368.60"),
        (True, "24", "24"),
        (False, "963.72", "1368.60"),
        (True, "18", "24"),
    ]
    assert vote.project is None


def test_vote_that_failed_though_unanimous(db):
    vote = at("38")
    assert figures(vote) == [
        (False, "645.73", "1152.40"),
        (False, "11", "19"),
        (True, "645.73", "645.73"),
        (True, "11", "11"),
    ]
    assert vote.result.set_aside == {"invalid": 1}


def test_vote_annulled_is_open_once_more(db):
    again = at("110")
    before = again.replaces
    assert (before.status, again.status, before.result.passed) == ("annulled", "open", True)
    assert before.annul_reason == "两户的征询表没有送到，送达登记有遗漏，重新征询"
    assert timezone.localdate(before.annulled_at) == timezone.localdate(again.opens_at) == timezone.localdate()
    assert again.papers.filter(returned_at__isnull=False).count() == 4


def test_vote_on_display_has_an_objection_answered(db):
    vote = at("62")
    display, objection = vote.displays.get(), Objection.objects.get()
    assert display.starts_on == timezone.localdate() - 3 * DAY
    assert display.ends_on >= display.starts_on + 7 * DAY
    assert (objection.consultation, objection.outcome) == (vote, "considered")
    assert not re.search(r"\d|先生|女士|室", objection.text + objection.answer)


def test_open_vote_is_half_in_with_papers_for_two_clerks(db):
    vote = at("95")
    assert timezone.localdate(vote.opens_at) == timezone.localdate()
    assert vote.closes_at > timezone.now() + 13 * DAY
    assert (vote.papers.count(), Paper.objects.live().filter(consultation=vote).count()) == (25, 24)
    assert vote.papers.filter(returned_at__isnull=False).count() == 14
    assert Ballot.objects.filter(consultation=vote).count() == 12
    assert Paper.objects.differing().filter(consultation=vote).count() == 1
    assert Delivery.objects.filter(paper__consultation=vote).count() == 24


def test_votes_without_a_lift_are_of_stairs_without_one(db):
    alone = Consultation.objects.filter(project=None)
    assert sorted(alone.values_list("building_group__no", flat=True)) == ["110", "110", "3", "38", "62", "95"]
    assert not Project.objects.filter(building_group__no__in=["3", "38", "62", "95", "110"]).exists()


def test_who_counts_is_not_who_displays(db):
    first, second = (User.objects.get(username=name) for name in ("demo-juwei", "demo-shuji"))
    did = set(Entry.objects.filter(action__startswith="projects.consultation.").values_list("action", "actor"))
    assert ("projects.consultation.close", f"user:{first.pk}") in did
    assert {actor for action, actor in did if action.endswith((".display", ".finalise"))} == {f"user:{second.pk}"}
    assert {actor for action, actor in did if action.endswith(".close")} == {f"user:{first.pk}"}


def test_seeded_site_verifies_and_every_display_has_another_hand(db):
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue() == ""
    assert Display.objects.count() == 38
    assert not Display.objects.filter(started_by=F("consultation__result__counted_by")).exists()


def test_seed_days_later_leaves_the_votes_as_they_went_on(db):
    before = list(Consultation.objects.order_by("pk").values())
    with time_machine.travel(timezone.now() + 30 * DAY):
        assert run_seed()[-1] == "新增 0，变更 0"
    assert list(Consultation.objects.order_by("pk").values()) == before
