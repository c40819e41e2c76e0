"""Home, community, building and the list of lifts: where a resident finds the own stairs."""

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.bodies.enums import BodyKind
from communities.bodies.models import Post
from communities.people.enums import Tier
from communities.places.models import BuildingGroup, Community
from portal.home import domain
from portal.home.enums import STAGE_WORDS
from portal.home.forms import FinderForm, LiftsForm, PageForm
from portal.notices.models import Notice
from portal.templatetags.reading import keep
from portal.votes.views import words
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation
from projects.costs.models import with_span
from projects.deliberation.enums import MeetingStatus
from projects.deliberation.models import Meeting, Topic
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import Project, stairs_by_stage
from projects.upkeep.models import Outage, with_outage

NOTICES_SHOWN = 6
COMMUNITIES_SHOWN = 30
LIFTS_SHOWN = 50
VOTES_SHOWN = 5


def home(request):
    form = PageForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    after = form.cleaned_data["after"] or 0
    listed = list(Community.objects.filter(pk__gt=after).order_by("pk")[: COMMUNITIES_SHOWN + 1])
    first = listed[0] if listed and not after else None
    cells = cells_of(stairs_by_stage().filter(community=first)) if first else []
    return render(
        request,
        "home/home.html",
        {
            "title": _("邻里：一起装电梯，大家看得见"),
            "description": _("查自己楼里的电梯办到哪一步，看通知，找得到人。"),
            "community": first if len(listed) == 1 else None,
            "first": first,
            "communities": listed[:COMMUNITIES_SHOWN],
            "more": listed[COMMUNITIES_SHOWN - 1].pk if len(listed) > COMMUNITIES_SHOWN else None,
            "is_first_page": not after,
            "tiles": domain.tiles(cells),
            "whole": domain.total(domain.tiles(cells)),
            "growth": (growth := domain.growth(cells)),
            "columns": domain.columns(growth),
            "notices": _shown(Notice.objects.all()) if not after else [],
        },
    )


def community(request, slug):
    has_votes = Exists(Consultation.objects.published().filter(community=OuterRef("community")))
    rows = list(stairs_by_stage().filter(community__slug=slug).annotate(has_votes=has_votes))
    place = rows[0].community if rows else get_object_or_404(Community, slug=slug)
    cells = cells_of(rows)
    tiles = domain.tiles(cells)
    notices = _shown(place.notices.filter(compound__isnull=True, building_group__isnull=True))
    now = timezone.now()
    return render(
        request,
        "home/community.html",
        {
            "title": _("%(place)s：电梯进度和通知") % {"place": keep(place.name)},
            "description": _("%(place)s的电梯进度、通知和联系电话。") % {"place": keep(place.name)},
            "community": place,
            "finder": FinderForm(),
            "tiles": tiles,
            "whole": domain.total(tiles),
            "has_votes": any(row.has_votes for row in rows),
            "meeting": Meeting.objects.filter(community=place, status=MeetingStatus.CALLED).coming(now).first(),
            "open_votes": [(vote, words.standing_of(vote, now)) for vote in _open_votes(place, now)],
            "has_placeholders": any(row.name_is_placeholder for row in rows),
            "notices": notices,
            "updated_at": notices[0].published_at if notices else None,
            "updated_by": notices[0].publisher if notices else "",
        },
    )


def find_building(request, slug):
    """A typed house number leads to its page; several or none are shown for choosing."""
    place = get_object_or_404(Community, slug=slug)
    groups = list(place.building_groups.select_related("compound"))
    form = FinderForm(request.GET if "no" in request.GET else None)
    asked = form.is_bound and form.is_valid()
    by_stair = {domain.Stair(group.no, group.name, group.compound.name): group for group in groups}
    found = [by_stair[stair] for stair in domain.find(form.cleaned_data["no"], by_stair)] if asked else []
    if len(found) == 1:
        return redirect("building", slug=slug, no=found[0].no)
    status = 200 if found or not form.is_bound else (404 if asked else 400)
    context = {
        "title": _("我住几号楼：%(place)s") % {"place": keep(place.name)},
        "community": place,
        "finder": form,
        "asked": form.cleaned_data["no"] if asked else "",
        "found": found,
        "groups": groups,
    }
    return render(request, "home/find_building.html", context, status=status)


def building(request, slug, no):
    groups = BuildingGroup.objects.select_related("community", "compound")
    group = get_object_or_404(groups, community__slug=slug, no=no)
    lifts = group.projects.filter(kind=ProjectKind.LIFT).select_related("team", "contractor")
    talked = Topic.objects.open().filter(project=OuterRef("pk")).order_by("-id")
    lifts = lifts.annotate(topic_id=Subquery(talked.values("pk")[:1]), topic_title=Subquery(talked.values("title")[:1]))
    project = with_outage(with_span(lifts)).first()
    history = list(project.stage_changes.order_by("on_day", "id")) if project else []
    posts = _posts_for(group, project)
    notices = _shown(Notice.objects.concerning(group))
    times = [line.entered_at for line in history[-1:]] + [notice.published_at for notice in notices[:1]]
    name = domain.spoken(group.name)
    now = timezone.now()
    vote = _votes().filter(building_group=group).first()
    standing = vote and words.standing_of(vote, now)
    idle = standing.state if vote and vote.status == ConsultationStatus.OPEN else _("还没有启动")
    out_since = project and project.out_since
    stage = _("停用") if out_since else STAGE_WORDS[project.stage] if project else idle
    return render(
        request,
        "home/building.html",
        {
            "title": _("%(building)s电梯：%(stage)s") % {"building": name, "stage": stage},
            "description": _("%(place)s%(building)s的电梯办到哪一步、通知和联系电话。")
            % {"place": keep(group.compound.name), "building": name},
            "community": group.community,
            "building": group,
            "building_name": name,
            "project": project,
            "overdue": bool(project and project.expected_on and project.expected_on < timezone.localdate()),
            "is_out_late": bool(out_since and project.out_until and project.out_until <= now),
            "vote": vote,
            "standing": standing,
            "meeting": Meeting.objects.next_for(group, now),
            "phases": domain.phases([(line.stage, line.on_day) for line in history]),
            "pause": history[-1] if history and history[-1].stage == Stage.PAUSED else None,
            "team_posts": [post for post in posts if project and post.body_id == project.team_id],
            "callable": [post for post in posts if post.phone not in ("", group.community.phone)],
            "notices": notices,
            "updated_at": max(times, default=None),
            "updated_by": group.community.publisher,
        },
    )


def lifts(request, slug):
    compounds = list(stairs_by_stage().filter(community__slug=slug))
    place = compounds[0].community if compounds else get_object_or_404(Community, slug=slug)
    tiles = domain.tiles(cells_of(compounds))
    form = LiftsForm(request.GET, compounds={row.pk: row for row in compounds}.values())
    if not form.is_valid():
        raise BadRequest
    asked = form.cleaned_data
    is_out = Exists(Outage.objects.open().filter(lift__project=OuterRef("pk")))
    rows = Project.objects.filter(community=place, kind=ProjectKind.LIFT).annotate(is_out=is_out)
    rows = rows.select_related("building_group__compound")
    if asked["stage"]:
        rows = rows.filter(stage=asked["stage"])
    if asked["compound"]:
        rows = rows.filter(building_group__compound=asked["compound"])
    projects = list(rows.in_list_order(after=asked["after"])[: LIFTS_SHOWN + 1]) if compounds else []
    last = projects[LIFTS_SHOWN - 1] if len(projects) > LIFTS_SHOWN else None
    return render(
        request,
        "home/lifts.html",
        {
            "title": _("%(place)s电梯一览") % {"place": keep(place.name)},
            "description": _("%(place)s每一部电梯办到哪一步。") % {"place": keep(place.name)},
            "community": place,
            "form": form,
            "asked": asked,
            "projects": projects[:LIFTS_SHOWN],
            "more": f"{last.rank}-{last.place}-{last.pk}" if last else None,
            "whole": domain.total(tiles),
            "today": timezone.localdate(),
            "noindex": bool(request.GET),
        },
    )


def cells_of(compounds):
    """Rows of ``stairs_by_stage`` as the domain counts them."""
    return [domain.Cell(row.pk, row.name, row.stage, row.year, row.stairs) for row in compounds]


def _votes():
    """Consultations ready for ``words.standing_of``."""
    rows = Consultation.objects.published().with_display().with_turnout()
    return rows.select_related("result", "building_group__compound", "compound", "body")


def _open_votes(place, now):
    """Those in which papers may come in now, the first to end first."""
    rows = _votes().open().filter(community=place, opens_at__lte=now, closes_at__gt=now)
    return rows.order_by("closes_at", "id")[:VOTES_SHOWN]


def _shown(notices):
    """The latest notices still in force, without their long text."""
    now = timezone.now()
    rows = notices.current(now, timezone.localdate(now)).newest_first()
    places = rows.select_related("community", "compound", "building_group__compound")
    return list(places.defer("body", "body_html")[:NOTICES_SHOWN])


def _posts_for(group, project):
    """Posts a neighbour of these stairs may want: the team's, the 楼组长's, the residents' committee's."""
    near = Post.objects.filter(community=group.community_id, body__is_active=True).current(timezone.localdate())
    wanted = (
        Q(body=project.team_id if project else None)
        | Q(body__building_group=group)
        | Q(volunteer__building_group=group, volunteer__tier=Tier.GROUP_LEADER)
        | Q(body__kind=BodyKind.RESIDENTS_COMMITTEE)
    )
    rows = near.filter(wanted).select_related("body", "volunteer")
    return list(rows.defer("volunteer__name", "volunteer__phone").order_by("-is_lead", "id"))
