"""Public pages carry their language in the address; the back office, files and health check do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.accounts.urls import file_urlpatterns as voucher_urlpatterns
from portal.notices.urls import file_urlpatterns
from portal.reading.views import stylesheet
from portal.upkeep.urls import file_urlpatterns as report_urlpatterns
from portal.works.urls import file_urlpatterns as works_urlpatterns

urlpatterns = [
    path("admin/", include("portal.desk.urls")),
    path("admin/", admin.site.urls),
    path("reading.css", stylesheet, name="reading-css"),
    *file_urlpatterns,
    *voucher_urlpatterns,
    *works_urlpatterns,
    *report_urlpatterns,
    path("", include("portal.opendata.urls")),
    *i18n_patterns(
        path("", include("portal.home.urls")),
        path("", include("portal.notices.urls")),
        path("", include("portal.votes.urls")),
        path("", include("portal.accounts.urls")),
        path("", include("portal.meetings.urls")),
        path("", include("portal.household.urls")),
        path("", include("portal.ask.urls")),
        path("", include("portal.costs.urls")),
        path("", include("portal.progress.urls")),
        path("", include("portal.upkeep.urls")),
        path("", include("portal.speed.urls")),
        path("", include("portal.search.urls")),
        path("", include("portal.feeds.urls")),
        path("", include("portal.reading.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "portal.reading.views.bad_request"
handler403 = "portal.reading.views.permission_denied"
handler404 = "portal.reading.views.page_not_found"
handler500 = "portal.reading.views.server_error"
