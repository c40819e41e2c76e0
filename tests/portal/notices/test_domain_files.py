"""Uploads: the content decides. Pure, no database."""

import io

import pytest
from PIL import Image

from portal.notices.domain import Refused, check_file

from .samples import ACCEPTED, REFUSED, mp3, photo_with_place, picture, png_bomb

SECRETS = (b"Secret", b"Exif", b"\xff\xe1", b"alert", b"<?php", b"<iframe")


def test_corpus_is_large():
    assert len(ACCEPTED) >= 25
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("name", ACCEPTED)
def test_check_honest_file_is_taken_without_its_tags(name):
    checked = check_file(ACCEPTED[name], name)
    assert checked.kind in ("image", "pdf", "audio")
    assert len(checked.digest) == 64
    assert not any(secret in checked.content for secret in SECRETS)
    if checked.kind == "image":
        with Image.open(io.BytesIO(checked.content)) as image:
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (checked.width, checked.height))
            assert max(image.size) <= 2000


@pytest.mark.parametrize(
    ("name", "content", "reason"), REFUSED, ids=[f"{i}-{row[0]!a}" for i, row in enumerate(REFUSED)]
)
def test_check_other_file_is_refused_in_words(name, content, reason):
    with pytest.raises(Refused, match=reason) as refusal:
        check_file(content, name)
    assert len(refusal.value.messages) == 1


def test_check_turned_photo_is_set_upright():
    checked = check_file(photo_with_place(), "a.jpg")
    assert (checked.width, checked.height) == (48, 64)
    assert (checked.content_type, checked.extension) == ("image/jpeg", ".jpg")


def test_check_large_photo_is_made_smaller():
    checked = check_file(picture(size=(4000, 3000)), "a.jpg")
    assert (checked.width, checked.height) == (2000, 1500)
    assert check_file(picture(size=(4000, 3000)), "a.jpg").digest == checked.digest


def test_check_transparent_picture_stands_on_white():
    checked = check_file(ACCEPTED["clear.png"], "clear.png")
    with Image.open(io.BytesIO(checked.content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_check_bomb_costs_no_memory():
    import tracemalloc

    tracemalloc.start()
    with pytest.raises(Refused, match="图片太大"):
        check_file(png_bomb(), "a.png")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_check_recording_keeps_every_frame():
    checked = check_file(ACCEPTED["tagged.mp3"], "a.mp3")
    assert checked.content == mp3()
    assert (checked.content_type, checked.width) == ("audio/mpeg", None)
    kept = check_file(ACCEPTED["talk.m4a"], "a.m4a").content
    assert len(kept) == len(ACCEPTED["talk.m4a"])
