"""A question in a resident's words, and how many there are where that points at nobody."""

from django.utils.translation import gettext_lazy

from projects.outreach.domain import at_least, told
from projects.outreach.enums import ConcernKind, ConcernStatus
from projects.outreach.models import Concern, HomeVisit

KINDS = {
    ConcernKind.DAYLIGHT: gettext_lazy("采光"),
    ConcernKind.VENTILATION: gettext_lazy("通风"),
    ConcernKind.NOISE: gettext_lazy("噪音"),
    ConcernKind.PRIVACY: gettext_lazy("隐私"),
    ConcernKind.DEPRECIATION: gettext_lazy("房屋贬值"),
    ConcernKind.SAFETY: gettext_lazy("安全"),
    ConcernKind.PARKING: gettext_lazy("停车"),
    ConcernKind.COST: gettext_lazy("费用"),
    ConcernKind.SCHEME: gettext_lazy("方案和品牌"),
    ConcernKind.OTHER: gettext_lazy("其他"),
}
STATES = {
    ConcernStatus.RECEIVED: (gettext_lazy("已受理"), "tag-info"),
    ConcernStatus.HANDLING: (gettext_lazy("办理中"), "tag-now"),
    ConcernStatus.ANSWERED: (gettext_lazy("已答复"), "tag-done"),
    ConcernStatus.CLOSED: (gettext_lazy("已回访，办结"), "tag-done"),
}


def totals_of(place):
    """Two queries. ``waiting`` and ``answered`` stand together or not at all: one would tell the other."""
    counts = Concern.objects.filter(community=place).counts()
    found = told({kind: n for kind, n, _ in counts})
    everything, open_now = sum(n for _, n, _ in counts), sum(waiting for _, _, waiting in counts)
    pair = (at_least(open_now), at_least(everything - open_now))
    exact = found.rest is not None and None not in pair
    reached = HomeVisit.objects.households_reached(place)
    return {
        "kinds": [(KINDS[kind], n) for kind, n in found.kinds],
        "rest": found.rest,
        "total": found.total,
        "is_whole": found.rest is not None,
        "waiting": pair[0] if exact else None,
        "answered": pair[1] if exact else None,
        "reached": at_least(reached),
    }
