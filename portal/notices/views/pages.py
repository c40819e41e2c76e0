"""Notices as residents read them: two queries a page, whatever hangs on it."""

import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.places.models import Community
from portal.notices.enums import NoticeStatus
from portal.notices.forms import ListForm, cursor_of
from portal.notices.models import Notice, page_of
from portal.templatetags.reading import keep

PAGE = 20


def notices(request, slug):
    """What holds today."""
    return _listed(request, slug, _("通知"), lambda rows, until: rows.current(until, timezone.localdate()))


def archive(request, slug):
    """What has run out; each stays at its address."""
    return _listed(request, slug, _("往期通知"), lambda rows, until: rows.archived(until, timezone.localdate()))


def _listed(request, slug, heading, chosen):
    now = timezone.now()
    place = get_object_or_404(Community.objects.annotate(first_at=_first_publication()), slug=slug)
    form = ListForm(request.GET, first_year=timezone.localdate(place.first_at or now).year)
    if not form.is_valid():
        raise BadRequest
    wanted = form.cleaned_data
    rows = _filtered(chosen(place.notices, _latest(now, wanted)), wanted).with_audience().defer("body", "body_html")
    rows = list(rows.newest_first(after=wanted["after"])[: PAGE + 1])
    context = {
        "title": _("%(place)s：%(heading)s") % {"place": keep(place.name), "heading": heading},
        "heading": heading,
        "community": place,
        "form": form,
        "filtered": bool(wanted["kind"] or wanted["year"]),
        "notices": rows[:PAGE],
        "older": _older(wanted, rows),
        "noindex": bool(request.GET),
    }
    return render(request, "notices/list.html", context)


def _first_publication():
    oldest = Notice.objects.filter(community=OuterRef("pk"), status=NoticeStatus.PUBLISHED).order_by("published_at")
    return Subquery(oldest.values("published_at")[:1])


def _latest(now, wanted):
    """One upper bound, not three: given several, SQLite would start its walk at the first it meets."""
    bounds = [now]
    if wanted["after"]:
        bounds.append(wanted["after"][0])
    if wanted["year"]:
        bounds.append(_new_year(wanted["year"] + 1) - datetime.timedelta(microseconds=1))
    return min(bounds)


def _filtered(rows, wanted):
    if wanted["kind"]:
        rows = rows.filter(kind=wanted["kind"])
    if wanted["year"]:
        rows = rows.filter(published_at__gte=_new_year(wanted["year"]))
    return rows


def _new_year(year):
    return datetime.datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


def _older(wanted, rows):
    """The query of the next page; empty on the last one."""
    if len(rows) <= PAGE:
        return ""
    values = {"kind": wanted["kind"], "year": wanted["year"], "after": cursor_of(rows[PAGE - 1])}
    return urlencode({name: value for name, value in values.items() if value})


def notice(request, slug, pk):
    """One notice at its lasting address: current, expired or withdrawn."""
    rows = Notice.objects.select_related("community", "announcement").with_audience().with_corrections()
    found = get_object_or_404(
        rows.exclude(status=NoticeStatus.DRAFT), pk=pk, community__slug=slug, published_at__lte=timezone.now()
    )
    if found.status == NoticeStatus.WITHDRAWN:
        context = {"title": found.title, "community": found.community, "notice": found, "noindex": True}
        return render(request, "notices/withdrawn.html", context, status=410)
    return render(request, "notices/detail.html", page_of(found))
