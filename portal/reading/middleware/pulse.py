"""What every public page depends on besides its address: one query, the same on both databases."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

# The notices' partial index needs the literal status and the bound on emergency_until; LIMIT keeps a page a page.
_QUERY = """
SELECT COALESCE(head.changed, 0), emergency.id, emergency.community_id, emergency.slug, emergency.title
FROM (SELECT 1 AS id) one
LEFT JOIN communities_head head ON head.id = one.id
LEFT JOIN (
    SELECT notice.id, notice.community_id, community.slug, notice.title, notice.published_at
    FROM portal_notice notice JOIN communities_community community ON community.id = notice.community_id
    WHERE notice.status = 'published' AND notice.emergency_until > %s AND notice.published_at <= %s
    ORDER BY notice.published_at DESC, notice.id DESC LIMIT 50
) emergency ON emergency.id > 0
ORDER BY emergency.published_at DESC, emergency.id DESC
"""


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
