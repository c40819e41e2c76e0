"""The pictures of inspection reports that were marked as scrubbed."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.upkeep.models import Report

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def report(request, pk, name):
    found = get_object_or_404(Report.objects.public(), pk=pk)
    if found.digest[:16] != name:
        raise Http404
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type=found.content_type, filename=f"{name}.jpg")
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
