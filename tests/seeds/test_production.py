"""Where real people are served there is the law, and no demo."""

import pytest
from django.core.management import CommandError

from communities.models import Community, User
from projects.consultations.models import Holiday, Rule
from tests.seeds import run_seed


def test_seed_in_production_loads_reference_only(db, settings):
    settings.PRODUCTION = True
    assert run_seed() == ["新增 316，变更 0"]
    assert Rule.objects.count() == 8
    assert Holiday.objects.count() == 240
    assert not Community.objects.exists()
    assert not User.objects.exists()


def test_seed_demo_in_production_is_refused(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="生产环境"):
        run_seed(demo=True)
    assert not Rule.objects.exists()
