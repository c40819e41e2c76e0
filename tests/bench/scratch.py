"""Databases made for one run and gone after it."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

ADMIN = os.environ.get("POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def run(env, *arguments):
    """A child of this Python; its last line of output as JSON where it is some."""
    done = subprocess.run([sys.executable, *arguments], env={**os.environ, **env}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
    last = (done.stdout.strip().splitlines() or [""])[-1]
    return json.loads(last) if last.startswith("{") else None


def has_postgresql():
    try:
        import psycopg

        psycopg.connect(f"{ADMIN}/postgres", connect_timeout=2).close()
    except Exception:
        return False
    return True


@contextmanager
def database(vendor, name, folder):
    """The environment of an empty, migrated database."""
    env = {"LINLI_DATA": str(folder), "LINLI_DEBUG": "0", "SITE_URL": "http://127.0.0.1:8000", "DB_POOL_SIZE": "4"}
    if vendor == "sqlite":
        file = folder / f"{name}.sqlite3"
        env["DATABASE_URL"] = f"sqlite:///{file}"
        run(env, "manage.py", "migrate", "-v0")
        yield env
        for path in folder.glob(f"{name}.sqlite3*"):
            path.unlink()
        return
    import psycopg

    name = f"linli_bench_{os.getpid()}_{name}"
    env["DATABASE_URL"] = f"{ADMIN}/{name}"
    with psycopg.connect(f"{ADMIN}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            run(env, "manage.py", "migrate", "-v0")
            yield env
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
