"""受理 → 办理 → 答复 → 回访, from the desk and from the web."""

import datetime

import pytest
from django.db import connection

from communities.households.models import HouseholdAttempt
from communities.journal.models import Entry
from projects.models import Concern, ConcernStep
from projects.outreach import actions
from projects.outreach.actions import asking
from projects.outreach.actions.handling import hash_of
from projects.outreach.domain import Refused, TooMany, is_number

from .conftest import DAY, copy


def ask(round_, text="一楼会不会太暗", address="192.0.2.1", **values):
    return actions.ask(community=round_.cast.here, text=text, address=address, **values)


def states(concern):
    return [(step.serial, step.status, step.rating) for step in concern.steps.order_by("serial")]


def test_concern_goes_all_the_way_with_a_date_for_each_step(round_):
    concern = round_.answered()
    closed = actions.follow_up(concern=concern, rating="satisfied", on_day=round_.today, by=round_.by)
    assert (closed.status, closed.serial) == ("closed", 4)
    assert states(closed) == [
        (1, "received", ""), (2, "handling", ""), (3, "answered", ""), (4, "closed", "satisfied")
    ]  # fmt: skip
    entries = Entry.objects.filter(object_key=f"projects.concern:{concern.pk}").order_by("seq")
    assert [entry.action.rpartition(".")[2] for entry in entries] == ["create", "handle", "answer", "follow_up"]
    told = str(list(entries.values("changes", "object_label")))
    for word in ("太暗", "李阿姨", "13900001111", "玻璃井道", round_.number):
        assert word not in told


def test_who_is_not_satisfied_has_it_taken_up_again(round_):
    concern = round_.answered()
    plain = {"concern": concern, "rating": "dissatisfied", "on_day": round_.today, "by": round_.by}
    with pytest.raises(Refused, match="请写说明"):
        actions.follow_up(**plain)
    with pytest.raises(Refused, match="请写新的期限"):
        actions.follow_up(**plain, note="还是暗")
    again = actions.follow_up(**plain, note="还是暗", due_on=round_.today + 3 * DAY)
    assert (again.status, again.due_on) == ("handling", round_.today + 3 * DAY)
    actions.answer(concern=again, text="加一盏灯", on_day=round_.today, by=round_.by)
    assert states(again)[3:] == [(4, "handling", "dissatisfied"), (5, "answered", "")]
    assert list(again.steps.order_by("serial").values_list("note", flat=True))[2:] == [
        "改成玻璃井道",
        "还是暗",
        "加一盏灯",
    ]


def test_step_out_of_turn_or_with_bad_words_is_refused(round_):
    concern = round_.concern()
    with pytest.raises(Refused, match="现在是“已受理”；这一步要在“办理中”时做"):
        actions.answer(concern=concern, text="好", on_day=round_.today, by=round_.by)
    with pytest.raises(Refused, match="期限要在今天以后"):
        round_.handle(concern, due_on=round_.today - DAY)
    with pytest.raises(Refused, match="承办人要是这个居民区的"):
        round_.handle(concern, assignee=round_.cast.outsider)
    with pytest.raises(Refused, match="请选哪一类"):
        round_.handle(concern, kind="ghosts")
    handled = round_.handle(concern)
    with pytest.raises(Refused, match="请写答复"):
        actions.answer(concern=handled, text=" ", on_day=round_.today, by=round_.by)
    with pytest.raises(Refused, match="日期不能早于上一步"):
        actions.answer(concern=handled, text="好", on_day=round_.today - DAY, by=round_.by)
    with pytest.raises(Refused, match="不在您负责的范围内"):
        actions.answer(concern=handled, text="好", on_day=round_.today, by=round_.cast.outsider)
    assert Concern.objects.get().serial == 2


def test_question_entered_for_somebody_must_say_something_and_have_come(round_):
    for values, said in (
        ({"text": " "}, "请写诉求"),
        ({"text": "字" * 20_000}, "诉求最多2000字，现在有20000字"),
        ({"received_on": round_.today + 2 * DAY}, "收到日期不能晚于今天"),
    ):
        with pytest.raises(Refused, match=said):
            round_.concern(**values)
    assert not Concern.objects.exists()
    assert round_.concern(by=round_.cast.leader, building_group=round_.cast.stair1).group_id == round_.cast.stair1.pk


def test_question_from_the_web_is_found_by_its_number_alone(round_):
    number = ask(round_, phone="13900001111", building_group=round_.cast.stair1)
    concern = Concern.objects.get()
    assert is_number(number)
    assert (concern.source, concern.status, concern.entered_by, concern.building_group) == (
        "online", "received", None, round_.cast.stair1,
    )  # fmt: skip
    assert number not in str(vars(concern))
    plain = {"address": "192.0.2.1", "community": round_.cast.here}
    assert actions.find(number=number, **plain) == concern
    assert actions.find(number="0000000000", **plain) is None
    assert actions.find(number=number, address="192.0.2.1", community=round_.cast.there) is None
    assert HouseholdAttempt.objects.count() == 4  # two for the question, two wrong numbers


def test_question_sent_twice_is_one(round_):
    assert ask(round_) == ask(round_)
    assert Concern.objects.count() == 1
    others = {ask(round_, address="192.0.2.2"), ask(round_, text="别的"), ask(round_, phone="021-55550009")}
    assert len(others | {ask(round_)}) == 4
    assert Concern.objects.count() == 4


def test_number_cannot_be_told_without_the_key(round_, settings):
    number = ask(round_)
    settings.IDENTITY_KEY = "another"
    assert ask(round_) != number
    assert actions.find(community=round_.cast.here, number=number, address="192.0.2.9") is None


def test_a_flood_is_stopped_and_what_came_before_is_kept(round_, monkeypatch):
    monkeypatch.setattr(asking, "MOST_FROM_ADDRESS", 3)
    monkeypatch.setattr(asking, "MOST_IN_COMMUNITY", 5)
    for turn in range(3):
        ask(round_, text=f"问{turn}")
    with pytest.raises(TooMany):
        ask(round_, text="再问")
    for turn in range(2):
        ask(round_, text=f"另问{turn}", address="192.0.2.2")
    with pytest.raises(TooMany):
        ask(round_, text="别处再问", address="192.0.2.3")
    assert ask(round_, text="问0") is not None  # already there: sent once more, not once too often
    assert Concern.objects.count() == 5
    assert Entry.objects.filter(action="outreach.throttled").count() == 2


def test_wrong_numbers_are_few(round_, monkeypatch):
    monkeypatch.setattr(asking, "MOST_WRONG_NUMBERS", 2)
    plain = {"address": "192.0.2.1", "community": round_.cast.here}
    for number in ("0000000000", "short"):
        assert actions.find(number=number, **plain) is None
    with pytest.raises(TooMany):
        actions.find(number="0000000001", **plain)


def test_overdue_is_what_was_promised_and_not_answered(round_):
    late = round_.handled(due_on=round_.today + DAY)
    round_.concern(text="别的")
    assert list(Concern.objects.overdue(round_.today + 2 * DAY)) == [late]
    assert not Concern.objects.overdue(round_.today + DAY).exists()
    assert sorted(Concern.objects.counts()) == [("daylight", 1, 1), ("other", 1, 1)]


def test_database_refuses_what_no_question_is(round_, refused):
    concern, tomorrow = round_.concern(building_group=round_.cast.stair1), round_.today + 2 * DAY
    new = {"number_hash": "0" * 64}
    for name, values in {
        "outreach_concern_number_once": {},
        "outreach_concern_expires_later": {**new, "expires_on": concern.received_on},
        "outreach_concern_somebody_acts": {**new, "due_on": tomorrow},
        "outreach_concern_known_words": {**new, "source": "dream"},
        "outreach_concern_not_ahead_insert": {**new, "received_on": tomorrow},
        "outreach_concern_unit_home": {**new, "unit_id": round_.cast.units["9", "101"].pk},
        "outreach_concern_begins": {**new, "serial": 2},
        "outreach_concern_building_group_id_home_insert": {**new, "building_group_id": round_.cast.stair9.pk},
    }.items():
        with refused(name):
            copy(concern, **values)
    rows = Concern.objects.filter(pk=concern.pk)
    with refused("outreach_concern_not_ahead_update"):
        rows.update(received_on=tomorrow)
    with refused("outreach_concern_building_group_id_home_update"):
        rows.update(building_group=round_.cast.stair9)
    with refused("outreach_concern_fixed"):
        rows.update(source="phone")
    with refused("outreach_concern_words_kept"):
        rows.update(text="别的话")
    with refused("outreach_concern_step_recorded"):
        rows.update(serial=2)
    with refused("outreach_concern_no_delete"):
        guards_off_steps(concern)
        rows.delete()


def guards_off_steps(concern):
    """The lines of its history stand in the way before the question itself does."""
    table = " ON projects_concernstep" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER outreach_concernstep_no_delete{table}")
    concern.steps.all().delete()


def test_database_keeps_the_history_in_order_and_lets_it_only_be_forgotten(round_, refused):
    concern = round_.answered()
    first = concern.steps.get(serial=1)
    with refused("outreach_concernstep_once"):
        copy(first)
    for values in ({"serial": 9}, {"serial": 4, "status": "received"}, {"serial": 4, "on_day": round_.today - DAY}):
        with refused("outreach_concernstep_in_order"):
            copy(first, **{"status": "closed", "rating": "fair", **values})
    with refused("outreach_concernstep_rated"):
        copy(first, serial=4, status="closed", rating="")
    steps = ConcernStep.objects.filter(concern=concern)
    with refused("outreach_concernstep_only_forgotten"):
        steps.update(note="改口")
    with refused("outreach_concernstep_only_forgotten"):
        steps.filter(serial=3).update(on_day=datetime.date(2026, 1, 1))
    with refused("outreach_concernstep_no_delete"):
        steps.delete()
    assert steps.update(note="") == 3


def test_question_that_loses_the_race_against_itself_is_the_same_question(round_, monkeypatch):
    number, seen = ask(round_), []

    def not_there_yet(given):
        seen.append(given)
        return "0" * 64 if len(seen) == 1 else hash_of(given)

    monkeypatch.setattr(asking, "hash_of", not_there_yet)
    assert ask(round_) == number
    assert (len(seen), Concern.objects.count()) == (2, 1)
