"""What machines ask for: sitemap, robots, manifest, icon, health."""

import logging
from functools import cache

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from health_check import checks
from health_check.base import HealthCheck

from communities import guards
from communities.places.models import BuildingGroup, Community
from portal.notices.models import Notice
from projects.accounts.models import Book
from projects.deliberation.models import Meeting, Topic
from projects.retrofits.models import Project
from projects.upkeep.models import Lift

logger = logging.getLogger(__name__)

XML = "application/xml"
# One part covers this many keys, present or not, so that no part ever needs counting or skipping.
PART = 5_000
SITE_PAGES = ("home", "guide", "rules", "faq", "stats", "subscribe", "reading", "about", "privacy", "accessibility")
COMMUNITY_PAGES = (
    *("community", "lifts", "accounts", "notices", "archive", "meetings", "topics", "resolutions"),
    *("ask", "contacts", "bodies", "speed"),
)
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"))
MASKABLE = ("icon-maskable-512.png", "512x512", "maskable")


def _of_communities(part):
    rows = _keys(Community.objects, part, PART // len(COMMUNITY_PAGES)).values_list("slug")
    return [(reverse(page, args=row), None) for row in rows for page in COMMUNITY_PAGES]


def _of_buildings(part):
    rows = _keys(BuildingGroup.objects, part, PART).values_list("community__slug", "no")
    return [(reverse("building", args=row), None) for row in rows]


def _of_projects(part):
    rows = _keys(Project.objects, part, PART).values_list("community__slug", "building_group__no")
    return [(reverse("building-progress", args=row), None) for row in dict.fromkeys(rows)]


def _of_lifts(part):
    places = ("project__building_group__community__slug", "project__building_group__no")
    rows = _keys(Lift.objects, part, PART).values_list(*places)
    return [(reverse("building-upkeep", args=row), None) for row in rows]


def _of_books(part):
    rows = _keys(Book.objects, part, PART).values_list("community__slug", "pk")
    return [(reverse("accounts-book", args=row), None) for row in rows]


def _of_meetings(part):
    rows = _keys(Meeting.objects.public(), part, PART).values_list("community__slug", "pk", "told_at")
    return [(reverse("meeting", args=row[:2]), row[2]) for row in rows]


def _of_topics(part):
    rows = _keys(Topic.objects, part, PART).values_list("community__slug", "pk")
    return [(reverse("topic", args=row), None) for row in rows]


def _of_notices(part):
    rows = _keys(Notice.objects.public(timezone.now()), part, PART)
    rows = rows.values_list("community__slug", "pk", "published_at")
    return [(reverse("notice", args=row[:2]), row[2]) for row in rows]


def _keys(rows, part, size):
    return rows.filter(pk__gte=part * size, pk__lt=(part + 1) * size).order_by("pk")


SECTIONS = {
    "communities": (Community, PART // len(COMMUNITY_PAGES), _of_communities),
    "buildings": (BuildingGroup, PART, _of_buildings),
    "projects": (Project, PART, _of_projects),
    "lifts": (Lift, PART, _of_lifts),
    "books": (Book, PART, _of_books),
    "meetings": (Meeting, PART, _of_meetings),
    "topics": (Topic, PART, _of_topics),
    "notices": (Notice, PART, _of_notices),
}


def _parts(section):
    model, size, _addresses = SECTIONS[section]
    last = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last // size + 1 if last else 0


@require_safe
def sitemap_index(request):
    parts = [("site", 0)]
    for section in SECTIONS:
        parts += [(section, part) for part in range(_parts(section))]
    addresses = [reverse("sitemap-part", args=part) for part in parts]
    context = {"addresses": addresses, "site_url": settings.SITE_URL}
    return render(request, "opendata/sitemap_index.xml", context, content_type=XML)


@require_safe
def sitemap_part(request, section, part):
    if section == "site" and part == 0:
        rows = [(reverse(page), None) for page in SITE_PAGES]
    elif section in SECTIONS and part < _parts(section):
        rows = SECTIONS[section][2](part)  # may be empty: keys have gaps, and drafts are not told
    else:
        raise Http404
    context = {"rows": rows, "site_url": settings.SITE_URL}
    return render(request, "opendata/sitemap.xml", context, content_type=XML)


@require_safe
def robots(request):
    searches = [reverse("search"), *(f"/{code}{reverse('search')}" for code in ("zh-hant", "en"))]
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*my/", *(f"Disallow: {path}" for path in searches)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request):
    home, search, reading = reverse("home"), reverse("search"), reverse("reading")
    return JsonResponse(
        {
            "id": home,
            "lang": "zh-Hans",
            "dir": "ltr",
            "name": _("邻里：一起装电梯，大家看得见"),
            "short_name": _("邻里"),
            "start_url": home,
            "scope": home,
            "display": "minimal-ui",
            "background_color": "#FBF8F2",
            "theme_color": "#1E5B4F",
            "icons": [
                {"src": static(f"portal/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for name, sizes, purpose in (*ICONS, MASKABLE)
            ],
            "shortcuts": [
                {"name": _("通知"), "url": f"{home}#notices"},
                {"name": _("搜索"), "url": search},
                {"name": _("长辈版"), "url": reading},
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@cache
def _icon():
    return (settings.BASE_DIR / "portal" / "static" / "portal" / "favicon.ico").read_bytes()


@require_safe
def favicon(request):
    """Browsers and feed readers ask for it at this address, whatever a page says."""
    return HttpResponse(_icon(), content_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"})


class Guards(HealthCheck):
    """Every trigger that refuses a forbidden change is in the database."""

    def run(self):
        if guards.missing(connection):
            raise LookupError("guards are missing")


@require_safe
def health(request):
    """{"database": "OK", …}; 503 when one of them is not. What is wrong stands in the log, not on the page."""
    named = {"database": checks.Database().run, "cache": async_to_sync(checks.Cache().run), "guards": Guards().run}
    found = {name: "OK" if _passes(name, run) else "failed" for name, run in named.items()}
    status = 200 if set(found.values()) == {"OK"} else 503
    return JsonResponse(found, status=status, headers={"Cache-Control": "no-store"})


def _passes(name, run):
    try:
        run()
    except Exception:
        logger.exception("health check %s failed", name)
        return False
    return True
