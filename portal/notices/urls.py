from django.urls import path

from .views import files, pages

urlpatterns = [
    path("c/<slug:slug>/notices/", pages.notices, name="notices"),
    path("c/<slug:slug>/notices/<int:pk>/", pages.notice, name="notice"),
    path("c/<slug:slug>/archive/", pages.archive, name="archive"),
]

# The same file in every language: outside the language prefixes.
file_urlpatterns = [
    path("file/<int:pk>/<str:name>", files.attachment, name="attachment"),
]
