import csv
import datetime
import io
import re
import xml.etree.ElementTree as ET

import pytest

from communities.places.models import BuildingGroup, Community


def text(reply):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", reply.content.decode().partition("<main")[2]))


@pytest.fixture
def lifts(cast, build):
    fourth = BuildingGroup.objects.create(community=cast.here, compound=cast.west, name="4号", no="4", position=4)
    build(cast.stair1, "completed", on=datetime.date(2019, 10, 1))
    build(cast.stair2, "completed", on=datetime.date(2021, 2, 1))
    build(cast.stair3, "completed", on=datetime.date(2021, 3, 1), is_demo=True)
    build(fourth, "consulting")


def test_stats_count_what_the_database_holds(cast, client, lifts):
    reply = client.get("/stats/")
    page = text(reply)
    assert "甲居民区一共4台电梯：建成3台，在建0台，待开工0台。" in page
    assert "东村2220000西村2010001合计4230001" in page.replace("征询中东村", "东村")
    assert "201911202001202123" in page
    assert reply.context["title"] == "电梯数字：已建成3台"


def test_stats_chart_is_well_formed_and_says_what_the_table_says(cast, client, lifts):
    drawing = re.search(r"<svg[^>]*role=.img.*?</svg>", client.get("/stats/").content.decode(), re.DOTALL)[0]
    svg = ET.fromstring(drawing)
    assert svg.get("role") == "img"
    assert svg.find("title").text == "累计建成的电梯：2019年1台，2021年3台"
    assert [label.text for label in svg.findall("text")] == ["1", "19", "1", "20", "3", "21"]
    heights = [int(bar.get("height")) for bar in svg.findall("rect")]
    assert all(abs(height - 116 * n / 3) <= 0.5 for height, n in zip(heights, (1, 1, 3), strict=True))
    assert {element.get("id") for element in svg.iter() if element.get("id")} == {"growth-title", "growth-desc"}


def test_stats_of_another_community_and_of_none(cast, client, lifts):
    assert "乙居民区一共0台电梯" in text(client.get("/stats/?community=yi"))
    assert client.get("/stats/?community=nowhere").status_code == 404
    assert client.get("/stats/?community=%00").status_code == 400
    assert client.get("/stats/lifts.csv?community=nowhere").status_code == 404


@pytest.mark.django_db
def test_stats_of_an_empty_site_say_so(client):
    assert not Community.objects.exists()
    assert "还没有登记居民区" in text(client.get("/stats/"))
    assert client.get("/stats/lifts.csv").content.decode("utf-8-sig").count("\r\n") == 1


def test_lifts_csv_has_a_row_a_lift_and_nobody_in_it(cast, client, lifts):
    reply = client.get("/stats/lifts.csv?community=jia")
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert reply["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="lifts-jia.csv"' in reply["Content-Disposition"]
    assert [name for name, _ in client.get("/stats/").context["dictionary"]] == rows[0]
    assert rows[1] == ["东村", "1号", "1", "已完工", "2019-12-30", "2019-11-30", "2019-12-30", "", "否"]
    assert [row[-1] for row in rows[1:]] == ["否", "否", "是", "否"]
    assert "示例业主" not in reply.content.decode()
