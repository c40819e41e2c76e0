"""Consultations for residents: turnout until the result hangs, then every figure, never how a room voted."""

from django.core.exceptions import BadRequest
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.home.views.words import ELECTORATES
from portal.notices.models import Notice
from portal.templatetags.reading import keep
from portal.votes.forms import ListForm
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation, Correction

from . import words
from .turnout import turnout_of

PAGE = 20


@require_safe
def votes(request, slug):
    """Open ones first, then the finished, the newest first."""
    place = get_object_or_404(Community, slug=slug)
    form = ListForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    rank = Case(When(status=ConsultationStatus.OPEN, then=Value(1)), default=Value(0))
    rows = _published().filter(community=place).annotate(rank=rank).order_by("-rank", "-id")
    if after := form.cleaned_data["after"]:
        rows = rows.filter(Q(rank__lt=after[0]) | Q(rank=after[0], pk__lt=after[1]))
    found = list(rows.defer("scheme_text")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    now = timezone.now()
    context = {
        "title": _("%(place)s：表决") % {"place": keep(place.name)},
        "description": _("%(place)s的意见征询：谁来表决、多少人参加、结果怎样。") % {"place": keep(place.name)},
        "community": place,
        "votes": [
            (item, words.where(item), words.state_of(item, now), words.TAGS[item.status]) for item in found[:PAGE]
        ],
        "older": f"{last.rank}-{last.pk}" if last else "",
        "is_first_page": after is None,
        "noindex": bool(request.GET),
    }
    return render(request, "votes/list.html", context)


@require_safe
def vote(request, slug, pk):
    return _page(request, get_object_or_404(_whole(), community__slug=slug, pk=pk))


@require_safe
def building_vote(request, slug, no):
    """The latest consultation of these stairs, at an address that stays the same."""
    stairs = Q(building_group__community__slug=slug, building_group__no=no)
    latest = _whole().filter(stairs).order_by("-id").first()
    if latest is None:
        raise Http404
    return _page(request, latest)


def _published():
    rows = Consultation.objects.published().with_display()
    return rows.select_related("building_group__compound", "compound", "body", "result")


def _whole():
    after = Consultation.objects.published().filter(replaces=OuterRef("pk"))
    rows = _published().with_turnout().select_related("community", "rule")
    corrected = Exists(Correction.objects.filter(consultation=OuterRef("pk")))
    rows = rows.annotate(topic_id=F("topic_vote__topic"), topic_title=F("topic_vote__topic__title"))
    return rows.annotate(replaced_by=Subquery(after.values("pk")[:1]), is_corrected=corrected)


def _page(request, found):
    name, now = words.where(found), timezone.now()
    result = found.public_result
    displayed = _displayed(found) if result else {}
    state = words.state_of(found, now)
    outcome = _outcome(result, found) if result else state
    context = {
        "title": _("%(place)s征询：%(outcome)s") % {"place": keep(name), "outcome": outcome},
        "description": _("%(place)s的意见征询：谁来表决、多少人参加、结果怎样。") % {"place": keep(name)},
        "community": found.community,
        "vote": found,
        "where": name,
        "state": state,
        "state_tag": words.TAGS[found.status],
        "outcome": outcome,
        "electorate": ELECTORATES[found.rule.electorate],
        "citation": found.rule_frozen["citation"],
        "result": result,
        "updated_at": found.annulled_at or (result.counted_at if result else None),
        "updated_by": found.community.publisher,
        "corrections": found.corrections.all() if found.is_corrected else (),
        "notices": Notice.objects.public(now).filter(announcement__consultation=found).order_by("published_at", "id"),
    }
    if result:
        context |= _counted(found, result) | displayed
    elif found.status in (ConsultationStatus.OPEN, ConsultationStatus.COUNTED):
        context |= turnout_of(found, now)
    return render(request, "votes/detail.html", context)


def _outcome(result, found):
    if found.status == ConsultationStatus.ANNULLED:
        return _("已作废")
    return _("通过") if result.passed else _("没有通过")


def _counted(found, result):
    of_roll = found.rule_frozen.get("consent_base") == "roll"
    lines = words.lines_of(result.counted["tests"], of_roll=of_roll)
    return {
        "lines": lines,
        "headline": words.headline(lines),
        # Long after a vote that was finished on paper, the day it was written down here would be taken for the count's.
        "counted_at": None if found.is_transcript else result.counted_at,
        "heads": result.counted["heads"],
        "areas": words.areas_asked(lines) and result.counted["areas"],
        "channels": words.counted_words(result.channels, words.CHANNELS),
        "set_aside": words.counted_words(result.set_aside, words.SET_ASIDE),
    }


def _displayed(found):
    """The latest display, its last day by the holidays known now, and how many objections came in."""
    display = found.displays.with_objections().with_doubt().order_by("number").last()
    if display is None:
        return {}
    found.display_ends_on, wanting = display.last_day() if display.is_doubtful else (display.ends_on, None)
    return {"display": display, "ends_on": found.display_ends_on, "year_wanting": wanting}
