"""What every public page depends on besides its address: one query, the same on both databases."""

import time
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

# The innermost SELECT names only what the partial index on emergency_until holds, and its LIMIT keeps the planners
# from walking all published notices in order of publication instead (SQLite did: 11 seconds on a million).
_QUERY = """
SELECT COALESCE(head.changed, 0), emergency.id, emergency.community_id, community.slug, emergency.title
FROM (SELECT 1 AS id) one
LEFT JOIN communities_head head ON head.id = one.id
LEFT JOIN (
    SELECT id, community_id, title, published_at FROM portal_notice
    WHERE status = 'published' AND emergency_until > %s ORDER BY emergency_until DESC LIMIT 50
) emergency ON emergency.published_at <= %s
LEFT JOIN communities_community community ON community.id = emergency.community_id
ORDER BY emergency.published_at DESC, emergency.id DESC
"""

#: Requests that come within this time share one query: under load hundreds do, and no reader can press faster.
KEPT_SECONDS = 0.02
_kept = (0.0, None)


@dataclass(frozen=True)
class Emergency:
    pk: int
    community_id: int
    slug: str
    title: str


@dataclass(frozen=True)
class Pulse:
    """``changed`` grows with every change that a page may show; ``emergencies`` are those in force, newest first."""

    changed: int
    emergencies: tuple[Emergency, ...]


def read_pulse():
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [now, now])
        rows = cursor.fetchall()
    return Pulse(rows[0][0], tuple(Emergency(*row[1:]) for row in rows if row[1] is not None))


def recent_pulse():
    """The pulse as this process read it at most ``KEPT_SECONDS`` ago."""
    global _kept
    started = time.monotonic()
    read_at, pulse = _kept
    if pulse is None or started - read_at > KEPT_SECONDS:
        pulse = read_pulse()
        _kept = (started, pulse)
    return pulse
