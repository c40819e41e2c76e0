"""Where the server enters. Loaded once before the workers are forked (``--preload``), so that they share memory."""

import importlib
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from communities import guards  # noqa: E402  (needs the apps loaded)

importlib.import_module(settings.ROOT_URLCONF)
guards.require(connection)
# No connection may cross a fork; the pool's threads would not.
connection.close()
if connection.vendor == "postgresql":
    connection.close_pool()
