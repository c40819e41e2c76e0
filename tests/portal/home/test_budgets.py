"""Queries of a page nobody has opened yet, the pulse included: the same for little and much."""

import pytest

BUDGETS = {
    "/": 4,
    "/c/jia/": 5,
    "/c/jia/b/?no=99": 3,
    "/c/jia/b/1/": 8,
    "/c/jia/b/2/": 7,
    "/c/jia/lifts/": 3,
    "/c/jia/lifts/?stage=completed": 3,
    "/c/jia/contacts/": 4,
    "/c/jia/bodies/": 4,
    "/stats/": 4,
    "/stats/lifts.csv": 3,
    "/guide/": 2,
    "/faq/": 1,
    "/rules/": 2,
    "/about/": 2,
    "/privacy/": 1,
    "/accessibility/": 1,
    "/subscribe/": 2,
}


@pytest.mark.parametrize(("path", "queries"), BUDGETS.items())
@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_as_often_for_little_and_much(cast, build, tell, serve, crowd, cold, path, queries, rows):
    team = serve("lift_team", "1号小组", title="组长", is_lead=True, building_group=cast.stair1)
    build(cast.stair1, "under_construction", team_id=team.pk)
    crowd(rows)
    reply, asked = cold(path)
    assert reply.status_code in (200, 404)
    assert asked == queries


def test_page_opened_again_asks_the_pulse_alone(cast, build, client, django_assert_num_queries):
    build(cast.stair1, "completed")
    client.get("/c/jia/b/1/")
    with django_assert_num_queries(1):
        assert client.get("/c/jia/b/1/").status_code == 200
