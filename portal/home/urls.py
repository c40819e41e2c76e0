from django.urls import path

from .views import faq, figures, people, places, words

urlpatterns = [
    path("", places.home, name="home"),
    path("c/<slug:slug>/", places.community, name="community"),
    path("c/<slug:slug>/b/", places.find_building, name="find-building"),
    path("c/<slug:slug>/b/<slug:no>/", places.building, name="building"),
    path("c/<slug:slug>/lifts/", places.lifts, name="lifts"),
    path("c/<slug:slug>/contacts/", people.contacts, name="contacts"),
    path("c/<slug:slug>/bodies/", people.bodies, name="bodies"),
    path("stats/", figures.stats, name="stats"),
    path("stats/lifts.csv", figures.lifts_csv, name="stats-lifts-csv"),
    path("faq/", faq.faq, name="faq"),
    path("rules/", words.rules, name="rules"),
    path("about/", words.about, name="about"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("subscribe/", words.subscribe, name="subscribe"),
]
