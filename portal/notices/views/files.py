"""Files of notices: public with a public notice, otherwise only for staff whose reach takes it in."""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.notices.actions import covers
from portal.notices.models import Attachment

FOR_EVER = "public, max-age=31536000, immutable"
_RANGE = re.compile(r"bytes=(\d{1,10})-(\d{0,10})")


@require_safe
def attachment(request, pk, name):
    found = Attachment.objects.of_public(timezone.now()).filter(pk=pk).first()
    control = FOR_EVER
    if found is None:
        found, control = _of_draft(request, pk), "private, no-store"
    if found is None or found.address_name != name:
        raise Http404
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = _part(request, found, content) or FileResponse(
        content,
        content_type=found.content_type,
        as_attachment=found.kind == "pdf",
        filename=f"{found.name}.pdf" if found.kind == "pdf" else name,
    )
    response.headers["Cache-Control"] = control
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _of_draft(request, pk):
    """A preview shows the files of a draft to those who may see the draft."""
    found = Attachment.objects.select_related("notice").filter(pk=pk).first()
    user = request.user
    if found is None or not user.is_authenticated or not covers(user.scope("portal.view_notice"), found.notice):
        return None
    return found


def _part(request, found, content):
    """One byte range: some phones play a recording only so."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or found.kind != "audio":
        return None
    first, last = int(asked[1]), min(int(asked[2] or found.size), found.size - 1)
    if first > last:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    with content:
        content.seek(first)
        body = content.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{found.size}"}
    return HttpResponse(body, status=206, content_type=found.content_type, headers=headers)
