from django.urls import path

from .views import calendar, pages, topics

urlpatterns = [
    path("c/<slug:slug>/meetings/", pages.meetings, name="meetings"),
    path("c/<slug:slug>/meetings/calendar.ics", calendar.calendar, name="meetings-calendar"),
    path("c/<slug:slug>/meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("c/<slug:slug>/topics/", topics.topics, name="topics"),
    path("c/<slug:slug>/topics/<int:pk>/", topics.topic, name="topic"),
    path("c/<slug:slug>/resolutions/", pages.resolutions, name="resolutions"),
]
