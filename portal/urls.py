"""Public pages carry their language in the address; the back office, files and health check do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("portal.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("portal.reading.urls")),
    *i18n_patterns(
        path("", include("portal.home.urls")),
        path("", include("portal.notices.urls")),
        path("", include("portal.search.urls")),
        path("", include("portal.feeds.urls")),
        prefix_default_language=False,
    ),
]
