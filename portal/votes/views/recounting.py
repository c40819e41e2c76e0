"""/rules/recount/: how to check a result, and the count of a record that somebody brings along."""

from allauth.core.internal import ratelimit
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.votes.forms import LARGEST, TOO_LARGE, TOO_OFTEN, RecordForm

from . import words

#: What a form wraps around its file.
WRAPPING = 10_000
#: Counting costs time; a whole building behind one address still gets its turn.
RATES = {"recount": "20/m/ip"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def recount(request):
    """No token and no cookie: counting changes nothing. The file stays in memory and is forgotten."""
    if request.method != "POST":
        return _page(request, RecordForm())
    if not ratelimit.consume(request, app="portal.votes", action="recount", config=RATES):
        return _page(request, _refused(TOO_OFTEN), status=429)
    form = _posted(request)
    if not form.is_valid():
        return _page(request, form, status=400)
    counted = form.counted
    lines = words.lines_of(counted["tests"], of_roll=form.of_roll)
    result = {
        "passed": counted["outcome"] == "passed",
        "lines": lines,
        "headline": words.headline(lines),
        "heads": counted["heads"],
        "areas": words.areas_asked(lines) and counted["areas"],
        "digest": counted["digest"],
        "has_published": bool(form.published.keys() & counted.keys()),
        "unequal": [words.FIGURES[name] for name in form.unequal],
    }
    return _page(request, RecordForm(), counted=result)


def _posted(request):
    if _announced(request) <= LARGEST + WRAPPING:
        request.upload_handlers = [MemoryFileUploadHandler(request)]
        return RecordForm(request.POST, request.FILES)
    return _refused(TOO_LARGE)


def _refused(words):
    """Nothing of what was sent is read."""
    form = RecordForm({}, {})
    form.errors.clear()
    form.add_error("record", words)
    return form


def _announced(request):
    """What Django reads for the length too: nothing where it is no number."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _page(request, form, status=200, **context):
    context |= {
        "title": _("核对表决结果：自己重新计一遍"),
        "description": _("拿到表决记录，谁都可以重新计票，看和公布的是不是一样。"),
        "community": None,
        "form": form,
    }
    return render(request, "votes/recount.html", context, status=status)
