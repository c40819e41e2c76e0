"""Files of notices: who gets them, and with which headers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.notices import actions

from .samples import mp3, pdf, picture


@pytest.fixture
def hung(draft):
    """An attachment on a draft for the first stair."""

    def make(name="a.jpg", content=None, **values):
        upload = SimpleUploadedFile(name, picture() if content is None else content)
        words = {"name": "方案 <一>", "alt": "图", "text": "文字"}
        return actions.attach(notice=draft(**values), by=None, upload=upload, **words)

    return make


def public(attachment):
    actions.publish(notice=attachment.notice, by=None)
    return attachment.get_absolute_url()


def test_picture_of_public_notice_is_shown_and_kept_for_ever(client, hung):
    response = client.get(public(hung()))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")
    assert not response.cookies


def test_pdf_is_downloaded_under_its_own_name(client, hung):
    response = client.get(public(hung("a.pdf", pdf())))
    assert response.headers["Content-Type"] == "application/pdf"
    assert (
        response.headers["Content-Disposition"]
        == "attachment; filename*=utf-8''%E6%96%B9%E6%A1%88%20%3C%E4%B8%80%3E.pdf"
    )
    assert b"".join(response.streaming_content) == pdf()


@pytest.mark.parametrize(
    ("asked", "status", "span", "length"),
    [
        ("bytes=0-9", 206, "bytes 0-9/1668", 10),
        ("bytes=1660-", 206, "bytes 1660-1667/1668", 8),
        ("bytes=0-999999", 206, "bytes 0-1667/1668", 1668),
        ("bytes=1668-", 416, "bytes */1668", 0),
        ("bytes=9-3", 416, "bytes */1668", 0),
        ("bytes=99999999999999999999-", 200, None, 1668),
        ("bytes=-5", 200, None, 1668),
        ("lines=0-1", 200, None, 1668),
    ],
)
def test_recording_is_played_in_parts(client, hung, asked, status, span, length):
    response = client.get(public(hung("a.mp3", mp3())), headers={"Range": asked})
    assert response.status_code == status
    assert response.headers.get("Content-Range") == span
    assert len(b"".join(response.streaming_content) if response.streaming else response.content) == length


def test_draft_file_is_for_staff_within_reach_only(client, hung, cast):
    address = hung(building_group=cast.stair1).get_absolute_url()
    assert client.get(address).status_code == 404
    for user, status in ((cast.outsider, 404), (cast.member, 200), (cast.leader, 200), (cast.root, 200)):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == status
        assert status == 404 or response.headers["Cache-Control"] == "private, no-store"


def test_leader_does_not_see_files_of_other_stairs(client, hung, cast):
    client.force_login(cast.leader)
    assert client.get(hung(building_group=cast.stair2).get_absolute_url()).status_code == 404
    assert client.get(hung().get_absolute_url()).status_code == 404


def test_file_of_withdrawn_notice_is_not_found(client, hung):
    attachment = hung()
    address = public(attachment)
    assert client.get(address).status_code == 200
    actions.withdraw(notice=attachment.notice, by=None, reason="发错")
    assert client.get(address).status_code == 404


def test_file_that_is_gone_from_the_disk_is_not_found(client, hung):
    attachment = hung()
    address = public(attachment)
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["{pk}/x.jpg", "{pk}/", "0/a.jpg", "999999999999999999999999999999/a.jpg", "{pk}/%00"])
def test_file_under_another_name_is_not_found(client, hung, path):
    attachment = hung()
    public(attachment)
    assert client.get(f"/file/{path.format(pk=attachment.pk)}").status_code == 404


def test_file_is_only_read(client, hung):
    address = public(hung())
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
