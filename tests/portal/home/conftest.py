"""A community with lifts, notices and posts, and the count of queries of a page that nobody has opened yet."""

import datetime

import pytest
from django.utils import timezone

from communities.bodies.models import Body, Post
from communities.people.models import Volunteer
from communities.places.models import BuildingGroup
from portal.notices.models import Notice
from projects.retrofits import actions
from projects.retrofits.enums import Stage
from projects.retrofits.models import Project

WALK = (Stage.CONSULTING, Stage.NOT_STARTED, Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, Stage.DELIVERED)


@pytest.fixture
def build():
    """``build(stair, to, on)``: a lift walked to a stage, each step 30 days after the one before."""

    def walk(stair, to, on=datetime.date(2020, 1, 1), **fields):
        project = Project(community=stair.community, building_group=stair, stage_since=on, **fields)
        actions.open_project(project=project, by=None)
        for stage in WALK[1 : WALK.index(to) + 1]:
            on += datetime.timedelta(days=30)
            actions.move(project=project, to=stage, on=on, by=None)
        project.refresh_from_db()
        return project

    return walk


@pytest.fixture
def tell(cast):
    """``tell(title, **audience)``: a notice published an hour ago in community A."""

    def publish(title, community=None, **fields):
        return Notice.objects.create(
            community=community or cast.here,
            title=title,
            body="正文",
            publisher="甲居委会",
            status="published",
            published_at=fields.pop("published_at", timezone.now() - datetime.timedelta(hours=1)),
            **fields,
        )

    return publish


@pytest.fixture
def serve(cast):
    """``serve(body, title, **post)``: a body of community A with one post, held by a volunteer or vacant."""

    def add(kind, name, title="主任", public_name="", held=True, **fields):
        group = fields.pop("building_group", None)
        body = Body.objects.create(community=cast.here, kind=kind, name=name, building_group=group)
        volunteer = None
        if held:
            volunteer = Volunteer.objects.create(
                community=cast.here,
                tier="core_party_member",
                name="示例志愿者姓名",
                phone="13900009999",
                public_name=public_name,
                consent_on=datetime.date(2024, 1, 1) if public_name else None,
                expires_on=timezone.localdate() + datetime.timedelta(days=300),
            )
        Post.objects.create(
            community=cast.here,
            body=body,
            title=title,
            volunteer=volunteer,
            starts_on=datetime.date(2024, 1, 1),
            **fields,
        )
        return body

    return add


@pytest.fixture
def crowd(cast, build, tell, serve):
    """``crowd(n)``: n more stairs in community A, each with a lift, a notice and a team."""

    def add(n):
        stages = (Stage.UNDER_CONSTRUCTION, Stage.COMPLETED, Stage.CONSULTING)
        for number in range(100, 100 + n):
            stair = BuildingGroup.objects.create(
                community=cast.here, compound=cast.east, name=f"{number}号", no=str(number), position=number
            )
            build(stair, stages[number % 3])
            tell(f"{number}号通知", building_group=stair)
            tell(f"通知{number}")
            serve("lift_team", f"{number}号小组", building_group=stair, phone="021-55551111")

    return add
