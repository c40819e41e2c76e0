import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from communities import guards  # noqa: E402  (needs the apps loaded)

guards.require(connection)
connection.close()
