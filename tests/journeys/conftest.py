"""A real server on seeded data, a real browser: what a resident meets.

The site is built once a test run (shared by parallel workers through a lock) and served from a copy by each worker.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.site import Site

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
#: The one in the middle is laid out as the two beside it are, so it waits for the long run.
SIZES = ("standard", pytest.param("large", marks=pytest.mark.slow), "largest")
WIDTHS = (320, 360, 1280)


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test or needs the served site."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


def _environment(data):
    names = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {"LINLI_DATA": str(data), "PYTHONDONTWRITEBYTECODE": "1", "SECRET_KEY": "journeys-" + "x" * 60}


def _manage(data, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=_environment(data), check=True, timeout=600)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """Directory of a migrated, seeded site; built by the first worker that comes."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    data, done = shared / "seeded", shared / "seeded.done"
    with (shared / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            for command in (
                ("migrate", "-v0"),
                ("createcachetable", "-v0"),
                ("seed",),
                ("collectstatic", "--noinput", "-v0"),
            ):
                _manage(data, *command)
            done.touch()
    return data


@pytest.fixture(scope="session")
def site(seeded, tmp_path_factory):
    """The served site: ``site.url``, ``site.get(path)``."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(seeded, data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--preload", "-b", f"127.0.0.1:{port}", "-w", "1"]
    server = subprocess.Popen(
        [*command, "-k", "gthread", "--threads", "4", "--log-level", "error"], cwd=ROOT, env=_environment(data)
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield Site(url)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url, server):
    for _ in range(150):
        if server.poll() is not None:
            pytest.fail("the server did not start")
        try:
            urllib.request.urlopen(url + "/about/", timeout=5)  # loopback only
            return
        except OSError:  # refused, reset or not answered in time
            time.sleep(0.2)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: browser tests did not run")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu", *quiet]}
