"""Text size and contrast without JavaScript, and what a reader sees when something went wrong."""

import hashlib
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communities.models import Community

from .domain import Choice
from .forms import NextForm, ReadingForm

COOKIE = "reading"
COOKIE_AGE = 400 * 24 * 3600  # the longest that browsers keep


@require_safe
def stylesheet(request):
    """The one public answer that reads a cookie; every page links it, so pages themselves stay the same for all."""
    css = Choice.from_code(request.COOKIES.get(COOKIE, "")).stylesheet()
    etag = f'"{hashlib.sha256(css.encode()).hexdigest()[:16]}"'
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie", "ETag": etag}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request):
    """No token: the worst a forged press can do is change how large the letters are."""
    if request.method == "POST":
        return _choose(request)
    form = NextForm(request.GET)
    if not form.is_valid():
        return bad_request(request)
    return render(
        request,
        "reading/reading.html",
        {
            "community": None,
            "title": _("长辈版：字号和对比度"),
            "description": _("三种字号、高对比度和朗读，也叫亲情版、关爱版、关怀版。"),
            "next": form.cleaned_data["next"],
        },
    )


def _choose(request):
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return bad_request(request)
    pressed = {name: form.cleaned_data[name] for name in ("size", "contrast") if form.cleaned_data[name]}
    choice = replace(Choice.from_code(request.COOKIES.get(COOKIE, "")), **pressed)
    response = HttpResponseRedirect(form.cleaned_data["next"] or reverse("reading"))
    response.set_cookie(
        COOKIE,
        choice.code,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def bad_request(request, exception=None):
    return _error(request, "400.html", 400, _("这个网址读不懂"))


def permission_denied(request, exception=None):
    return _error(request, "403.html", 403, _("不能这样做"))


def csrf_failure(request, reason=""):
    return _error(request, "403.html", 403, _("页面放得太久了"), stale=True)


def page_not_found(request, exception=None):
    return _error(request, "404.html", 404, _("找不到这一页"))


def server_error(request):
    """Nothing that may be broken is asked: no database, no context, no translation of ours."""
    return HttpResponse(loader.get_template("500.html").template.source, status=500)


def _error(request, template, status, title, **context):
    communities = _whom_to_call(request)
    context |= {"title": title, "noindex": True, "community": communities[0] if len(communities) == 1 else None}
    response = render(request, template, context | {"communities": communities}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _whom_to_call(request):
    """The community in the address or else the first few; nobody when even that cannot be read."""
    parts = request.path_info.split("/c/", 1)
    slug = parts[1].split("/", 1)[0] if len(parts) == 2 else ""
    try:
        named = list(Community.objects.filter(slug=slug)) if slug and slug.isascii() and slug.isprintable() else []
        return named or list(Community.objects.order_by("pk")[:6])
    except DatabaseError:
        return []
