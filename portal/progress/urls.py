from django.urls import path

from .views import guide, pages

urlpatterns = [
    path("c/<slug:slug>/b/<slug:no>/progress/", pages.building_progress, name="building-progress"),
    path("guide/", guide.guide, name="guide"),
]
