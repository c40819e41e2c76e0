from django.urls import path

from .views import files, pages

urlpatterns = [
    path("c/<slug:slug>/accounts/", pages.accounts, name="accounts"),
    path("c/<slug:slug>/accounts/book/<int:pk>/", pages.book, name="accounts-book"),
    path("c/<slug:slug>/accounts/<slug:month>/", pages.month, name="accounts-month"),
    path("c/<slug:slug>/accounts/<slug:month>.csv", files.month_csv, name="accounts-csv"),
]
#: Without a language, as files are.
file_urlpatterns = [path("vouchers/<int:pk>/<slug:name>.jpg", files.voucher, name="voucher")]
