"""Two at once on PostgreSQL: two choices, a choice against a signature, one signature twice. SQLite has one writer."""

import pytest
from django.db import connection

from projects.costs import actions
from projects.costs.domain import Refused
from projects.costs.models import SharingScheme, Signature
from tests.projects.consultations.test_races import together

from .conftest import Cost

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("rounds", (1, pytest.param(50, marks=pytest.mark.slow))),
]


class Told:
    """What each side was told; together() leaves the words of this room alone."""

    def __init__(self):
        self.words = []

    def __call__(self, act):
        def guarded():
            try:
                act()
            except Refused as refusal:
                self.words.append(str(refusal))

        return guarded


def choose(cost, scheme, **values):
    return lambda: actions.choose(scheme=scheme, by=cost.by, **values)


def sign(cost, scheme, room):
    return lambda: cost.sign(scheme, room)


def test_two_choices_at_once_leave_one_chosen(cast, rounds):
    cost = Cost(cast)
    for number in range(rounds):
        told, drafts = Told(), (cost.draft(), cost.draft())
        assert together(*(told(choose(cost, draft, reason="改" if number else "")) for draft in drafts)) == {}
        # The first round's second asks why the one chosen a moment ago is replaced; later ones are told why.
        assert told.words == ([] if number else ["请写代替原方案的原因"])
        assert SharingScheme.objects.chosen().filter(project=cost.project).count() == 1


def test_same_draft_chosen_twice_is_chosen_once(cast, rounds):
    cost = Cost(cast)
    for _ in range(rounds):
        told, draft = Told(), cost.draft()
        assert together(*(told(choose(cost, draft, reason="改")) for _ in range(2))) == {}
        assert told.words == ["这个方案现在是“已选定”，不能做这一步"]
        assert SharingScheme.objects.chosen().get() == draft


def test_same_household_signs_once(cast, rounds):
    cost = Cost(cast)
    for _ in range(rounds):
        told, scheme = Told(), actions.choose(scheme=cost.draft(), by=cost.by, reason="改")
        assert together(*(told(sign(cost, scheme, "601")) for _ in range(2))) == {}
        assert told.words == ["601室已登记签字"]
        assert Signature.objects.standing().filter(share__scheme=scheme).count() == 1


def test_signature_on_its_way_binds_to_its_own_version(cast, rounds):
    """Signed first, then replaced: it stays with the version it was given for."""
    cost = Cost(cast)
    for _ in range(rounds):
        told, scheme = Told(), actions.choose(scheme=cost.draft(), by=cost.by, reason="改")
        later = cost.draft()
        assert together(told(sign(cost, scheme, "601")), told(choose(cost, later, reason="改"))) == {}
        assert told.words == []
        assert not Signature.objects.filter(share__scheme=later).exists()
        assert Signature.objects.filter(share__scheme=scheme).count() == 1


def test_signature_after_the_choice_of_another_is_refused(cast, rounds):
    cost = Cost(cast)
    for _ in range(rounds):
        told, scheme = Told(), actions.choose(scheme=cost.draft(), by=cost.by, reason="改")
        later = cost.draft()
        assert together(told(choose(cost, later, reason="改")), told(sign(cost, scheme, "601"))) == {}
        assert told.words == ["这个方案现在是“已被代替”，不能做这一步"]
        assert not Signature.objects.filter(share__scheme=scheme).exists()
