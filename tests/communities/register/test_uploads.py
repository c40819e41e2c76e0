import datetime
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.models import Entry, Unit, Upload
from communities.register.actions import Swapped, confirm_upload, open_upload, stage_upload

from .files import HEADER, ROW, xlsx

CONTENT = xlsx((*ROW, "310107199001011234"), header=(*HEADER, "证件号码"))


def stage(cast, content=CONTENT, by=None):
    return stage_upload(content=content, filename="a.xlsx", community=cast.here, by=by or cast.member)


def test_staged_file_is_sealed_and_opens_with_its_key(cast):
    upload, key = stage(cast)
    upload.refresh_from_db()
    assert upload.digest == hashlib.sha256(CONTENT).hexdigest()
    assert bytes(upload.content)[:2] != b"PK"
    assert len(upload.content) == len(CONTENT)
    assert open_upload(upload=upload, key=key) == CONTENT
    assert upload.expires_on == timezone.localdate() + datetime.timedelta(days=1)


def test_staged_file_with_another_key_stays_shut(cast):
    upload, key = stage(cast)
    _, other = stage(cast)
    assert key != other
    with pytest.raises(Swapped):
        open_upload(upload=upload, key=other)
    with pytest.raises(Swapped):
        confirm_upload(upload=upload, key=other, by=cast.member)
    assert Unit.objects.filter(building_group__name="8号").count() == 0


def test_confirmed_file_is_imported_and_forgotten(cast):
    upload, key = stage(cast)
    assert confirm_upload(upload=upload, key=key, by=cast.member).created == 1
    assert not Upload.objects.exists()
    assert confirm_upload(upload=upload, key=key, by=cast.member) is None
    assert Unit.objects.filter(building_group__name="8号").count() == 1


def test_confirmed_by_somebody_else_is_nobodys(cast):
    upload, key = stage(cast)
    assert confirm_upload(upload=upload, key=key, by=cast.secretary) is None
    assert Upload.objects.count() == 1


def test_file_swapped_in_memory_is_not_what_is_imported(cast):
    upload, key = stage(cast)
    upload.content = b"x"
    assert confirm_upload(upload=upload, key=key, by=cast.member).created == 1


def test_file_with_faults_is_not_saved_and_waits(cast):
    upload, key = stage(cast, xlsx((*ROW[:3], "x", "")))
    assert len(confirm_upload(upload=upload, key=key, by=cast.member).errors) == 1
    assert Upload.objects.count() == 1


def test_files_older_than_a_day_go_when_a_new_one_comes(cast):
    old, _ = stage(cast)
    Upload.objects.filter(pk=old.pk).update(at=timezone.now() - datetime.timedelta(hours=25))
    young, _ = stage(cast)
    assert set(Upload.objects.all()) == {young}


def test_staging_is_journalled_without_name_or_content(cast):
    upload, key = stage(cast)
    entry = Entry.objects.get()
    assert entry.kind == "access"
    assert entry.changes == {"digest": [None, upload.digest], "content": "personal", "filename": "personal"}
    assert key not in str(entry.changes)


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_staging_outside_reach_is_refused(cast, who):
    with pytest.raises(PermissionDenied):
        stage(cast, by=getattr(cast, who))
    assert not Upload.objects.exists()
