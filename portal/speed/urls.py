from django.urls import path

from . import views

urlpatterns = [path("c/<slug:slug>/speed/", views.speed, name="speed")]
