"""Whom to call and who serves: bodies and posts by duty; a name only where its owner agreed to it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.bodies.enums import COMMITTEE_KINDS, COMPANY_KINDS, PARTY_KINDS, TEAM_KINDS, BodyKind
from communities.bodies.models import Body, Post
from communities.places.models import Community
from portal.home import domain
from portal.templatetags.reading import keep

#: Whom a resident is likely to look for, first to last.
CALLED_FIRST = (
    BodyKind.RESIDENTS_COMMITTEE,
    BodyKind.GENERAL_PARTY_BRANCH,
    BodyKind.PROPERTY_MANAGER,
    BodyKind.OWNERS_COMMITTEE,
    BodyKind.CONSTRUCTION_AGENT,
    BodyKind.SPECIALIST,
    BodyKind.PARTY_BRANCH,
    BodyKind.PARTY_GROUP,
)


def contacts(request, slug):
    """Bodies that can be reached, and the posts whose phone is not their body's."""
    place = get_object_or_404(Community, slug=slug)
    reachable = [body for body in _bodies(place) if body.kind in CALLED_FIRST and (body.phone or body.address)]
    bodies = sorted(reachable, key=lambda body: CALLED_FIRST.index(body.kind))
    known = {body.phone for body in bodies} | {place.phone, ""}
    posts = [post for post in _current_posts(place) if post.phone not in known]
    context = {
        "title": _("%(place)s联系电话") % {"place": keep(place.name)},
        "description": _("%(place)s各单位的职责、办公电话、接待时间和地址。") % {"place": keep(place.name)},
        "community": place,
        "bodies": bodies,
        "posts": posts,
    }
    return render(request, "home/contacts.html", context)


def bodies(request, slug):
    place = get_object_or_404(Community, slug=slug)
    rows = _bodies(place)
    by_body = {}
    for post in _current_posts(place):
        by_body.setdefault(post.body_id, []).append(post)
    for row in rows:
        posts = by_body.get(row.pk, [])
        row.shown_posts = [post for post in posts if row.kind not in TEAM_KINDS or _stands_out(post)]
        row.members = len(posts)
    by_pk = {row.pk: row for row in rows}
    party = domain.forest((row.pk, row.parent_id) for row in rows if row.kind in PARTY_KINDS)
    context = {
        "title": _("%(place)s的组织和小组") % {"place": keep(place.name)},
        "description": _("%(place)s的党组织、居委会、业委会、单位和自治管理小组。") % {"place": keep(place.name)},
        "community": place,
        "party": _with_bodies(party, by_pk),
        "committees": [row for kind in COMMITTEE_KINDS for row in rows if row.kind == kind],
        "companies": [row for kind in COMPANY_KINDS for row in rows if row.kind == kind],
        "teams": sorted((row for row in rows if row.kind in TEAM_KINDS), key=lambda row: row.building_group.position),
    }
    return render(request, "home/bodies.html", context)


def _stands_out(post):
    """Of a team, the list of all bodies tells who leads and what is vacant; the building page tells the rest."""
    return post.is_lead or post.volunteer_id is None


def _bodies(place):
    rows = Body.objects.filter(community=place, is_active=True)
    return list(rows.select_related("building_group__compound").order_by("kind", "id"))


def _current_posts(place):
    posts = Post.objects.filter(community=place, body__is_active=True).current(timezone.localdate())
    posts = posts.select_related("body", "volunteer").defer("volunteer__name", "volunteer__phone")
    return posts.order_by("body_id", "-is_lead", "id")


def _with_bodies(branches, by_pk):
    return [{"body": by_pk[pk], "children": _with_bodies(children, by_pk)} for pk, children in branches]
