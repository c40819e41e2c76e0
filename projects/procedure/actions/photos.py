"""A photo comes in, drawn anew without place or camera; somebody looks at it, and only then is it public."""

import secrets

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.files.domain import BadFile, check_file
from communities.journal import actions as journal
from projects.procedure.domain import YEARS, Refused
from projects.procedure.enums import PhotoPhase
from projects.procedure.models import AHEAD, ON_SITE, SitePhoto

from .access import words
from .works import site

#: A photo of the stairs as they were is taken while neighbours still talk it over.
_ANY = ("consulting", *AHEAD)


def add_photo(*, project, upload, phase, taken_on, alt, by, alt_en="", milestone=None, is_clear=False):
    """``is_clear``: whoever uploads has looked and found no face, name or room number, so that it is public at once."""
    photo = SitePhoto(phase=phase, taken_on=taken_on, alt=words(alt, "照片说明"), milestone=milestone, added_by=by)
    photo.alt_en = (alt_en or "").strip()[:200]
    if taken_on > timezone.localdate() or taken_on.year not in YEARS:
        raise Refused("拍摄日期不能晚于今天；年份也请核对")
    content = _drawn_anew(photo, upload)
    with transaction.atomic():
        photo.project = site(project, by, _ANY if phase == PhotoPhase.BEFORE else ON_SITE)
        if milestone is not None and milestone.project_id != photo.project.pk:
            raise Refused("所选的节点不是这个项目的")
        if photo.project.photos.filter(digest=photo.digest, withdrawn_at__isnull=True).exists():
            raise Refused("这张照片已经上传过")
        photo.added_at = timezone.now()
        if is_clear:
            photo.confirmed_at, photo.confirmed_by = photo.added_at, by
        photo.file.save(secrets.token_hex(16) + ".jpg", ContentFile(content), save=False)
        try:
            with transaction.atomic():
                journal.store(photo, by=by)
        except BaseException as error:
            photo.file.delete(save=False)
            if isinstance(error, IntegrityError):
                raise Refused("没有保存：这张照片刚刚已上传，或者项目还没有开工") from error
            raise
    return photo


def confirm_photo(*, photo, by):
    """Somebody looked: no face, name or room number is seen. From now on residents see it."""
    if by is None or not by.pk:
        raise Refused("确认要有本人的账号")
    with transaction.atomic():
        held = _held(photo, by)
        if held.confirmed_at is not None:
            raise Refused("这张照片已经公开")
        held.confirmed_at, held.confirmed_by = timezone.now(), by
        journal.store(held, by=by, action="publish")
    return held


def withdraw_photo(*, photo, reason, by):
    """Off the page at once; the record stays with the reason."""
    reason = words(reason, "撤下的原因")
    with transaction.atomic():
        held = _held(photo, by)
        held.withdrawn_at, held.withdrawn_by, held.withdraw_reason = timezone.now(), by, reason
        journal.store(held, by=by, action="withdraw")
    return held


def _held(photo, by):
    site(photo.project, by, _ANY)
    held = SitePhoto.objects.select_for_update(of=("self",)).select_related("project").get(pk=photo.pk)
    if held.withdrawn_at is not None:
        raise Refused("这张照片已经撤下")
    return held


def _drawn_anew(photo, upload):
    """Sets what is known of the picture and returns its bytes."""
    if upload is None:
        raise Refused("请选择照片")
    try:
        checked = check_file(b"".join(upload.chunks()), upload.name or "")
    except BadFile as error:
        raise Refused(*error.messages) from error
    if checked.kind != "image":
        raise Refused("施工照片要是JPEG、PNG或WebP图片，不能是PDF、SVG或录音")
    photo.size, photo.digest = len(checked.content), checked.digest
    photo.width, photo.height = checked.width, checked.height
    return checked.content
