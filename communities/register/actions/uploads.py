"""A register between preview and confirmation.

What waits in the database is sealed with a key that only the page shown to the uploader holds, so that neither the
table nor its backups carry a certificate number. What is confirmed is what was previewed: the digest is of the file.
"""

import datetime
import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from communities.journal.enums import EntryKind
from communities.register.models import Upload

from .importing import Report, import_register, may_import

LIVES = datetime.timedelta(hours=24)


class Swapped(Exception):
    """The stored file is not the one that was previewed, or the key is not the one of its page."""


def stage_upload(*, content: bytes, filename: str, community, by) -> tuple[Upload, str]:
    """Keep a previewed file for a day; returns it and the key that opens it. Older ones of anybody go now."""
    if not may_import(by, community):
        raise PermissionDenied("这个居民区不在您负责的范围内")
    key = secrets.token_hex(32)
    with transaction.atomic():
        Upload.objects.filter(at__lt=timezone.now() - LIVES).delete()
        upload = Upload.objects.create(
            community=community,
            by=by,
            filename=filename[-120:],
            digest=hashlib.sha256(content).hexdigest(),
            content=_seal(content, key),
            expires_on=timezone.localdate() + LIVES,
        )
        journal.record(
            by=by,
            action="communities.upload.create",
            obj=upload,
            changes={"digest": [None, upload.digest], "content": "personal", "filename": "personal"},
            kind=EntryKind.ACCESS,
        )
    return upload, key


def open_upload(*, upload: Upload, key: str) -> bytes:
    """The file as it was previewed. Raises Swapped."""
    content = _seal(bytes(upload.content), key)
    if not secrets.compare_digest(hashlib.sha256(content).hexdigest(), upload.digest):
        raise Swapped
    return content


def confirm_upload(*, upload: Upload, key: str, by) -> Report | None:
    """Import exactly what was previewed, then forget the file; ``None`` when somebody has just done so."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=upload.pk, by=by).first()
        if upload is None:
            return None
        report = import_register(
            content=open_upload(upload=upload, key=key), filename=upload.filename, community=upload.community, by=by
        )
        if not report.errors:
            upload.delete()
    return report


def _seal(content, key) -> bytes:
    """XOR with a keystream of SHAKE-256; the same call opens again. A key serves one file only."""
    stream = hashlib.shake_256(key.encode()).digest(len(content))
    return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(content), "big")
