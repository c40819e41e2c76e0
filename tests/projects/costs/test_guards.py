"""What the database refuses by itself: a scheme that does not add up, or changes once it was chosen."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from projects.costs import actions
from projects.costs.models import (
    Budget,
    BudgetItem,
    Compensation,
    ReferenceTable,
    SchemeSubsidy,
    Share,
    SharingScheme,
    SubsidyPolicy,
)
from projects.models import Project
from projects.retrofits.actions import open_project

from .conftest import DAY
from .test_choosing import vote_on

CHOSEN = {"state": "chosen", "chosen_on": DAY}


def row(scheme):
    return SharingScheme.objects.filter(pk=scheme.pk)


def insert(cost, **values):
    plain = {"project": cost.project, "version": 9, "budget": cost.budget, "method": "equal", "source": "会议"}
    return SharingScheme.objects.create(**{**plain, "cost_fen": 100, "subsidy_fen": 0, "owners_pay_fen": 100, **values})


def other_project(cost):
    return open_project(
        project=Project(community=cost.cast.here, building_group=cost.cast.stair1, stage_since=DAY), by=None
    )


def test_scheme_starts_as_a_draft(cost, refused):
    with refused("costs_scheme_starts_draft"):
        insert(cost, **CHOSEN)


def test_scheme_and_budget_belong_to_one_project(cost, draft, refused):
    other = other_project(cost)
    with refused("costs_scheme_budget_home_insert"):
        insert(cost, project=other)
    with refused("costs_scheme_budget_home_update"):
        row(draft).update(budget=Budget.objects.create(project=other, version=1))
    for change in ({"project": other}, {"version": 7}):
        with refused("costs_scheme_fixed"):
            row(draft).update(**change)


def test_version_is_used_once(cost, draft, refused):
    with refused("costs_scheme_version_once"):
        insert(cost, version=draft.version)
    with refused("costs_budget_version_once"):
        Budget.objects.create(project=cost.project, version=1)


@pytest.mark.parametrize(
    "values", ({"owners_pay_fen": 99}, {"cost_fen": 0, "owners_pay_fen": 0}, {"subsidy_fen": -1, "owners_pay_fen": 101})
)
def test_sums_of_a_scheme_add_up(cost, refused, values):
    with refused("costs_scheme_sums"):
        insert(cost, **values)


@pytest.mark.parametrize("values", ({"method": "by_mood"}, {"source": ""}))
def test_method_is_known_and_its_source_said(cost, refused, values):
    with refused("costs_scheme_method_known"):
        insert(cost, **values)


@pytest.mark.parametrize(
    "values",
    ({"chosen_on": DAY}, {"supersede_reason": "改"}, {"state": "chosen"}, {"superseded_on": DAY}),
)
def test_state_goes_with_its_dates(draft, refused, values):
    with refused("costs_scheme_state_with_dates"):
        row(draft).update(**values)


@pytest.mark.parametrize(
    "change",
    (
        {"cost_fen": F("cost_fen") + 1, "owners_pay_fen": F("owners_pay_fen") + 1},
        {"method": "equal"},
        {"floors": {"1": "1"}},
        {"source": "别处"},
        {"chosen_on": "2026-03-02"},
        {"is_demo": True},
    ),
)
def test_chosen_scheme_is_frozen(chosen, refused, change):
    with refused("costs_scheme_frozen"):
        row(chosen).update(**change)


def test_vote_once_named_stays(cost, chosen, refused):
    row(chosen).update(consultation=vote_on(cost))
    with refused("costs_scheme_frozen"):
        row(chosen).update(consultation=vote_on(cost))
    with refused("costs_scheme_frozen"):
        row(chosen).update(consultation=None)


def test_steps_are_taken_in_order(draft, chosen, refused):
    with refused("costs_scheme_moves"):
        row(draft).update(state="superseded", chosen_on=DAY, superseded_on=DAY, supersede_reason="改")
    with refused("costs_scheme_moves"):
        row(chosen).update(state="draft", chosen_on=None)


def test_superseded_is_for_good(cost, chosen, refused):
    actions.supersede(scheme=chosen, reason="改", by=cost.by)
    for change in ({"supersede_reason": "另一个原因"}, {"superseded_on": "2027-01-01"}):
        with refused("costs_scheme_superseded_for_good"):
            row(chosen).update(**change)


def test_one_scheme_is_chosen_at_a_time(draft, chosen, refused):
    with refused("costs_one_chosen_scheme"):
        row(draft).update(**CHOSEN)


def test_cost_is_that_of_the_budget(cost, draft, refused):
    BudgetItem.objects.filter(budget=cost.budget, kind="lift").update(amount_fen=1)
    with refused("costs_scheme_cost_of_budget"):
        row(draft).update(**CHOSEN)


def test_subsidy_is_the_sum_of_its_lines(draft, refused):
    SchemeSubsidy.objects.filter(scheme=draft).update(amount_fen=F("amount_fen") - 1)
    with refused("costs_scheme_subsidies_whole"):
        row(draft).update(**CHOSEN)


def test_shares_are_what_owners_pay(draft, refused):
    with refused("costs_scheme_shares_whole"), transaction.atomic():
        Share.objects.filter(scheme=draft, amount_fen__gt=0, floor=6).update(amount_fen=1)
        row(draft).update(**CHOSEN)
    with refused("costs_scheme_shares_whole"), transaction.atomic():
        Share.objects.filter(scheme=draft).delete()
        row(draft).update(**CHOSEN)


def test_compensation_is_borne_whole(cost, draft, refused):
    Compensation.objects.create(scheme=draft, unit=cost.units["101"], amount_fen=500, reason="采光")
    with refused("costs_scheme_shares_whole"):
        row(draft).update(**CHOSEN)


def test_every_flat_has_a_line(cost, draft, refused):
    Share.objects.filter(scheme=draft, unit=cost.units["101"]).delete()
    with refused("costs_scheme_every_flat"):
        row(draft).update(**CHOSEN)


@pytest.mark.parametrize("values", ({"status": "draft"}, {"status": "annulled"}, {"passed": False}))
def test_vote_that_cannot_choose_is_refused(cost, draft, chosen, refused, values):
    reason = {"annulled_at": "2026-11-01T00:00Z", "annul_reason": "错"} if values.get("status") == "annulled" else {}
    vote = vote_on(cost, **values, **reason)
    with refused("costs_scheme_vote_update"):
        row(chosen).update(consultation=vote)
    with refused("costs_scheme_vote_insert"):
        insert(cost, consultation=vote)


def test_vote_of_another_stair_chooses_nothing(cost, chosen, refused):
    vote = vote_on(cost, building_group=cost.cast.stair1)
    with refused("costs_scheme_vote_update"):
        row(chosen).update(consultation=vote)
    with refused("costs_scheme_vote_insert"):
        insert(cost, consultation=vote)


def test_chosen_scheme_is_kept(chosen, refused):
    with refused("costs_scheme_no_delete"):
        SharingScheme.objects.filter(pk=chosen.pk)._raw_delete("default")


@pytest.mark.parametrize(
    "model,change,insert,update,update_from,delete",
    (
        (
            *(SchemeSubsidy, {"base_fen": 1}, "costs_subsidy_draft_insert", "costs_subsidy_draft_update"),
            *("costs_subsidy_draft_update_from", "costs_subsidy_draft_delete"),
        ),
        (
            *(Share, {"floor": 9}, "costs_share_draft_insert", "costs_share_draft_update"),
            *("costs_share_draft_update_from", "costs_share_draft_delete"),
        ),
        (
            *(Compensation, {"reason": "另"}, "costs_compensation_draft_insert", "costs_compensation_draft_update"),
            *("costs_compensation_draft_update_from", "costs_compensation_draft_delete"),
        ),
    ),
)
def test_lines_of_a_chosen_scheme_are_frozen(cost, refused, model, change, insert, update, update_from, delete):
    draft = cost.draft()
    frozen = cost.chosen(compensations={cost.units["101"].pk: (500, "采光")})
    held = model.objects.filter(scheme=frozen).first()
    one = model.objects.filter(pk=held.pk)
    with refused(update):
        one.update(**change)
    with refused(update_from):
        one.update(scheme=draft)
    with refused(delete):
        one._raw_delete("default")
    values = {field.attname: getattr(held, field.attname) for field in model._meta.concrete_fields}
    del values["id"]
    with refused(insert):
        model.objects.create(**values)


def test_lines_stand_in_the_stair_of_the_project(cost, draft, refused):
    far = cost.cast.units["1", "101"]
    with refused("costs_share_home_insert"):
        Share.objects.create(scheme=draft, unit=far, floor=1, area_cm2=1, amount_fen=0)
    with refused("costs_share_home_update"):
        Share.objects.filter(scheme=draft, unit=cost.units["101"]).update(unit=far)
    line = Compensation.objects.create(scheme=draft, unit=cost.units["101"], amount_fen=5, reason="采光")
    with refused("costs_compensation_home_insert"):
        Compensation.objects.create(scheme=draft, unit=far, amount_fen=5, reason="采光")
    with refused("costs_compensation_home_update"):
        Compensation.objects.filter(pk=line.pk).update(unit=far)


def test_line_stands_once_and_makes_sense(cost, draft, refused):
    unit, one = cost.units["101"], Share.objects.filter(scheme=draft, floor=6)
    with refused("costs_share_once"):
        Share.objects.create(scheme=draft, unit=unit, floor=1, area_cm2=1, amount_fen=0)
    for wrong in ({"amount_fen": -1}, {"compensation_fen": -1}, {"area_cm2": 0}):
        with refused("costs_share_not_negative"):
            one.update(**wrong)
    for wrong in ({"waived": True}, {"waive_reason": "困难"}, {"waived": True, "waive_reason": "困难"}):
        with refused("costs_waiver_pays_nothing"):
            one.update(**wrong)
    Compensation.objects.create(scheme=draft, unit=unit, amount_fen=5, reason="采光")
    with refused("costs_compensation_once"):
        Compensation.objects.create(scheme=draft, unit=unit, amount_fen=5, reason="采光")
    for wrong in ({"amount_fen": 0}, {"reason": ""}):
        with refused("costs_compensation_said"):
            Compensation.objects.filter(scheme=draft).update(**wrong)


def test_subsidy_line_stands_once_within_its_cap(cost, draft, refused):
    line = SchemeSubsidy.objects.get(scheme=draft)
    with refused("costs_subsidy_once"):
        SchemeSubsidy.objects.create(scheme=draft, policy=cost.city, name="再", citation="x", base_fen=1, amount_fen=1)
    for wrong in ({"amount_fen": 28_000_001}, {"amount_fen": -1}, {"base_fen": 0}):
        with refused("costs_subsidy_within_cap"):
            SchemeSubsidy.objects.filter(pk=line.pk).update(**wrong)


def test_budget_of_a_chosen_scheme_is_frozen(cost, chosen, refused):
    items = BudgetItem.objects.filter(budget=cost.budget, kind="lift")
    spare = Budget.objects.create(project=cost.project, version=2)
    with refused("costs_item_frozen_insert"):
        BudgetItem.objects.create(budget=cost.budget, kind="other", amount_fen=1)
    with refused("costs_item_frozen_update"):
        items.update(amount_fen=1)
    with refused("costs_item_frozen_update_from"):
        items.update(budget=spare)
    with refused("costs_item_frozen_delete"):
        items._raw_delete("default")
    with refused("costs_budget_fixed"):
        Budget.objects.filter(pk=spare.pk).update(version=3)


def test_budget_item_is_one_sane_sum(cost, refused):
    items = BudgetItem.objects.filter(budget=cost.budget, kind="lift")
    with refused("costs_item_once"):
        BudgetItem.objects.create(budget=cost.budget, kind="lift", amount_fen=1)
    for amount in (0, -1, 10**13 + 1):
        with refused("costs_item_amount_sane"):
            items.update(amount_fen=amount)


def test_policy_is_a_rate_with_a_cap_or_an_amount(cost, refused):
    city = SubsidyPolicy.objects.filter(pk=cost.city.pk)
    for wrong in ({"rate_bp": None}, {"amount_fen": 1}, {"rate_bp": 0}, {"rate_bp": 10_001}):
        with refused("costs_policy_rate_or_amount"):
            city.update(**wrong)
    with refused("costs_policy_rate_or_amount"):
        city.update(rate_bp=None, amount_fen=5)
    with refused("costs_policy_cap_positive"):
        city.update(cap_fen=0)
    with refused("costs_policy_dates_ordered"):
        city.update(valid_from="2026-02-01", valid_to="2026-01-31")
    for field in ("citation", "name"):
        with refused("costs_policy_has_citation"):
            city.update(**{field: ""})


def test_policy_stands_once_and_stays_at_home(cost, refused):
    plain = {
        "name": "街道",
        "scope": "street",
        "amount_fen": 1,
        "citation": "文件",
        "checked_on": DAY,
        "valid_from": DAY,
    }
    ours = SubsidyPolicy.objects.create(community=cost.cast.here, **plain)
    SubsidyPolicy.objects.create(**plain)
    with refused("costs_policy_once"):
        SubsidyPolicy.objects.create(community=cost.cast.here, **plain)
    with refused("costs_common_policy_once"):
        SubsidyPolicy.objects.create(**plain)
    with refused("costs_policy_fixed"):
        SubsidyPolicy.objects.filter(pk=ours.pk).update(community=cost.cast.there)


def test_reference_table_is_cited_and_computable(db, refused):
    plain = {"code": "X", "name": "表", "checked_on": DAY}
    with refused("costs_reference_has_citation"):
        ReferenceTable.objects.create(method="equal", citation="", **plain)
    with refused("costs_reference_method_known"):
        ReferenceTable.objects.create(method="fixed", citation="文件", **plain)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    "guard,table",
    (
        ("costs_scheme_no_truncate", "projects_sharingscheme"),
        ("costs_item_no_truncate", "projects_budgetitem"),
        ("costs_share_no_truncate", "projects_share"),
        ("costs_subsidy_no_truncate", "projects_schemesubsidy"),
        ("costs_compensation_no_truncate", "projects_compensation"),
        ("costs_signature_no_truncate", "projects_signature"),
        ("costs_contributor_no_truncate", "projects_contributor"),
    ),
)
def test_nothing_of_a_scheme_is_truncated(db, refused, guard, table):
    with refused(guard), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
