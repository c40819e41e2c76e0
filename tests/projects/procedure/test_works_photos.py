"""Photos: drawn anew, looked at, public, taken down."""

import datetime
import io

import pytest
from PIL import Image

from projects.models import SitePhoto
from projects.procedure import actions
from projects.procedure.domain import Refused
from tests.portal.notices.samples import photo_with_place, picture


def test_place_and_camera_stay_behind(yard):
    photo = yard.photo(photo_with_place())
    content = photo.file.open("rb").read()
    with Image.open(io.BytesIO(content)) as kept:
        assert len(kept.getexif()) == 0
        assert (kept.size, kept.format) == ((48, 64), "JPEG")
    assert b"SecretCamera" not in content
    assert b"SecretComment" not in content


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "不能上传这种文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.jpg", "不能上传这种文件"),
        (b"%PDF-1.4\n%%EOF\n", "a.pdf", "施工照片要是JPEG"),
        (b"", "a.jpg", "空的"),
        (b"\xff\xd8\xff" + bytes(13 * 1024 * 1024), "a.jpg", "最多12MB"),
    ],
)
def test_what_is_no_photo_is_refused_clearly(yard, content, name, said):
    with pytest.raises(Refused, match=said):
        yard.photo(content, name)
    assert not SitePhoto.objects.exists()


def test_photo_is_public_once_somebody_has_looked(yard):
    photo = yard.photo()
    assert not SitePhoto.objects.public().exists()
    with pytest.raises(Refused, match="本人"):
        actions.confirm_photo(photo=photo, by=None)
    actions.confirm_photo(photo=photo, by=yard.cast.leader)
    assert list(SitePhoto.objects.public()) == [photo]
    with pytest.raises(Refused, match="已经公开"):
        actions.confirm_photo(photo=photo, by=yard.by)
    actions.withdraw_photo(photo=photo, reason="照到了门牌", by=yard.by)
    assert not SitePhoto.objects.public().exists()
    with pytest.raises(Refused, match="已经撤下"):
        actions.withdraw_photo(photo=photo, reason="照到了门牌", by=yard.by)


def test_words_stage_and_day_are_asked(yard):
    with pytest.raises(Refused, match="照片说明"):
        yard.photo(alt="  ")
    with pytest.raises(Refused, match="今天"):
        yard.photo(taken_on=datetime.date(2099, 1, 1))
    early = yard.open(yard.cast.stair2)
    with pytest.raises(Refused, match="开工以后"):
        yard.photo(project=early)
    assert yard.photo(project=early, phase="before").phase == "before"
    mine = yard.record(started_on=datetime.date(2026, 3, 3))
    with pytest.raises(Refused, match="不是这个项目"):
        yard.photo(picture(size=(30, 30)), project=yard.begun(yard.cast.stair3), milestone=mine)


def test_same_photo_twice_is_told(yard):
    yard.photo(is_clear=True)
    with pytest.raises(Refused, match="已经上传过"):
        yard.photo()
    assert SitePhoto.objects.public().count() == 1
