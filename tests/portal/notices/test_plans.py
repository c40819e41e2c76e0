"""Which index a list walks: the wrong one costs nothing here and seconds on a million notices."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import Notice


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
def test_deep_page_starts_at_its_cursor_and_sorts_nothing(cast):
    now = timezone.now()
    rows = Notice.objects.public(now).newest_first(after=(now - datetime.timedelta(days=1), 5))
    assert "SEARCH portal_notice USING INDEX notices_site_order (published_at<?)" in rows.explain()
    bounds = str(rows.query).split("WHERE")[1]
    assert bounds.count("<=") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
def test_list_of_a_community_walks_its_own_index(cast):
    now = timezone.now()
    plan = cast.here.notices.current(now, timezone.localdate()).newest_first()[:21].explain()
    assert "notices_public_order (community_id=?" in plan
    assert "TEMP B-TREE" not in plan
