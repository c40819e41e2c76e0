"""What every private page shares: never kept anywhere, and a cookie of its own, apart from that of staff."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from communities.households import actions

COOKIE = settings.HOUSEHOLD_COOKIE_NAME


def private(view):
    """Nobody keeps the answer, nobody indexes it; without a database it says so and opens nothing."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            response = HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


def household_only(view):
    """``view(request, household, …)`` for whoever has a running session; others are shown where to come in."""

    @private
    @wraps(view)
    def entered(request, *args, **kwargs):
        household = household_of(request)
        if household is None:
            return HttpResponseRedirect(reverse("household"))
        return view(request, household, *args, **kwargs)

    return entered


def household_of(request):
    token = request.COOKIES.get(COOKIE, "")
    return actions.resume(token=token) if token else None


def address_of(request):
    """Where an attempt comes from; those that hide it share one count."""
    try:
        return get_adapter().get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        return "unknown"


def give_cookie(request, response, token):
    """Gone with the browser; the session behind it ends sooner. Strict: no other site's link or form carries it."""
    _end(request)
    response.set_cookie(COOKIE, token, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict")


def take_cookie(request, response):
    _end(request)
    response.delete_cookie(COOKIE, samesite="Strict")


def _end(request):
    if token := request.COOKIES.get(COOKIE, ""):
        actions.leave(token=token)
