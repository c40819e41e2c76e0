from django.urls import path

from .views import pages, trying

urlpatterns = [
    path("c/<slug:slug>/b/<slug:no>/costs/", pages.building_costs, name="building-costs"),
    path("rules/cost/", trying.rules_cost, name="rules-cost"),
]
