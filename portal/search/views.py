"""Searching by words, by house number and by what people call a page of this site."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from communities.places.models import BuildingGroup, Community
from portal.notices.models import Notice

from . import domain
from .forms import LONGEST, NEWEST, SearchForm
from .models import Hits, Part

PAGE, HOUSES = 20, 10
# A document may belong to a notice whose hour has not come; so many of them can stand among the newest.
WAITING = 40
PAGE_NAMES = {
    "reading": gettext_lazy("长辈版：字号和对比度"),
    "contacts": gettext_lazy("联系电话和接待时间"),
    "lifts": gettext_lazy("每一台电梯办到哪一步"),
    "archive": gettext_lazy("往期通知"),
    "bodies": gettext_lazy("居民区有哪些组织"),
    "rules": gettext_lazy("表决规则"),
    "guide": gettext_lazy("加梯指南"),
    "faq": gettext_lazy("常见问题"),
    "stats": gettext_lazy("电梯统计"),
    "subscribe": gettext_lazy("订阅通知"),
    "about": gettext_lazy("关于本站，找谁帮忙"),
    "privacy": gettext_lazy("隐私"),
    "accessibility": gettext_lazy("无障碍"),
}


@require_safe
def search(request):
    form = SearchForm(request.GET)
    if not form.is_valid():
        return _refused(request, form)
    wanted = form.cleaned_data
    words, slug = wanted["q"], wanted["community"]
    place = get_object_or_404(Community, slug=slug) if slug else None
    part, before = wanted["after"]
    try:
        rows = _found(_question(words, wanted["kind"], slug), part, before)
    except OperationalError:
        return _refused(request, form, too_slow=True)
    is_first = before == NEWEST
    return render(
        request,
        "search/search.html",
        {
            "title": _("搜索：%(words)s") % {"words": words} if words else _("搜索"),
            "community": place,
            "form": form,
            "words": words,
            "kind": wanted["kind"],
            "notices": [notice for _part, notice in rows[:PAGE]],
            "more": _more(wanted, rows),
            "houses": _houses(words, place) if is_first else [],
            "pages": _pages(words, place) if is_first else [],
            "noindex": True,
        },
    )


def _refused(request, form, too_slow=False):
    """A wrong word is said beside the field; a crooked address is a wrong address."""
    if set(form.errors) - {"q"}:
        raise BadRequest
    context = {
        "title": _("搜索"),
        "form": form,
        "words": request.GET.get("q", "").replace("\0", "")[:LONGEST],
        "too_slow": too_slow,
        "noindex": True,
    }
    return render(request, "search/search.html", context, status=503 if too_slow else 400)


def _question(words, kind, slug):
    filters = [domain.place_token(slug)] if slug else []
    filters += [domain.kind_token(kind)] if kind else []
    return domain.Question(domain.phrases(words), tuple(filters))


def _found(question, part, before):
    """[(part, notice)] of a page and one more: title hits newest first, then those found in the text only."""
    if not question.phrases:
        return []
    rows = _hits(question, part, before, PAGE + 1)
    if part == Part.TITLE and len(rows) <= PAGE:
        rows += _hits(question, Part.BODY, NEWEST, PAGE + 1 - len(rows))
    return rows


def _hits(question, part, before, number):
    hits = Hits(question, part, before=before, limit=number + WAITING)
    rows = Notice.objects.public(timezone.now()).filter(pk__in=hits).with_audience().select_related("community")
    return [(part, notice) for notice in rows.defer("body", "body_html").order_by("-pk")[:number]]


def _more(wanted, rows):
    """The query of the next page; empty on the last one."""
    if len(rows) <= PAGE:
        return ""
    part, last = rows[PAGE - 1]
    values = {"q": wanted["q"], "kind": wanted["kind"], "community": wanted["community"]}
    return urlencode({name: value for name, value in values.items() if value} | {"after": f"{part}-{last.pk}"})


def _houses(words, place):
    """Building groups with the number that the words end in."""
    house = domain.house(words)
    if house is None:
        return []
    rows = BuildingGroup.objects.filter(Q(no=house.number) | Q(name__in=house.names))
    if house.compound:
        rows = rows.filter(compound__name__contains=house.compound)
    if place:
        rows = rows.filter(community=place)
    return rows.select_related("community", "compound").order_by("pk")[:HOUSES]


def _pages(words, place):
    routes = domain.pages(words, in_community=place is not None)
    needs_community = {route for route, needed, _names in domain.PAGES if needed}
    return [
        (reverse(route, args=[place.slug] if route in needs_community else []), PAGE_NAMES[route]) for route in routes
    ]
