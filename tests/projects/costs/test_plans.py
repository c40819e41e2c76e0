"""``verify`` computes every stored share again from its plan."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from communities import guards
from projects.costs import actions
from projects.costs.models import Share, SharingScheme


def test_sound_scheme_has_no_fault(cost, capsys):
    scheme = cost.chosen(
        waivers={cost.units["201"].pk: "困难家庭"}, compensations={cost.units["101"].pk: (500_000, "采光")}
    )
    fixed = cost.draft(
        method="fixed", floors={}, amounts={cost.units["601"].pk: 39_000_000}, waivers={cost.units["101"].pk: "一楼"}
    )
    assert list(actions.faults_of(scheme)) == list(actions.faults_of(fixed)) == []
    call_command("verify")
    assert capsys.readouterr().out == ""


def test_share_altered_behind_the_guards_is_found(cost, chosen, capsys):
    guards.remove(connection)
    Share.objects.filter(scheme=chosen, unit=cost.units["601"]).update(amount_fen=1, compensation_fen=1)
    SharingScheme.objects.filter(pk=chosen.pk).update(subsidy_fen=0, owners_pay_fen=chosen.cost_fen)
    guards.install(connection)
    with pytest.raises(CommandError):
        call_command("verify")
    assert capsys.readouterr().out.splitlines() == [
        f"shares: scheme {chosen.pk} lets owners pay 65000000, its plan 39000000",
        f"shares: scheme {chosen.pk} has 1 shares that its plan does not compute to",
        f"shares: scheme {chosen.pk} has 1 parts of the compensation that its plan does not compute to",
        f"shares: scheme {chosen.pk} is not what the journal says was chosen",
    ]


def test_scheme_whose_table_was_altered_cannot_be_computed(cost, chosen):
    guards.remove(connection)
    SharingScheme.objects.filter(pk=chosen.pk).update(floors={})
    guards.install(connection)
    chosen.refresh_from_db()
    (fault,) = actions.faults_of(chosen)
    assert fault.startswith("cannot be computed: 101的楼层没有系数")
