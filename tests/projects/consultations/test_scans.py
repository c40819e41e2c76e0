"""Scans of what was signed: checked, kept from the public, and there before the count of a ballot that rests on one."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communities.files.domain import check_file
from communities.journal.models import Entry
from communities.journal.models import Reading as ReadLog
from portal.management.commands.verify import file_findings
from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.models import Scan

from .rows import copy, row, scan_of

AGENT = {"capacity": "agent", "authority": "委托书1"}
VIDEO = {"channel": "video", "witness": "12号楼组长", "original": "原件1"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(side=40, **options):
    written = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(written, "JPEG", **options)
    return written.getvalue()


def upload(content=None, name="委托书.jpg"):
    return SimpleUploadedFile(name, content or photo())


def attach(vote, consultation, room, kind="authority", **values):
    plain = {"code": vote.serial(consultation, room), "kind": kind, "upload": upload(), "by": vote.first}
    return actions.attach_scan(consultation=consultation, **{**plain, **values})


def refusal(media, act, *args, **values):
    before = Scan.objects.count(), Entry.objects.count(), len(list(media.rglob("*.*")))
    with pytest.raises(Refused) as caught:
        act(*args, **values)
    assert (Scan.objects.count(), Entry.objects.count(), len(list(media.rglob("*.*")))) == before
    return str(caught.value)


def test_scan_is_kept_without_its_metadata_and_signed_by_who_uploaded_it(vote, opened):
    scan = attach(vote, opened, "101", upload=upload(photo(comment=b"SecretPlace")))
    with scan.file.open("rb") as file:
        kept = file.read()
    assert (b"SecretPlace" in kept, check_file(kept, "a.jpg").kind) == (False, "image")
    assert (scan.uploaded_by, scan.content_type, scan.size) == (vote.first, "image/jpeg", len(kept))
    assert str(scan) == "票0001的书面委托书"
    assert "委托书.jpg" not in str(list(Entry.objects.values("changes", "object_label")))
    assert list(file_findings()) == []


def test_scan_altered_on_the_disk_is_found(vote, opened, media):
    scan = attach(vote, opened, "101")
    (media / scan.file.name).write_bytes(b"other")
    assert list(file_findings()) == [f"scan {scan.pk} was altered"]
    assert scan.file.name.startswith("scans/")


@pytest.mark.parametrize(
    "values, said",
    [
        ({"kind": "photo"}, "请选扫描的是什么"),
        ({"code": "99"}, "这次征询没有这张票"),
        ({"upload": None}, "请选择扫描件"),
        ({"upload": upload(b"<svg></svg>", "a.jpg")}, "不能上传这种文件"),
        (
            {"upload": upload((b"\xff\xfb\x90\x00" + bytes(413)) * 2, "a.mp3")},
            "扫描件要是",
        ),
        ({"by": None}, "要有本人的账号"),
    ],
)
def test_scan_that_cannot_be_is_refused(vote, opened, media, values, said):
    assert said in refusal(media, attach, vote, opened, "101", **values)
    assert Scan.objects.count() == 0


def test_scan_is_not_hung_twice_nor_by_a_stranger_nor_after_the_count(vote, opened, media):
    attach(vote, opened, "101")
    assert "已经上传过这一份" in refusal(media, attach, vote, opened, "101")
    assert "不在您负责的范围" in refusal(media, attach, vote, opened, "102", by=vote.cast.outsider)
    assert attach(vote, opened, "101", kind="original").kind == "original"
    actions.close(consultation=opened, by=vote.first)
    assert "已计票" in refusal(media, attach, vote, opened, "102")


@pytest.mark.parametrize(
    "reading, kind, said",
    [(AGENT, "authority", "票0001缺书面委托书"), (VIDEO, "original", "票0001缺签名的原件")],
)
def test_count_waits_for_what_a_ballot_rests_on(vote, opened, media, reading, kind, said):
    vote.both(opened, "101", **reading)
    assert said in refusal(media, actions.close, consultation=opened, by=vote.first)
    other = "original" if kind == "authority" else "authority"
    attach(vote, opened, "101", kind=other)
    assert said in refusal(media, actions.close, consultation=opened, by=vote.first)
    attach(vote, opened, "101", kind=kind)
    assert actions.close(consultation=opened, by=vote.first).heads_agree == 1


def test_ballot_that_does_not_count_or_was_read_again_needs_no_scan(vote, opened):
    vote.both(opened, "101", **AGENT, flaw="not_entitled")
    vote.both(opened, "102", **AGENT)
    vote.key(opened, "102", reason="授权不在", flaw="not_entitled")
    vote.key(opened, "102", by=vote.second, reason="授权不在", flaw="not_entitled")
    assert Scan.objects.wanting(opened) == []
    assert actions.close(consultation=opened, by=vote.first).set_aside == {"invalid": 2}


def test_ballot_of_a_paper_since_voided_may_still_be_proven(vote, opened, media):
    vote.both(opened, "101", **AGENT)
    actions.reissue(consultation=opened, code="1", by=vote.first, reason="遗失")
    assert "票0001缺书面委托书" in refusal(media, actions.close, consultation=opened, by=vote.first)
    attach(vote, opened, "101", code="1")
    assert actions.close(consultation=opened, by=vote.first).heads_agree == 1


def test_recount_keeps_the_scans(vote, opened):
    vote.both(opened, "101", **AGENT)
    scan = attach(vote, opened, "101")
    actions.close(consultation=opened, by=vote.first)
    fresh = actions.recount(consultation=opened, reason="核对", by=vote.first)
    vote.both(fresh, "101", **AGENT)
    assert actions.close(consultation=fresh, by=vote.first).heads_agree == 1
    assert Scan.objects.get(paper__consultation=fresh).file.name == scan.file.name


def test_database_counts_no_ballot_without_its_scan(vote, opened, refused):
    vote.both(opened, "101", **AGENT)
    with refused("consultations_consultation_proven"):
        row(opened).update(status="counted")
    scan_of(vote.paper(opened, "101"), kind="original")
    with refused("consultations_consultation_proven"):
        row(opened).update(status="counted")


def test_database_wants_the_original_after_a_video(vote, opened, refused):
    vote.both(opened, "101", **VIDEO)
    scan_of(vote.paper(opened, "101"), kind="authority")
    with refused("consultations_consultation_proven"):
        row(opened).update(status="counted")
    assert [ballot.lacks for ballot in Scan.objects.wanting(opened)] == ["original"]


def test_scan_stays_as_it_is(vote, opened, refused):
    scan = scan_of(vote.paper(opened, "101"))
    with refused("consultations_scan_no_update"):
        Scan.objects.filter(pk=scan.pk).update(kind="original")
    with refused("consultations_scan_no_delete"):
        Scan.objects.filter(pk=scan.pk)._raw_delete("default")
    with refused("consultations_scan_once"):
        copy(scan)
    with refused("consultations_scan_kind_known"):
        copy(scan, kind="photo")
    actions.close(consultation=opened, by=vote.first)
    with refused("consultations_scan_while_open_insert"):
        copy(scan, digest="1" * 64)


def test_large_photo_is_taken_though_chance_writes_markup_into_it():
    """Three megabytes of noise hold "<svg" or its like by chance; what is kept is drawn anew."""
    noise = random.Random(7).randbytes(1200 * 1200 * 3)
    written = io.BytesIO()
    Image.frombytes("RGB", (1200, 1200), noise).save(written, "JPEG", quality=98)
    body = written.getvalue()
    cut = len(body) // 2
    checked = check_file(body[:cut] + b"<svg" + body[cut + 4 :], "a.jpg")
    assert (checked.kind, checked.width, checked.height) == ("image", 1200, 1200)
    assert len(body) > 1_000_000


def test_scan_is_uploaded_and_downloaded_by_staff_alone(client, vote, opened):
    client.force_login(vote.first)
    page = reverse("admin:projects_consultation_scan", args=[opened.pk])
    assert 'enctype="multipart/form-data"' in client.get(page).content.decode()
    assert client.post(page, {"code": "1", "kind": "authority", "upload": upload()}).status_code == 302
    scan = Scan.objects.get()
    address = reverse("admin:projects_scan_file", args=[scan.pk])
    assert address in client.get(reverse("admin:projects_scan_change", args=[scan.pk])).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert answer["Content-Disposition"] == f'attachment; filename="scan-{scan.pk}.jpg"'
    assert ("no-store" in answer["Cache-Control"], answer["X-Content-Type-Options"]) == (True, "nosniff")
    assert ReadLog.objects.get(purpose="下载扫描件").rows == 1
    client.force_login(vote.cast.outsider)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    assert ReadLog.objects.filter(purpose="下载扫描件").count() == 1


def test_list_of_scans_takes_a_fixed_number_of_queries(client, vote, opened, django_assert_num_queries):
    client.force_login(vote.first)
    scan_of(vote.paper(opened, "101"))
    client.get("/admin/projects/scan/")
    for rooms in ((), ("102", "201", "202", "301", "302")):
        for room in rooms:
            scan_of(vote.paper(opened, room))
        with django_assert_num_queries(5):
            assert client.get("/admin/projects/scan/").status_code == 200
