"""What people said goes with its day or with the person; counts stay true."""

from io import StringIO

import time_machine
from django.core.management import call_command

from communities.journal.models import Entry
from communities.models import Ownership
from communities.owners.actions import erase
from projects.models import Concern, ConcernStep, HomeVisit, Negotiation, NegotiationStep, PriorityHousehold, Stair
from projects.outreach import actions
from projects.outreach.models import outreach_findings

from .conftest import DAY

WORDS = ("女儿", "undecided", "采光测算", "太暗", "李阿姨", "13900001111", "玻璃井道", "磨砂", "样板")


def everything_said():
    tables = (HomeVisit, Concern, ConcernStep, Negotiation, NegotiationStep)
    return str([list(table.objects.values()) for table in tables])


def all_of(round_, unit):
    """One of each about one flat."""
    round_.visit(unit=unit)
    concern = round_.answered(building_group=unit.building_group, unit=unit)
    talks = round_.talks(unit=unit)
    round_.talk(talks)
    actions.close_negotiation(
        negotiation=talks, status="agreed", agreement="磨砂玻璃", on_day=round_.today, by=round_.by
    )
    mark = PriorityHousehold(unit=unit, reason="elderly_high", expires_on=round_.today + 90 * DAY)
    actions.mark(priority=mark, by=round_.by)
    return concern


def test_day_by_day_everything_is_forgotten_and_the_counts_stay(round_):
    all_of(round_, round_.flat)
    assert [word for word in WORDS if word not in everything_said()] == []
    today = round_.today
    assert actions.forget_expired(today=today + 90 * DAY) == 0
    for after, forgotten in ((91, 1), (366, 1), (731, 1), (1096, 1), (1096, 0)):
        assert actions.forget_expired(today=today + after * DAY) == forgotten
    said = everything_said()
    assert [word for word in WORDS if word in said] == []
    assert (HomeVisit.objects.count(), Concern.objects.get().status, NegotiationStep.objects.count()) == (
        1,
        "answered",
        1,
    )
    assert not PriorityHousehold.objects.exists()
    assert Stair.objects.with_coverage(today).get(pk=round_.cast.stair1.pk).reached == 1
    assert Entry.objects.filter(action__endswith=".erase").count() == 3
    assert list(outreach_findings()) == []


def test_command_forgets_what_is_due_and_says_how_much(round_):
    round_.visit()
    out = StringIO()
    with time_machine.travel(round_.today + 731 * DAY):
        call_command("forget", stdout=out)
        call_command("forget", stdout=out)
    assert out.getvalue().split() == ["清除了", "1", "条", "清除了", "0", "条"]
    assert (HomeVisit.objects.get().met, HomeVisit.objects.get().stance) == ("", "")


def test_erased_owner_takes_along_what_was_said_in_the_flat(round_):
    all_of(round_, round_.flat)
    kept = round_.visit(unit=round_.high, met="邻居")
    erase(owner=Ownership.objects.get(unit=round_.flat).owner, by=round_.by)
    said = everything_said().replace(str(HomeVisit.objects.filter(pk=kept.pk).values()[0]), "")
    assert [word for word in WORDS if word in said] == []
    assert HomeVisit.objects.get(pk=kept.pk).met == "邻居"
    assert (HomeVisit.objects.count(), Concern.objects.count(), Negotiation.objects.count()) == (2, 1, 1)
    assert list(HomeVisit.objects.get(unit=round_.flat).concerns.values_list("kind", flat=True)) == ["daylight"]
    assert not PriorityHousehold.objects.exists()


def test_what_was_said_before_an_owner_came_stays(round_):
    visit = round_.visit(on_day=round_.today - 30 * DAY)
    tie = Ownership.objects.get(unit=round_.flat)
    Ownership.objects.filter(pk=tie.pk).update(since=round_.today - 10 * DAY)
    erase(owner=tie.owner, by=round_.by)
    assert HomeVisit.objects.get(pk=visit.pk).met == "户主的女儿"
    Ownership.objects.filter(pk=tie.pk).update(since=round_.today - 40 * DAY)
    erase(owner=tie.owner, by=round_.by)
    assert HomeVisit.objects.get(pk=visit.pk).met == ""


def test_answer_given_after_the_day_is_forgotten_as_well(round_):
    concern = round_.handled()
    later = round_.today + 366 * DAY
    assert actions.forget_expired(today=later) == 1
    actions.answer(concern=concern, text="改成玻璃井道", on_day=round_.today, by=round_.by)
    assert actions.forget_expired(today=later) == 1
    assert not ConcernStep.objects.exclude(note="").exists()
    assert actions.forget_expired(today=later) == 0


def test_mark_of_those_who_live_there_now_stays_when_an_earlier_owner_is_erased(round_):
    tie = Ownership.objects.get(unit=round_.flat)
    Ownership.objects.filter(pk=tie.pk).update(until=round_.today)
    mark = PriorityHousehold(unit=round_.flat, reason="elderly_high", expires_on=round_.today + 90 * DAY)
    actions.mark(priority=mark, by=round_.by)
    erase(owner=tie.owner, by=round_.by)
    assert PriorityHousehold.objects.get().reason == "elderly_high"


def test_forgetting_that_fails_halfway_leaves_the_owner(round_, monkeypatch):
    round_.visit()
    owner = Ownership.objects.get(unit=round_.flat).owner

    def fail(*_args, **_values):
        raise RuntimeError("stop")

    monkeypatch.setattr("projects.outreach.actions.forgetting._blank", fail)
    try:
        erase(owner=owner, by=round_.by)
    except RuntimeError:
        owner.refresh_from_db()
    assert owner.name != ""
    assert HomeVisit.objects.get().met == "户主的女儿"
