from django.urls import path

from .views import files, pages

urlpatterns = [path("c/<slug:slug>/b/<slug:no>/upkeep/", pages.building_upkeep, name="building-upkeep")]
#: Without a language, as files are.
file_urlpatterns = [path("reports/<int:pk>/<slug:name>.jpg", files.report, name="report")]
