from django.urls import path

from . import views

urlpatterns = [
    path("feed/", views.site, name="feed-site"),
    path("c/<slug:slug>/feed/", views.community, name="feed-community"),
    path("c/<slug:slug>/b/<slug:no>/feed/", views.building, name="feed-building"),
]
