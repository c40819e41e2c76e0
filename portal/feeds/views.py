"""Notices as Atom: for the whole site, for a community, for one stair. Two queries each."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import BuildingGroup, Community
from portal.notices.domain import tidy
from portal.notices.models import Notice
from portal.reading.middleware.language import TAGS
from portal.templatetags.reading import keep

ENTRIES = 30
#: When an empty feed was updated: the same moment every time, so that the feed is the same too.
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class FullText(Atom1Feed):
    """Django's Atom with the notice itself, not a taste of it."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


@require_safe
def site(request):
    return _answer(Notice.objects.all(), _("邻里：各居民区通知"), _("邻里"), page=reverse("home"), here=request.path)


@require_safe
def community(request, slug):
    place = get_object_or_404(Community, slug=slug)
    page = reverse("community", args=[slug])
    title = _("%(place)s通知") % {"place": keep(place.name)}
    return _answer(place.notices.all(), title, place.publisher, page=page, here=request.path)


@require_safe
def building(request, slug, no):
    stairs = BuildingGroup.objects.select_related("community", "compound")
    stair = get_object_or_404(stairs, community__slug=slug, no=no)
    page = reverse("building", args=[slug, no])
    title = _("%(place)s%(stair)s通知") % {"place": keep(stair.community.name), "stair": keep(stair)}
    return _answer(Notice.objects.concerning(stair), title, stair.community.publisher, page=page, here=request.path)


def _answer(rows, title, publisher, *, page, here):
    feed = FullText(
        title=tidy(title),
        link=settings.SITE_URL + page,
        description="",
        language=TAGS[get_language()],
        author_name=tidy(publisher),
        feed_url=settings.SITE_URL + here,
        feed_guid=settings.SITE_URL + page,
    )
    found = rows.public(timezone.now()).select_related("community").with_corrections().newest_first()
    for notice in found[:ENTRIES]:
        feed.add_item(**_entry(notice))
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{FullText.content_type}")


def _entry(notice):
    boxes = notice.boxes
    english = get_language() == "en"
    return {
        "title": notice.title,
        "link": settings.SITE_URL + notice.get_absolute_url(),
        "description": (english and notice.summary_en) or notice.summary,
        "content": render_to_string("notices/entry.html", {"notice": notice, "boxes": boxes}),
        "author_name": tidy(notice.publisher),
        "pubdate": notice.published_at,
        "updateddate": boxes[0].at if boxes else notice.published_at,
        "unique_id": _tag(notice),
        "categories": [str(notice.get_kind_display())],
    }


def _tag(notice):
    """RFC 4151: the same for ever, whatever language or later correction."""
    host, day = urlsplit(settings.SITE_URL).hostname, timezone.localdate(notice.published_at)
    return f"tag:{host},{day.isoformat()}:notice/{notice.pk}"
