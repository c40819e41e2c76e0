"""Money of the 34 lifts: by rule, marked as made up, and exact."""

from django.core.management import call_command
from django.db.models import F, Max, Min, Sum

from projects.costs.models import Budget, Contributor, ReferenceTable, Share, SharingScheme, Signature
from projects.models import Project


def scheme(no):
    return SharingScheme.objects.chosen().get(project__building_group__no=no)


def test_every_lift_has_a_chosen_scheme_of_its_budget(db):
    assert (
        SharingScheme.objects.chosen().count() == Project.objects.filter(kind="lift", schemes__state="chosen").count()
    )
    assert SharingScheme.objects.chosen().count() == Budget.objects.count() == 34
    found = SharingScheme.objects.aggregate(low=Min("cost_fen"), high=Max("cost_fen"))
    assert (found["low"], found["high"]) == (64_000_000, 75_000_000)
    assert all(row.budget.total_fen == row.cost_fen for row in SharingScheme.objects.select_related("budget"))


def test_shares_sum_to_what_owners_pay_and_the_first_floor_pays_nothing(db):
    sums = SharingScheme.objects.annotate(total=Sum("shares__amount_fen"))
    assert not sums.exclude(total=F("owners_pay_fen")).exists()
    assert not Share.objects.filter(floor=1).exclude(amount_fen=0).exists()
    assert Share.objects.filter(floor__gt=1, amount_fen=0).count() == 1  # 16号201室, not in at first


def test_subsidy_is_40_percent_up_to_its_cap(db):
    # 13号 costs 710,000: 40 % would be 284,000; 24号 costs 640,000 and gets 256,000
    assert (scheme("13").cost_fen, scheme("13").subsidy_fen) == (71_000_000, 28_000_000)
    assert (scheme("24").cost_fen, scheme("24").subsidy_fen) == (64_000_000, 25_600_000)


def test_all_who_pay_signed_and_own_their_part(db):
    signed = Signature.objects.standing().filter(share__scheme__state="chosen").count()
    payers = Share.objects.paying().filter(scheme__state="chosen").count()
    assert signed == payers == 679
    assert Contributor.objects.count() == 680  # one household joined after the others had signed
    assert not Signature.objects.exclude(recorded_by=None).exists()


def test_one_stair_changed_its_scheme_and_two_compensate_the_first_floor(db):
    first, second = SharingScheme.objects.filter(project__building_group__no="50").order_by("version")
    assert (first.state, first.method) == ("superseded", "equal")
    assert (second.state, second.method, second.reference) == ("chosen", "floor_percent", None)
    assert Signature.objects.filter(share__scheme=first).count() == 8
    compensated = SharingScheme.objects.filter(compensations__isnull=False).distinct()
    assert {row.project.building_group.no for row in compensated} == {"40", "69"}
    assert all(row.compensations.count() in (3, 4) for row in compensated)


def test_chosen_schemes_name_the_vote_that_passed(db):
    """50号 changed its scheme in a meeting afterwards."""
    chosen = SharingScheme.objects.chosen()
    assert chosen.filter(consultation__result__passed=True, consultation__status="final").count() == 33
    assert chosen.get(consultation=None).project.building_group.no == "50"


def test_money_is_marked_as_made_up_and_verifies(db, capsys):
    assert not SharingScheme.objects.filter(is_demo=False).exists()
    assert not Budget.objects.filter(is_demo=False).exists()
    assert ReferenceTable.objects.count() == 4
    call_command("verify")
    assert capsys.readouterr().out == ""
