import re

from communities.bodies.models import Body


def text(reply):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", reply.content.decode().partition("<main")[2]))


def test_contacts_show_offices_and_duties_without_names(cast, client, serve):
    serve("residents_committee", "甲居委会", title="主任", phone="021-55550011")
    serve("lift_team", "1号小组", title="组长", phone="021-55550022", building_group=cast.stair1)
    company = serve("property_manager", "某物业")
    company.phone, company.hours, company.duties = "021-55550033", "全天", "修理和保洁"
    company.save()
    reply = client.get("/c/jia/contacts/")
    page = text(reply)
    assert "某物业管什么修理和保洁接待时间全天电话021-55550033" in page
    assert "按职务找人甲居委会主任021-55550011" in page
    assert "1号小组组长021-55550022" in page
    assert "示例志愿者姓名" not in page
    assert "13900009999" not in page
    assert "甲居民区联系电话" in reply.context["title"]


def test_contacts_show_each_number_once_the_committee_first(cast, client, serve):
    for kind, name, phone in (
        ("property_manager", "某物业", "021-55550033"),
        ("residents_committee", "甲居委会", "021-55550011"),
        ("party_group", "第一小组", ""),
    ):
        body = serve(kind, name, phone=phone)
        body.phone = phone
        body.save()
    page = text(client.get("/c/jia/contacts/"))
    assert page.index("甲居委会") < page.index("某物业")
    assert page.count("021-55550011") == 1
    assert "第一小组" not in page


def test_contacts_leave_out_what_is_over(cast, client, serve):
    old = serve("owners_committee", "上届业委会", phone="021-55550044")
    old.is_active = False
    old.save()
    assert "上届业委会" not in text(client.get("/c/jia/contacts/"))
    assert client.get("/c/nowhere/contacts/").status_code == 404


def test_bodies_form_a_tree_with_posts_terms_and_vacancies(cast, client, serve):
    general = serve("general_party_branch", "甲党总支", title="书记", public_name="李书记")
    branch = Body.objects.create(community=cast.here, kind="party_branch", name="第一支部", parent=general)
    Body.objects.create(community=cast.here, kind="party_group", name="第一小组", parent=branch)
    serve("lift_team", "1号小组", title="组长", is_lead=True, held=False, building_group=cast.stair1)
    reply = client.get("/c/jia/bodies/")
    page = text(reply)
    assert "甲党总支书记李书记2024年1月1日起第一支部第一小组" in page
    assert "1号小组组长带头人空缺2024年1月1日起共1个职务。看东村1号的电梯" in page
    assert reply.content.decode().count("示例志愿者姓名") == 0


def test_bodies_of_an_empty_community_say_so(cast, client):
    assert "还没有登记" in text(client.get("/c/yi/bodies/"))
    assert client.get("/c/nowhere/bodies/").status_code == 404
