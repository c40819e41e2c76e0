"""Meetings as iCalendar (RFC 5545, 7986): subscribed to once, a phone then follows every move and cancellation."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.reading.domain import strip_sentinels, to_traditional
from portal.templatetags.reading import keep
from projects.deliberation.enums import MeetingStatus, Mode
from projects.deliberation.models import Meeting

from . import words

ZONE = ZoneInfo("Asia/Shanghai")
#: So far back a calendar still tells what was held or cancelled.
BACK = timedelta(days=180)
LONGEST = 200
REFRESH = timedelta(hours=6)


@require_safe
def calendar(request, slug):
    place = get_object_or_404(Community, slug=slug)
    recent = Meeting.objects.public().filter(community=place, ends_at__gt=timezone.now() - BACK)
    rows = recent.select_related("kind", "body").order_by("-starts_at", "-id")[:LONGEST]
    name = _("%(place)s会议") % {"place": keep(place.name)}
    made = _empty(_said(name))
    for meeting in rows:
        made.add_component(_event(meeting, slug))
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{slug}-meetings.ics"'
    return answer


def _said(text):
    """As every page says it: the middleware converts pages only, and a folded line cannot be converted later."""
    text = str(text)
    return to_traditional(text) if get_language() == "zh-hant" else strip_sentinels(text)


def _empty(name):
    made = icalendar.Calendar()
    made.add("prodid", "-//linli//meetings//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    made.add_component(_zone())
    return made


def _zone():
    """UTC+8 without summer time since September 1991."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", ZONE.key)
    standard.add("dtstart", datetime(1991, 9, 15, 1))
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(meeting, slug):
    host, address = urlsplit(settings.SITE_URL).hostname, reverse("meeting", args=[slug, meeting.pk])
    event = icalendar.Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("dtstamp", meeting.told_at)
    event.add("last-modified", meeting.told_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(ZONE))
    event.add("dtend", meeting.ends_at.astimezone(ZONE))
    cancelled = meeting.status == MeetingStatus.CANCELLED
    event.add("summary", _said(f"{_('已取消')}：{meeting.title}" if cancelled else meeting.title))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("location", _said(keep(meeting.place) if meeting.mode != Mode.ONLINE else words.MODES[Mode.ONLINE]))
    event.add("description", _said("\n".join(_details(meeting))))
    event.add("url", settings.SITE_URL + address)
    return event


def _details(meeting):
    yield f"{words.kind_of(meeting)} · {meeting.body.name}"
    if meeting.how_to_join:
        yield meeting.how_to_join
    if meeting.cancel_reason:
        yield meeting.cancel_reason
