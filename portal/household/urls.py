from django.urls import path

from .views import pages, statement

urlpatterns = [
    path("my/", pages.household, name="household"),
    path("my/votes/<int:pk>/record.json", pages.record, name="household-record"),
    path("my/fund/<int:pk>/", statement.fund, name="household-fund"),
    path("my/receipt/<int:pk>/", statement.receipt, name="household-receipt"),
    path("my/leave/", pages.leave, name="household-leave"),
    path("my/void/", pages.void, name="household-void"),
]
