"""Consultations for residents: turnout while one is open, every figure once it is counted, never how a room voted."""

from django.core.exceptions import BadRequest
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.home.views.places import spoken
from portal.home.views.words import ELECTORATES, in_words
from portal.templatetags.reading import keep
from portal.votes.forms import ListForm
from projects.consultations.domain import TESTS, percent, read_rule, square_metres
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation, RollVoter

from . import words

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
        "votes": [(item, where(item), words.state_of(item, now), words.TAGS[item.status]) for item in found[:PAGE]],
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


def where(consultation):
    """Whose vote it is: the stairs, the compound or the body."""
    group = consultation.building_group
    return f"{group.compound.name}{spoken(group.name)}" if group else consultation.place.name


def _published():
    rows = Consultation.objects.published()
    return rows.select_related("building_group__compound", "compound", "body", "result")


def _whole():
    after = Consultation.objects.published().filter(replaces=OuterRef("pk"))
    return _published().select_related("community", "rule").annotate(replaced_by=Subquery(after.values("pk")[:1]))


def _page(request, found):
    name = where(found)
    state = words.state_of(found, timezone.now())
    result = getattr(found, "result", None)
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
    }
    if result:
        context |= _counted(found, result)
    elif found.status == ConsultationStatus.OPEN:
        context |= _turnout(found)
    return render(request, "votes/detail.html", context)


def _outcome(result, found):
    if found.status == ConsultationStatus.ANNULLED:
        return _("已作废")
    return _("通过") if result.passed else _("没有通过")


def _turnout(found):
    """All that is told while papers come in: how many heads and how much area took part."""
    heads, area = RollVoter.objects.turnout(found)
    rule = read_rule(found.rule_frozen)
    asked = {name: getattr(rule, name) for name in TESTS}
    took_part = [
        {
            "name": words.MEASURES["head_quorum"],
            "part": heads,
            "whole": found.roll_heads,
            "percent": percent(heads, found.roll_heads),
        },
        {
            "name": words.MEASURES["area_quorum"],
            "part": square_metres(area),
            "whole": square_metres(found.roll_area_cm2),
            "percent": percent(area, found.roll_area_cm2),
            "is_area": True,
        },
    ]
    return {
        # A committee's or a meeting's heads have no area; what stands on the roll for them is a mere one.
        "turnout": took_part if rule.area_quorum or rule.area_consent else took_part[:1],
        "thresholds": [
            (words.MEASURES[name], in_words(threshold) if threshold else "") for name, threshold in asked.items()
        ],
    }


def _counted(found, result):
    of_roll = found.rule_frozen.get("consent_base") == "roll"
    lines = words.lines_of(result.counted["tests"], of_roll=of_roll)
    displays = list(found.displays.order_by("number"))
    return {
        "lines": lines,
        "headline": words.headline(lines),
        "heads": result.counted["heads"],
        "areas": words.areas_asked(lines) and result.counted["areas"],
        "channels": words.counted_words(result.channels, words.CHANNELS),
        "set_aside": words.counted_words(result.set_aside, words.SET_ASIDE),
        "display": displays[-1] if displays else None,
        "objections": found.objections.aggregate(
            received=Count("id"), answered=Count("id", filter=Q(answered_at__isnull=False))
        ),
    }
