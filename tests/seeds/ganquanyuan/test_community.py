"""The demo community: its real figures exact, everything made up recognisable as such."""

import datetime
import re
from collections import Counter

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db.models import Count, F, Max, Min

from communities.bodies.enums import BodyKind
from communities.models import (
    Body,
    BuildingGroup,
    Community,
    Compound,
    Membership,
    Owner,
    Ownership,
    Post,
    Unit,
    User,
    Volunteer,
)
from communities.people.models import Service
from projects.retrofits.models import Project, StageChange

REPORTED = datetime.date(2023, 7, 7)


def test_places_are_as_many_as_reported(db):
    assert Community.objects.get().slug == "ganquanyuan"
    assert Compound.objects.count() == 6
    assert BuildingGroup.objects.count() == 144
    assert Unit.objects.count() == 3250


def test_compounds_have_placeholder_names(db):
    assert list(Compound.objects.values_list("name", "name_is_placeholder")) == [
        ("一小区", True),
        ("二小区", True),
        ("三小区", True),
        ("四小区", True),
        ("五小区", True),
        ("六小区", True),
    ]
    assert Community.objects.get().is_demo


def test_groups_are_numbered_through_and_built_in_the_eighties(db):
    assert list(BuildingGroup.objects.values_list("no", "name")) == [(str(n), f"{n}号") for n in range(1, 145)]
    assert set(BuildingGroup.objects.values_list("built_year", flat=True)) <= set(range(1980, 1990))


def test_groups_are_of_three_shapes(db):
    shapes = BuildingGroup.objects.annotate(units_in=Count("units")).values_list("floors", "units_in")
    assert Counter(shapes) == {(6, 24): 100, (5, 20): 29, (6, 18): 15}
    assert not Unit.objects.filter(floor__gt=F("building_group__floors")).exists()


def test_units_have_plausible_areas(db):
    areas = Unit.objects.aggregate(least=Min("area_cm2"), most=Max("area_cm2"))
    assert areas == {"least": 452_000, "most": 705_400}
    assert not Unit.objects.exclude(area_source="registry").exists()


def test_every_unit_has_one_owner_and_some_more(db):
    assert dict(Ownership.objects.order_by().values_list("role").annotate(n=Count("id"))) == {
        "owner": 3250,
        "co_owner": 464,
        "tenant": 295,
    }
    assert Owner.objects.annotate(n=Count("ownerships")).filter(n=2).count() == 81


def test_lifts_are_as_many_as_reported(db):
    stages = Counter(Project.objects.values_list("stage", flat=True))
    assert Project.objects.count() == Project.objects.values("building_group").distinct().count() == 34
    assert stages == {"delivered": 26, "completed": 2, "under_construction": 5, "not_started": 1}
    assert Project.objects.done().count() == 28


def test_lifts_were_completed_in_a_plausible_ramp(db):
    years = Counter(day.year for day in Project.objects.done().values_list("completed_on", flat=True))
    assert years == {2020: 2, 2021: 6, 2022: 11, 2023: 9}
    assert Project.objects.aggregate(Min("started_on"))["started_on__min"] == datetime.date(2019, 9, 16)


def test_lifts_history_ends_by_the_day_of_the_report_and_walks_forward(db):
    days = StageChange.objects.aggregate(first=Min("on_day"), last=Max("on_day"))
    assert days == {"first": datetime.date(2019, 3, 4), "last": datetime.date(2023, 6, 30)}
    assert not StageChange.objects.filter(stage="under_construction", on_day__lt=datetime.date(2019, 9, 1)).exists()
    for project in Project.objects.prefetch_related("stage_changes"):
        lines = [(line.on_day, line.stage) for line in project.stage_changes.all()]
        assert lines == sorted(lines)
        assert lines[-1] == (project.stage_since, project.stage)


def test_lifts_paused_say_why(db):
    reasons = set(StageChange.objects.filter(stage="paused").values_list("reason", flat=True))
    assert len(reasons) >= 4
    assert "" not in reasons


def test_one_lift_only_shows_what_a_passed_date_looks_like(db):
    announced = Project.objects.filter(expected_on__isnull=False)
    assert [project.building_group.no for project in announced] == ["13"]
    assert announced.get().expected_on > REPORTED


def test_lifts_are_marked_as_sample_data(db):
    assert not Project.objects.filter(is_demo=False).exists()
    assert not Project.objects.exclude(brand__startswith="示例品牌").exists()
    assert not Project.objects.exclude(contractor__name__startswith="示例").exists()


def test_every_lift_has_a_team_with_lead_and_skills(db):
    for project in Project.objects.select_related("team"):
        posts = project.team.posts.select_related("volunteer")
        assert [post.volunteer.tier for post in posts if post.is_lead] == ["core_party_member"]
        skills = {skill.skill for post in posts for skill in post.volunteer.skills.all()}
        assert skills == {"law", "building", "finance", "mediation"}


def test_party_tree_has_three_levels(db):
    kinds = Counter(Body.objects.values_list("kind", "parent__kind"))
    assert kinds[BodyKind.GENERAL_PARTY_BRANCH, None] == 1
    assert kinds[BodyKind.PARTY_BRANCH, BodyKind.GENERAL_PARTY_BRANCH] == 6
    assert kinds[BodyKind.PARTY_GROUP, BodyKind.PARTY_BRANCH] == 12
    assert kinds[BodyKind.OWNERS_COMMITTEE, None] == 6
    assert kinds[BodyKind.RESIDENTS_COMMITTEE, None] == kinds[BodyKind.PROPERTY_MANAGER, None] == 1


def test_posts_some_end_soon_and_some_are_vacant(db):
    ending = Post.objects.ending_within(datetime.date(2026, 11, 22), 90)
    assert ending.filter(body__kind="residents_committee").count() == 6
    assert set(ending.values_list("ends_on", flat=True)) >= {datetime.date(2026, 12, 20), datetime.date(2027, 2, 15)}
    assert Post.objects.filter(volunteer=None).count() == 6


def test_stairs_with_a_lift_have_a_leader_and_some_others_have_none(db):
    led = set(Volunteer.objects.filter(tier="group_leader").values_list("building_group", flat=True))
    assert set(Project.objects.values_list("building_group", flat=True)) <= led
    assert 20 <= 144 - len(led) <= 40


def test_services_fall_within_the_story(db):
    days = Service.objects.aggregate(first=Min("on"), last=Max("on"))
    assert Service.objects.count() > 150
    assert datetime.date(2019, 3, 4) <= days["first"]
    assert days["last"] <= REPORTED


def test_people_are_nobody(db):
    for name, phone in [*Owner.objects.values_list("name", "phone"), *Volunteer.objects.values_list("name", "phone")]:
        assert re.fullmatch(r"示例(业主|共有人|承租人|志愿者)\d+", name)
        assert re.fullmatch(r"(1390000\d{4})?", phone)
    assert not Volunteer.objects.exclude(public_name__startswith="示例志愿者").exists()


def test_office_phones_are_fictitious(db):
    phones = {*Body.objects.values_list("phone", flat=True), *Post.objects.values_list("phone", flat=True)} - {""}
    assert len(phones) > 10
    assert all(re.fullmatch(r"021-5555\d{4}", phone) for phone in phones)


def test_log_ins_reach_as_far_as_their_role(db):
    members = Membership.objects.values_list("user__username", "role", "building_group__no")
    assert set(members) == {
        ("demo-shuji", "secretary", None),
        ("demo-juwei", "committee", None),
        ("demo-louzu", "group_leader", "13"),
    }
    assert all(user.is_staff and not user.is_superuser for user in User.objects.all())
    kept = User.objects.get(username="demo-louzu").password
    assert PBKDF2PasswordHasher().verify("demo-lift-2019-louzu", kept)
    assert Project.objects.get(building_group__no="13").stage == "under_construction"
