"""``python -m tests.bench.child MODULE ARGUMENT…``: one measurement in a process of its own; prints JSON."""

import importlib
import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    measured = importlib.import_module(f"tests.bench.{sys.argv[1]}").main(*sys.argv[2:])
    print(json.dumps(measured))  # noqa: T201
