"""What the environment must say before the site starts, each tried in a process of its own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 20 + "0123456789" * 4
PRODUCTION = {
    "LINLI_PRODUCTION": "1",
    "SECRET_KEY": KEY,
    "IDENTITY_KEY": "i" * 20,
    "ALLOWED_HOSTS": "linli.example, www.linli.example",
    "SITE_URL": "https://linli.example/",
}


def python(code, **environment):
    """Run ``code`` with the settings imported and nothing in the environment but what is named."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.run(
        [sys.executable, "-c", f"from portal import settings\n{code}"],
        env={**bare, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def in_production(tmp_path, **changes):
    environment = {**PRODUCTION, "LINLI_DATA": str(tmp_path), **changes}
    return python("print('started')", **{name: value for name, value in environment.items() if value is not None})


def test_production_told_everything_starts(tmp_path):
    run = in_production(tmp_path)
    assert run.stdout == "started\n"
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "IDENTITY_KEY"))
@pytest.mark.parametrize("value", (None, "  "), ids=("unset", "blank"))
def test_production_without_a_required_value_refuses_and_names_it(tmp_path, name, value):
    run = in_production(tmp_path, **{name: value})
    assert run.returncode != 0
    assert f"生产环境必须设置环境变量 {name}" in run.stderr
    assert "started" not in run.stdout


@pytest.mark.parametrize(
    ("changes", "message"),
    (
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 不能是 *"),
        ({"ALLOWED_HOSTS": "linli.example,*"}, "ALLOWED_HOSTS 不能是 *"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY 至少要 50 个字符"),
        ({"LINLI_DEBUG": "1"}, "LINLI_DEBUG 不能与 LINLI_PRODUCTION 同时打开"),
    ),
)
def test_production_with_an_unsafe_value_refuses(tmp_path, changes, message):
    run = in_production(tmp_path, **changes)
    assert run.returncode != 0
    assert message in run.stderr


def test_production_refusing_never_prints_the_key(tmp_path):
    run = in_production(tmp_path, ALLOWED_HOSTS="*")
    assert run.returncode != 0
    assert KEY not in run.stderr + run.stdout


def test_production_serves_only_secure_cookies_over_https(tmp_path):
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY SECURE_SSL_REDIRECT"
    code = f"print([getattr(settings, name) for name in '{names}'.split()], settings.SESSION_COOKIE_NAME)"
    run = python(code, **PRODUCTION, LINLI_DATA=str(tmp_path))
    assert run.stdout == "[True, True, True, True, True] __Host-sid\n"
    believed = "print(getattr(settings, 'SECURE_PROXY_SSL_HEADER', None), settings.USE_X_FORWARDED_HOST)"
    assert python(believed, **PRODUCTION, LINLI_DATA=str(tmp_path)).stdout == "None False\n"


def test_embedded_in_an_empty_directory_makes_its_own_secret_for_itself_alone(tmp_path):
    data = tmp_path / "not" / "there" / "yet"
    first = python("print(settings.SECRET_KEY, settings.DEBUG)", LINLI_DATA=str(data))
    again = python("print(settings.SECRET_KEY, settings.DEBUG)", LINLI_DATA=str(data))
    secret, debug = first.stdout.split()
    assert len(secret) >= 50
    assert debug == "False"
    assert again.stdout == first.stdout
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600


def test_embedded_in_two_directories_makes_two_secrets(tmp_path):
    one, two = (python("print(settings.SECRET_KEY)", LINLI_DATA=str(tmp_path / name)).stdout for name in "ab")
    assert one.strip()
    assert one != two


def test_embedded_database_takes_the_write_lock_at_once_and_fires_triggers_on_replace(tmp_path):
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "for name in ('journal_mode', 'synchronous', 'recursive_triggers'):\n"
        "    print(name, cursor.execute('PRAGMA ' + name).fetchone()[0])\n"
        "print(settings.DATABASES['default']['OPTIONS']['transaction_mode'], settings.ATOMIC_REQUESTS)"
    )
    run = python(code, LINLI_DATA=str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["journal_mode wal", "synchronous 2", "recursive_triggers 1", "IMMEDIATE False"]


def test_postgresql_by_its_address_is_pooled_and_bounded(tmp_path):
    code = (
        "database = settings.DATABASES['default']\n"
        "print(database['ENGINE'], database['OPTIONS']['pool']['max_size'], database['OPTIONS']['options'])"
    )
    run = python(code, LINLI_DATA=str(tmp_path), DATABASE_URL="postgres://u@127.0.0.1/linli", DB_POOL_SIZE="3")
    assert run.stdout == (
        "django.db.backends.postgresql 3 "
        "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000\n"
    )
    assert not (tmp_path / "linli.sqlite3").exists()


def test_number_that_is_none_stops_the_start(tmp_path):
    run = python("print('started')", LINLI_DATA=str(tmp_path), TRUSTED_PROXY_COUNT="many")
    assert run.returncode != 0
    assert "started" not in run.stdout
