"""The same cast for every test, and a suite that runs on SQLite or PostgreSQL (DATABASE_URL) alike."""

import os
import tempfile

os.environ.setdefault("LINLI_DATA", tempfile.mkdtemp(prefix="linli-test-"))
os.environ.setdefault("SECRET_KEY", "test-only-" + "x" * 60)

import datetime
import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone

from communities import guards


def pytest_configure():
    """Parallel workers count log-in attempts each in a Redis database of its own: emptying one leaves the others."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if url := django_settings.REDIS_URL:
        django_settings.CACHES["default"]["LOCATION"] = f"{url.rpartition('/')[0]}/{15 - int(worker[2:]) % 8}"


def pytest_collection_modifyitems(items):
    """What needs the seeded database comes first: idle workers take from the end, so that only one of them seeds."""
    items.sort(key=lambda item: "seeds" not in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def _flush_can_empty_guarded_tables():
    """TransactionTestCase empties tables between tests; post_migrate puts the guards back afterwards."""
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        guards.remove(self.connection)
        return original(self, sql_list)

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = original


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Templates name static files without a collectstatic run."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = settings.BASE_DIR / "portal" / "static"  # exists without a collectstatic run
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _empty_page_cache():
    from django.core.cache import caches

    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _every_request_asks_the_pulse(monkeypatch):
    """Tests write and read faster than any reader; the shared pulse has a test of its own."""
    monkeypatch.setattr("portal.reading.middleware.pulse.KEPT_SECONDS", -1)


class Cast:
    """Community A (``here``) with two compounds and three stairs, community B (``there``), and their staff."""

    def __init__(self):
        from communities.models import BuildingGroup, Community, Compound, Membership, Owner, Ownership, Unit, User

        self.here = Community.objects.create(
            slug="jia", name="甲居民区", publisher="甲居委会 · 业委会", phone="021-55550001", hours="工作日9:00～17:00"
        )
        self.there = Community.objects.create(slug="yi", name="乙居民区", publisher="乙居委会", phone="021-55550002")
        self.east = Compound.objects.create(community=self.here, name="东村", position=1)
        self.west = Compound.objects.create(community=self.here, name="西村", position=2)
        self.far = Compound.objects.create(community=self.there, name="远村", position=1)
        self.stair1, self.stair2, self.stair3 = (
            BuildingGroup.objects.create(
                community=self.here, compound=compound, name=f"{no}号", no=str(no), position=no, floors=6
            )
            for no, compound in ((1, self.east), (2, self.east), (3, self.west))
        )
        self.stair9 = BuildingGroup.objects.create(
            community=self.there, compound=self.far, name="9号", no="9", position=9, floors=6
        )
        far_future = timezone.localdate() + datetime.timedelta(days=700)
        self.units = {}
        for group in (self.stair1, self.stair9):
            for room in ("101", "601"):
                unit = Unit.objects.create(
                    building_group=group, room=room, floor=int(room[0]), area_cm2=543_600, area_source="registry"
                )
                owner = Owner.objects.create(
                    community=group.community,
                    name=f"示例业主{group.no}{room}",
                    phone=f"1390000{group.no.zfill(2)}{room[:2]}",
                    expires_on=far_future,
                )
                Ownership.objects.create(unit=unit, owner=owner)
                self.units[group.no, room] = unit
        self.secretary = self._staff(User, "secretary", "党总支书记", Membership, role="secretary")
        self.member = self._staff(User, "member", "居委会委员", Membership, role="committee")
        self.leader = self._staff(
            User, "leader", "1号楼组长", Membership, role="group_leader", building_group=self.stair1
        )
        self.outsider = self._staff(
            User, "outsider", "乙居委会委员", Membership, role="committee", community=self.there
        )
        self.root = User.objects.create_superuser("root", password="pass-word-123")

    def _staff(self, user_model, username, duty, membership_model, community=None, **reach):
        user = user_model.objects.create_user(username, password="pass-word-123", is_staff=True, duty=duty)
        membership_model.objects.create(
            user=user, community=community or self.here, starts_on=datetime.date(2020, 1, 1), **reach
        )
        return user


@pytest.fixture
def cast(db):
    return Cast()


@pytest.fixture
def refused(db):
    """``with refused("places_unit_area_sane"):`` the database refuses what follows, and nothing of it is kept.

    It must be that very constraint or guard: the table's other guards are silenced for the while.
    """
    return _refused


@contextmanager
def _refused(name):
    model, rule = _rule(name)
    before = list(model._base_manager.order_by("pk").values())
    with transaction.atomic():
        if isinstance(rule, guards.Guard):
            _silence([guard for guard in model.guards if guard.name != name], model._meta.db_table)
        with pytest.raises(IntegrityError, match=_complaint(rule)), transaction.atomic():
            yield
        transaction.set_rollback(True)
    assert list(model._base_manager.order_by("pk").values()) == before
    assert guards.missing(connection) == []


def _rule(name):
    for model in apps.get_models():
        for rule in (*model._meta.constraints, *model.__dict__.get("guards", ())):
            if rule.name == name and not model._meta.proxy:
                return model, rule
    raise LookupError(f"no constraint or guard is called {name}")


def _complaint(rule):
    if isinstance(rule, guards.Guard):
        return re.escape(rule.message)
    if isinstance(rule, UniqueConstraint) and connection.vendor == "sqlite":
        return "UNIQUE constraint failed"  # SQLite names the columns
    return rule.name


def _silence(others, table):
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks cannot lose a trigger
        for guard in others:
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}" + (f" ON {table}" if postgresql else ""))
