"""Photos of a site that somebody confirmed for the public."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.procedure.models import SitePhoto

#: Not for ever: a photo that shows somebody after all is taken down.
AN_HOUR = "public, max-age=3600"


@require_safe
def photo(request, pk, name):
    found = get_object_or_404(SitePhoto.objects.public(), pk=pk)
    if found.digest[:16] != name:
        raise Http404
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type="image/jpeg", filename=f"{name}.jpg")
    response.headers["Cache-Control"] = AN_HOUR
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
