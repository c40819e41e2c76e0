"""A secretary's day, on the pages alone: a colleague, a post, a volunteer, a project."""

import re

from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Committee, Post, User, Volunteer
from projects.models import Project


def test_a_day_at_the_desk(client, cast):
    today = timezone.localdate().isoformat()
    assert client.post("/admin/account/login/", {"login": "secretary", "password": "pass-word-123"}).url == "/admin/"
    assert "人员权限" in client.get("/admin/").content.decode()

    colleague = {"username": "juwei02", "first_password": "xin-mi-ma-2026", "duty": "居委会委员", "role": "committee"}
    client.post("/admin/communities/user/add/", {**colleague, "community": cast.here.pk})
    assert User.objects.get(username="juwei02").memberships.get().community == cast.here

    volunteer = {
        "community": cast.here.pk, "tier": "core_party_member", "name": "示例志愿者", "expires_on": "2099年1月1日",
        "building_group": cast.stair2.pk, "starts_on": today, "purpose": "志愿服务联系与排班",
        "skills-TOTAL_FORMS": "2", "skills-INITIAL_FORMS": "0", "skills-0-skill": "law", "skills-1-skill": "building",
        "services-TOTAL_FORMS": "0", "services-INITIAL_FORMS": "0",
    }  # fmt: skip
    client.post("/admin/communities/volunteer/add/", volunteer)
    helper = Volunteer.objects.get()
    assert [skill.skill for skill in helper.skills.all()] == ["law", "building"]

    committee = {
        "community": cast.here.pk, "kind": "residents_committee", "name": "甲居委会", "is_active": "on",
        "posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0",
    }  # fmt: skip
    client.post("/admin/communities/committee/add/", committee)
    post = {
        "community": cast.here.pk, "body": Committee.objects.get().pk, "title": "主任", "starts_on": today,
        "ends_on": "2031-01-01", "volunteer": helper.pk,
    }  # fmt: skip
    client.post("/admin/communities/post/add/", post)
    assert Post.objects.get().ends_on.isoformat() == "2031-01-01"

    project = {"community": cast.here.pk, "building_group": cast.stair2.pk, "kind": "lift", "stage_since": "2026-01-05"}
    client.post("/admin/projects/project/add/", project)
    lift = Project.objects.get()
    assert lift.stage == "consulting"
    page = client.get(f"/admin/projects/project/{lift.pk}/change/").content.decode()
    move = re.search(r'href="([^"]+)" class="step-link">进入下一阶段', page)[1]
    client.post(move, {"to": "not_started", "on": "2026-03-01"})
    lift.refresh_from_db()
    assert (lift.stage, lift.stage_since.isoformat()) == ("not_started", "2026-03-01")
    assert "待开工" in client.get("/c/jia/b/2/").content.decode()

    assert list(Entry.objects.faults()) == []
    assert Entry.objects.filter(actor=f"user:{cast.secretary.pk}").count() == 12
