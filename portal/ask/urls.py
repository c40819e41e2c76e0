from django.urls import path

from .views import asking, following

urlpatterns = [
    path("c/<slug:slug>/ask/", asking.ask, name="ask"),
    path("c/<slug:slug>/ask/status/", following.status, name="ask-status"),
]
