"""The floor behind the same server as ours: ``gunicorn tests.bench.floor_server``."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal import settings as ours

_SAME = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASES", "LANGUAGE_CODE", "LANGUAGES", "TIME_ZONE", "USE_TZ")
settings.configure(
    **{name: getattr(ours, name) for name in (*_SAME, "DEFAULT_AUTO_FIELD")},
    INSTALLED_APPS=[f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages")],
    ROOT_URLCONF="tests.bench.floor",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
application = get_wsgi_application()
