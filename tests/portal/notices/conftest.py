import datetime

import pytest
from django.utils import timezone

from portal.notices import actions
from portal.notices.models import Notice


@pytest.fixture
def draft(cast):
    """Makes a stored draft that could be published as it stands."""

    def make(**values):
        defaults = {
            "community": cast.here,
            "title": "12号停水",
            "summary": "周三上午没有水",
            "body": "# 时间\n9:00～11:00",
            "publisher": "居委会",
        }
        return actions.save_draft(notice=Notice(**(defaults | values)), by=None)

    return make


@pytest.fixture
def published(draft):
    """Makes a published notice; ``days`` ago."""

    def make(days=1, **values):
        at = timezone.now() - datetime.timedelta(days=days)
        return actions.publish(notice=draft(**values), by=None, at=at)

    return make


@pytest.fixture(autouse=True)
def _media_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
