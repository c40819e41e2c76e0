import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from communities.models import Entry, Reading, Unit, Upload

from .files import HEADER, ROW, sample, text, xlsx

START = "/admin/communities/upload/"


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.member)
    return client


def send(client, cast, content, name="登记表.xlsx", community=None):
    file = SimpleUploadedFile(name, content)
    return client.post(START, {"community": (community or cast.here).pk, "file": file})


def words(response):
    return response.content.decode()


def key_in(response):
    return re.search(r'name="key" value="([0-9a-f]{64})"', words(response))[1]


def confirm(client, response, key=None):
    upload = response.context["upload"]
    return client.post(reverse("admin:communities_upload_confirm", args=[upload.pk]), {"key": key or key_in(response)})


def test_start_offers_only_communities_within_reach(desk, cast):
    page = words(desk.get(START))
    assert "甲居民区" in page
    assert "乙居民区" not in page


def test_upload_is_previewed_then_confirmed_and_a_second_press_is_harmless(desk, cast):
    preview = send(desk, cast, sample("register-one-stair.xlsx"))
    assert preview.status_code == 200
    assert "新增：12室" in words(preview)
    assert "示例一村3号101室" in words(preview)
    assert "第14行和第15行" in words(preview)
    assert not Unit.objects.filter(building_group__compound__name="示例一村").exists()
    done = confirm(desk, preview)
    assert (done.status_code, done.url) == (302, START)
    assert "已导入：新增12，更新0，没有变化0" in words(desk.get(START))
    assert not Upload.objects.exists()
    again = confirm(desk, preview)
    assert (again.status_code, again.url) == (302, START)
    assert "已经导入过" in words(desk.get(START))
    assert Unit.objects.filter(building_group__compound__name="示例一村").count() == 12
    assert Entry.objects.filter(action="communities.upload.import").count() == 1


def test_upload_with_faults_lists_them_and_gives_the_sheet_back_marked(desk, cast):
    preview = send(desk, cast, sample("register-with-faults.xlsx"))
    page = words(preview)
    assert page.count('<th scope="row">第') == 5
    assert "看不懂面积" in page
    assert "确认导入" not in page
    upload = preview.context["upload"]
    book = desk.post(reverse("admin:communities_upload_marked", args=[upload.pk]), {"key": key_in(preview)})
    assert book["Content-Disposition"] == 'attachment; filename="register-errors.xlsx"'
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "错误说明"
    confirmed = confirm(desk, preview)
    assert confirmed.status_code == 200
    assert not Unit.objects.filter(building_group__compound__name="示例三村").exists()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.xlsx", "0字节"),
        (b"PK\x03\x04junk", "a.xlsx", "损坏"),
        (b"hello", "a.xlsx", "内容却不是"),
        (b"MZ", "a.exe", "xlsx或csv"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "文件太大"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.xls", "旧版xls"),
    ],
)
def test_file_that_cannot_be_read_is_said_on_the_page(desk, cast, content, name, message):
    response = send(desk, cast, content, name)
    assert response.status_code == 400
    assert message in words(response)
    assert not Upload.objects.exists()


def test_upload_without_a_file_or_with_nonsense_is_said_on_the_page(desk, cast):
    for data in ({}, {"community": "x"}, {"community": "9" * 40}, {"community": cast.here.pk, "file": "text"}):
        assert desk.post(START, data).status_code == 400
    assert not Upload.objects.exists()


def test_upload_for_another_community_is_refused(desk, cast):
    response = send(desk, cast, xlsx(ROW), community=cast.there)
    assert response.status_code == 400
    assert not Upload.objects.exists()
    assert not Unit.objects.filter(building_group__name="8号").exists()


def test_member_of_a_cannot_touch_an_upload_of_b(client, desk, cast):
    client.force_login(cast.outsider)
    preview = send(client, cast, xlsx(ROW), community=cast.there)
    upload, key = preview.context["upload"], key_in(preview)
    client.force_login(cast.member)
    for name in ("confirm", "marked"):
        url = reverse(f"admin:communities_upload_{name}", args=[upload.pk])
        assert client.post(url, {"key": key}).status_code == 404
    client.force_login(cast.secretary)
    assert client.post(reverse("admin:communities_upload_confirm", args=[upload.pk])).status_code == 404
    assert Upload.objects.count() == 1
    assert not Unit.objects.filter(building_group__name="8号").exists()


def test_colleague_of_the_same_community_cannot_confirm_either(client, desk, cast):
    preview = send(desk, cast, xlsx(ROW))
    client.force_login(cast.secretary)
    assert confirm(client, preview, key_in(preview)).status_code == 404
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("key", ["", "0" * 64, "x", "\x00"])
def test_wrong_key_imports_nothing(desk, cast, key):
    preview = send(desk, cast, xlsx(ROW))
    url = reverse("admin:communities_upload_confirm", args=[preview.context["upload"].pk])
    assert desk.post(url, {"key": key}).status_code == 302
    assert not Unit.objects.filter(building_group__name="8号").exists()


def test_address_of_an_act_answers_to_post_only(desk, cast):
    preview = send(desk, cast, xlsx(ROW))
    for name in ("confirm", "marked"):
        url = reverse(f"admin:communities_upload_{name}", args=[preview.context["upload"].pk])
        assert desk.get(url).status_code == 405
    assert desk.get(reverse("admin:communities_upload_export")).status_code == 405
    for gone in ("add/", "1/change/", "1/delete/", "1/history/"):
        assert desk.get(START + gone).status_code == 404


def test_leader_of_a_stair_imports_and_exports_nothing(client, cast):
    client.force_login(cast.leader)
    assert client.get(START).status_code == 403
    assert send(client, cast, xlsx(ROW)).status_code == 403
    assert client.post(reverse("admin:communities_upload_export"), {"community": cast.here.pk}).status_code == 403


def test_export_is_a_download_of_the_own_community(desk, cast):
    url = reverse("admin:communities_upload_export")
    response = desk.post(url, {"community": cast.here.pk})
    assert response["Content-Disposition"].startswith('attachment; filename="register-jia-')
    assert "no-store" in response["Cache-Control"]
    assert response.content[:2] == b"PK"
    assert desk.post(url, {"community": cast.there.pk}).status_code == 302
    assert Reading.objects.filter(purpose="导出住户登记表").count() == 1


def test_preview_is_logged_as_a_reading_and_shows_no_certificate(desk, cast):
    content = text(
        (*ROW, "310107199001011234"), (*ROW[:3], "x", ROW[4], "310107199001011234"), header=(*HEADER, "证件号")
    )
    page = words(send(desk, cast, content, "a.csv"))
    assert "310107" not in page
    reading = Reading.objects.get()
    assert (reading.purpose, reading.rows) == ("预览住户登记表", 2)
    assert reading.actor == f"user:{cast.member.pk}"


def test_name_of_the_file_is_escaped(desk, cast):
    page = words(send(desk, cast, xlsx(("<script>", "1号", "1", 5, "")), "<b>x</b>.xlsx"))
    assert "<script>1号" not in page
    assert "<b>x" not in page
