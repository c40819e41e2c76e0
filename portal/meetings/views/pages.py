"""Meetings of 红色议事厅 for residents: the next first, then what was said and settled."""

from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.meetings.forms import ListForm
from portal.templatetags.reading import keep
from projects.deliberation.domain import is_quorate
from projects.deliberation.enums import MinutesStatus
from projects.deliberation.models import Meeting, Resolution

from . import words

PAGE, COMING = 20, 50
TOLD = ("kind", "body", "building_group__compound")


@require_safe
def meetings(request, slug):
    place = get_object_or_404(Community, slug=slug)
    form = ListForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    after, now = form.cleaned_data["after"], timezone.now()
    rows = Meeting.objects.filter(community=place).select_related(*TOLD)
    past = rows.past(now) if after is None else rows.past(now).after(after)
    found = list(past[: PAGE + 1])
    context = {
        "title": _("%(place)s：会议和纪要") % {"place": keep(place.name)},
        "description": _("%(place)s红色议事厅：下次什么时候开会，上次商量了什么、定了什么。")
        % {"place": keep(place.name)},
        "community": place,
        "coming": _lines(rows.coming(now)[:COMING], now) if after is None else [],
        "late": Resolution.objects.overdue(timezone.localdate(now)).filter(community=place).count(),
        "past": _lines(found[:PAGE], now),
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first_page": after is None,
        "noindex": bool(request.GET),
    }
    return render(request, "meetings/list.html", context)


def _lines(rows, now):
    return [(item, words.kind_of(item), *words.state_of(item, now)) for item in rows]


@require_safe
def meeting(request, slug, pk):
    rows = Meeting.objects.public().select_related("community", "project", "minutes__attendance", *TOLD)
    found = get_object_or_404(rows, community__slug=slug, pk=pk)
    state, tag = words.state_of(found, timezone.now())
    minutes = getattr(found, "minutes", None)
    concluded = _concluded(found) if minutes and minutes.status == MinutesStatus.PUBLISHED else {}
    context = {
        "title": _("%(meeting)s：%(state)s") % {"meeting": found.title, "state": state},
        "description": _("什么时候、在哪里、商量什么、定了什么。"),
        "community": found.community,
        "meeting": found,
        "kind": words.kind_of(found),
        "mode": words.MODES[found.mode],
        "state": state,
        "state_tag": tag,
        "agenda": found.agenda.all(),
        "moves": found.reschedulings.all() if found.sequence else (),
        "updated_at": found.told_at,
        "updated_by": found.body.name,
        **concluded,
    }
    return render(request, "meetings/detail.html", context)


def _concluded(found):
    """What published minutes tell."""
    counted, today = found.minutes.attendance, timezone.localdate()
    addenda = list(found.minutes.addenda.all())
    return {
        "minutes": found.minutes,
        "counted": counted,
        "quorate": is_quorate(counted.lights) if counted else None,
        "addenda": addenda,
        "resolutions": [words.due_words(item, today) for item in found.resolutions.select_related("body")],
        "updated_at": addenda[-1].added_at if addenda else found.minutes.published_at,
    }


@require_safe
def resolutions(request, slug):
    """The register: what is overdue first, then by number."""
    place = get_object_or_404(Community, slug=slug)
    form = ListForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    after, today = form.cleaned_data["after"], timezone.localdate()
    rows = Resolution.objects.public().filter(community=place).select_related("body", "meeting")
    late = list(rows.overdue(today).order_by("due_on", "id")[:COMING]) if after is None else []
    listed = rows.order_by("-id") if after is None else rows.filter(pk__lt=after).order_by("-id")
    found = list(listed[: PAGE + 1])
    context = {
        "title": _("%(place)s：决议") % {"place": keep(place.name)},
        "description": _("会上定了什么，谁负责，什么时候办完，哪些过了期限。"),
        "community": place,
        "late": [words.due_words(item, today) for item in late],
        "resolutions": [words.due_words(item, today) for item in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first_page": after is None,
        "noindex": bool(request.GET),
    }
    return render(request, "meetings/resolutions.html", context)
