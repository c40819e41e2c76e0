"""The front page: what is to be done today, six doors, the public address to hand on, the last changes."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe

from communities.journal.models import Entry
from communities.places.models import Community

from .tasks import tasks

DOORS = (
    ("写通知", "admin:portal_notice_add", "portal.add_notice"),
    ("项目进展", "admin:projects_project_changelist", "projects.view_project"),
    ("导入登记表", "admin:communities_upload_changelist", "communities.add_upload"),
    ("楼栋住户", "admin:communities_unit_changelist", "communities.view_unit"),
    ("人员权限", "admin:communities_membership_changelist", "communities.view_membership"),
)


@dataclass(frozen=True)
class Address:
    """A public page to hand on: on paper, in the group, as a code."""

    name: str
    path: str

    @property
    def url(self):
        return settings.SITE_URL + self.path

    @property
    def qr(self):
        code = segno.make(self.url, error="q", micro=False)
        return mark_safe(code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308 our own drawing


def front_page(site, request):
    addresses = list(_addresses(request.user))
    return {
        "tasks": tasks(site, request),
        "doors": [*_doors(request.user), *(("以居民身份看", addresses[0].path) for _ in addresses[:1])],
        "addresses": addresses,
        "entries": site._registry[Entry].rows(request)[:10].with_actors(),
    }


def _doors(user):
    for label, name, permission in DOORS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if user.has_perm(permission):
            yield label, url


def _addresses(user):
    """The communities one serves, or the own stairs; a superuser's first three."""
    if user.is_superuser:
        for community in Community.objects.all()[:3]:
            yield Address(community.name, reverse("community", args=[community.slug]))
        return
    seen = set()
    for held in user.memberships.filter(pk__in=[row.pk for row in user.active_memberships]).select_related(
        "community", "building_group__compound"
    ):
        group = held.building_group
        if group is not None:
            address = Address(str(group), reverse("building", args=[held.community.slug, group.no]))
        else:
            address = Address(held.community.name, reverse("community", args=[held.community.slug]))
        if address.path not in seen:
            seen.add(address.path)
            yield address
