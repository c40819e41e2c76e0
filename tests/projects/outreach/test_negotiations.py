"""Talks with one flat, whatever its floor; and the table that none may be emptied of what it holds."""

import datetime

import pytest
from django.db import connection

from communities.journal.models import Entry
from projects.models import Negotiation, NegotiationStep
from projects.outreach import actions
from projects.outreach.domain import Refused

from .conftest import DAY, copy


def test_talks_climb_the_ladder_and_end_in_an_agreement(round_):
    talks = round_.talks(unit=round_.high)
    for rung, ago in (("talk", 9), ("hall", 5), ("talk", 4), ("mediation", 1)):
        round_.talk(talks, rung=rung, on_day=round_.today - ago * DAY)
    ended = actions.close_negotiation(
        negotiation=talks, status="agreed", agreement="井道用玻璃", on_day=round_.today, by=round_.by
    )
    assert [step.rung for step in ended.steps.all()] == ["talk", "hall", "talk", "mediation"]
    assert (ended.status, ended.agreement, ended.closed_on) == ("agreed", "井道用玻璃", round_.today)
    told = str(list(Entry.objects.filter(action__startswith="projects.negotiation").values("changes")))
    assert "玻璃" not in told
    assert "样板" not in told
    with pytest.raises(Refused, match="现在是“谈成了”"):
        round_.talk(talks)


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"offer": "", "reply": " "}, "至少写一样"),
        ({"rung": "sky"}, "请选在哪一级谈"),
        ({"on_day": datetime.date(2199, 1, 1)}, "日期不能晚于今天"),
        ({"offer": "字" * 20_000}, "提出什么最多1000字"),
    ),
)
def test_talk_that_says_nothing_or_too_much_is_refused(round_, values, said):
    talks = round_.talks()
    with pytest.raises(Refused, match=said):
        round_.talk(talks, **values)
    with pytest.raises(Refused, match="日期不能早于"):
        round_.talk(talks, on_day=round_.today - 11 * DAY)
    with pytest.raises(Refused, match="请写谈成了什么"):
        actions.close_negotiation(negotiation=talks, status="agreed", on_day=round_.today, by=round_.by)
    with pytest.raises(Refused, match="请选结果"):
        actions.close_negotiation(negotiation=talks, status="open", on_day=round_.today, by=round_.by)
    assert not NegotiationStep.objects.exists()


def test_others_may_not_talk_for_these_stairs(round_):
    talks = round_.talks()
    with pytest.raises(Refused, match="不在您负责的范围内"):
        round_.talk(talks, by=round_.cast.outsider)
    assert round_.talk(talks, by=round_.cast.leader).by == round_.cast.leader


def test_database_refuses_what_no_talks_are(round_, refused):
    talks = round_.talks()
    line = round_.talk(talks)
    with refused("outreach_negotiation_one_open"):
        copy(talks)
    other = {"unit_id": round_.high.pk}
    for name, values in {
        "outreach_negotiation_closed_whole": {"status": "agreed"},
        "outreach_negotiation_expires_later": {"expires_on": talks.opened_on},
        "outreach_negotiation_not_ahead_insert": {"opened_on": round_.today + 2 * DAY},
    }.items():
        with refused(name):
            copy(talks, **other, **values)
    rows, lines = Negotiation.objects.filter(pk=talks.pk), NegotiationStep.objects.filter(pk=line.pk)
    with refused("outreach_negotiation_not_ahead_update"):
        rows.update(opened_on=round_.today + 2 * DAY)
    with refused("outreach_negotiation_fixed"):
        rows.update(unit=round_.high)
    with refused("outreach_talk_known_rung"):
        copy(line, rung="sky")
    for values in ({"on_day": line.on_day - DAY}, {"on_day": round_.today + 2 * DAY}):
        with refused("outreach_talk_in_order"):
            copy(line, **values)
    with refused("outreach_talk_only_forgotten"):
        lines.update(offer="改口")
    with refused("outreach_talk_no_delete"):
        lines.delete()
    actions.close_negotiation(negotiation=talks, status="stopped", on_day=round_.today, by=round_.by)
    with refused("outreach_talk_in_order"):
        copy(line)


def test_talks_are_kept(round_, refused):
    round_.talks()
    with refused("outreach_negotiation_no_delete"):
        Negotiation.objects.all().delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    ("guard", "table"),
    (
        ("outreach_visit_no_truncate", "homevisit"),
        ("outreach_concern_no_truncate", "concern"),
        ("outreach_concernstep_no_truncate", "concernstep"),
        ("outreach_negotiation_no_truncate", "negotiation"),
        ("outreach_talk_no_truncate", "negotiationstep"),
    ),
)
def test_no_table_is_emptied(round_, refused, guard, table):
    with refused(guard), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE projects_{table} CASCADE")
