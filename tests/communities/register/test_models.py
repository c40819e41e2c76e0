import datetime

import pytest

from communities.models import Upload


@pytest.fixture
def upload(cast):
    return Upload.objects.create(
        community=cast.here,
        by=cast.member,
        filename="登记表.xlsx",
        digest="d" * 64,
        content=b"checked",
        expires_on=datetime.date(2030, 1, 1),
    )


def test_upload_confirmed_is_the_one_that_was_previewed(cast, upload, refused):
    mine = Upload.objects.filter(pk=upload.pk)
    for change in ({"content": b"swapped"}, {"digest": "e" * 64}, {"community": cast.there}, {"by": cast.secretary}):
        with refused("register_upload_fixed"):
            mine.update(**change)


def test_upload_is_named_by_its_digest(upload):
    assert str(upload) == "登记表dddddddd"
    assert "xlsx" not in str(upload)
