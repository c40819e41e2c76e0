from django.urls import path

from .views import pages, records, recounting

urlpatterns = [
    path("c/<slug:slug>/b/<slug:no>/vote/", pages.building_vote, name="building-vote"),
    path("c/<slug:slug>/votes/", pages.votes, name="votes"),
    path("c/<slug:slug>/votes/<int:pk>/", pages.vote, name="vote"),
    path("c/<slug:slug>/votes/<int:pk>/record.json", records.record, name="vote-record"),
    path("rules/recount/", recounting.recount, name="recount"),
]
