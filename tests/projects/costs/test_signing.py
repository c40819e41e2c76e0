"""Signatures bind to one version; contributors are entered from them."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Entry, Owner, Ownership
from projects.costs import actions
from projects.costs.domain import Refused
from projects.costs.models import Contributor, Signature

from .conftest import DAY

LATER = datetime.date(2026, 6, 1)


@pytest.fixture
def signed(cost, chosen):
    """601 and 602 signed and own their parts from DAY."""
    cost.sign(chosen, "601", "602")
    actions.enter_contributors(scheme=chosen, on=DAY, by=cost.by)
    return chosen


def contributor(cost, room):
    return Contributor.objects.get(unit=cost.units[room], until__isnull=True)


def test_households_sign_the_chosen_version(cost, chosen):
    signatures = cost.sign(chosen, "201", "601")
    assert [(row.share.unit.room, row.signed_on, row.recorded_by) for row in signatures] == [
        ("201", DAY, cost.by),
        ("601", DAY, cost.by),
    ]
    with pytest.raises(Refused, match="601室已登记签字"):
        cost.sign(chosen, "601")


def test_journal_keeps_the_digest_of_what_was_chosen_and_signed(cost, chosen):
    cost.sign(chosen, "601")
    said = {entry.action: entry.changes for entry in Entry.objects.about(chosen)}
    digest = said["projects.sharingscheme.freeze"]["摘要"][1]
    assert len(digest) == 64
    assert said["projects.sharingscheme.sign"]["方案摘要"] == [None, digest]
    assert list(actions.faults_of(chosen)) == []
    chosen.version = 7
    assert list(actions.faults_of(chosen)) == ["is not what the journal says was chosen"]


def test_signature_is_refused_where_nothing_is_to_be_signed(cost, draft, chosen):
    with pytest.raises(Refused, match="草稿"):
        cost.sign(draft, "601")
    with pytest.raises(Refused, match="101室不分摊费用"):
        cost.sign(chosen, "101")
    with pytest.raises(Refused, match="请选这个方案里的一户"):
        actions.sign(scheme=chosen, shares=[cost.share(draft, "601")], by=cost.by)
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.sign(
            scheme=chosen,
            shares=[cost.share(chosen, "601")],
            by=cost.by,
            signed_on=timezone.localdate() + datetime.timedelta(days=1),
        )
    with pytest.raises(Refused, match="签字人身份"):
        actions.sign(scheme=chosen, shares=[cost.share(chosen, "601")], by=cost.by, capacity="king")
    assert not Signature.objects.exists()


def test_signature_is_withdrawn_once_with_a_reason(cost, chosen):
    (signature,) = cost.sign(chosen, "601")
    with pytest.raises(Refused, match="请写撤销的原因"):
        actions.withdraw(signature=signature, reason="", by=cost.by)
    actions.withdraw(signature=signature, reason="登记错了户", by=cost.by)
    with pytest.raises(Refused, match="已经撤销"):
        actions.withdraw(signature=signature, reason="再撤", by=cost.by)
    assert len(cost.sign(chosen, "601")) == 1
    assert Signature.objects.standing().count() == 1


def test_contributors_are_those_who_signed(cost, signed):
    assert list(Contributor.objects.current(DAY).values_list("unit__room", "share_fen")) == [
        ("601", 4_970_588),
        ("602", 4_970_588),
    ]
    assert Contributor.objects.current(DAY).total_fen() == 9_941_176
    assert actions.enter_contributors(scheme=signed, on=DAY, by=cost.by) == []


def test_new_version_ends_old_parts_as_it_is_signed(cost, signed):
    second = actions.choose(scheme=cost.draft(method="equal", floors={}), on=LATER, by=cost.by, reason="改为平均")
    assert actions.enter_contributors(scheme=second, on=LATER, by=cost.by) == []
    cost.sign(second, "601")
    actions.enter_contributors(scheme=second, on=LATER, by=cost.by)
    assert contributor(cost, "601").share_fen == 3_250_000
    assert contributor(cost, "602").share_fen == 4_970_588
    assert Contributor.objects.current(LATER - datetime.timedelta(days=1)).total_fen() == 9_941_176


def test_late_joiner_owns_a_part_of_its_own(cost, signed):
    late = actions.join_late(project=cost.project, unit=cost.units["101"], share_fen=1_007_700, on=LATER, by=cost.by)
    assert (late.is_late, late.owner) == (True, Ownership.objects.get(unit=cost.units["101"]).owner)
    for unit, fen, why in (
        (cost.units["101"], 5, "已登记现任出资人"),
        (cost.cast.units["1", "101"], 5, "不在这个楼组"),
        (cost.units["201"], 0, "份额要大于0"),
    ):
        with pytest.raises(Refused, match=why):
            actions.join_late(project=cost.project, unit=unit, share_fen=fen, on=LATER, by=cost.by)


def test_part_follows_the_flat_on_sale(cost, signed):
    old = contributor(cost, "601")
    with pytest.raises(Refused, match="产权人没有变"):
        actions.hand_over(contributor=old, on=LATER, by=cost.by)
    Ownership.objects.filter(unit=cost.units["601"]).update(until=LATER)
    with pytest.raises(Refused, match="没有登记产权人"):
        actions.hand_over(contributor=old, on=LATER, by=cost.by)
    buyer = Owner.objects.create(community=cost.cast.here, expires_on=datetime.date(2030, 1, 1))
    Ownership.objects.create(unit=cost.units["601"], owner=buyer, since=LATER)
    new = actions.hand_over(contributor=old, on=LATER, by=cost.by)
    old.refresh_from_db()
    assert (old.until, new.owner, new.since, new.share_fen) == (LATER, buyer, LATER, 4_970_588)
    with pytest.raises(Refused, match="已经转出"):
        actions.hand_over(contributor=old, on=LATER, by=cost.by)


def test_signature_without_its_scheme_is_refused(cost, draft, chosen, refused):
    plain = {"signed_on": DAY, "capacity": "owner", "recorded_at": timezone.now()}
    with refused("costs_signature_of_payer"):
        Signature.objects.create(share=cost.share(draft, "601"), **plain)
    with refused("costs_signature_of_payer"):
        Signature.objects.create(share=cost.share(chosen, "101"), **plain)
    cost.sign(chosen, "601")
    with refused("costs_signed_once"):
        Signature.objects.create(share=cost.share(chosen, "601"), **plain)


def test_signature_is_kept_as_it_was_given(cost, chosen, refused):
    (signature,) = cost.sign(chosen, "601")
    one = Signature.objects.filter(pk=signature.pk)
    for change in ({"share": cost.share(chosen, "602")}, {"signed_on": LATER}, {"capacity": "agent"}):
        with refused("costs_signature_kept"):
            one.update(**change)
    with refused("costs_withdrawn_with_reason"):
        one.update(withdrawn_at=timezone.now())
    with refused("costs_signature_no_delete"):
        one._raw_delete("default")
    actions.withdraw(signature=signature, reason="错", by=cost.by)
    with refused("costs_signature_kept"):
        one.update(withdrawn_at=None, withdraw_reason="")


def test_contributor_signed_and_holds_a_flat_of_the_stair(cost, signed, refused):
    def enter(**values):
        owner = Ownership.objects.get(unit=values["unit"]).owner
        return Contributor.objects.create(
            **{"project": cost.project, "owner": owner, "share_fen": 5, "since": DAY, **values}
        )

    with refused("costs_contributor_home"):
        enter(unit=cost.cast.units["1", "101"], is_late=True)
    with refused("costs_contributor_holds_flat"):
        enter(unit=cost.units["201"], owner=Owner.objects.first(), is_late=True)
    with refused("costs_contributor_signed"):
        enter(unit=cost.units["201"])
    with refused("costs_one_current_contributor"):
        enter(unit=cost.units["601"])
    with refused("costs_contributor_pays"):
        enter(unit=cost.units["201"], is_late=True, share_fen=0)
    with refused("costs_contributor_dates_ordered"):
        enter(unit=cost.units["201"], is_late=True, until=datetime.date(2026, 1, 1))


def test_contributor_is_kept_and_ends_once(cost, signed, refused):
    one = Contributor.objects.filter(pk=contributor(cost, "601").pk)
    for change in ({"share_fen": 1}, {"since": LATER}, {"is_late": True}, {"unit": cost.units["201"]}):
        with refused("costs_contributor_kept"):
            one.update(**change)
    one.update(until=LATER)
    with refused("costs_contributor_kept"):
        one.update(until=None)
    with refused("costs_contributor_no_delete"):
        one._raw_delete("default")
