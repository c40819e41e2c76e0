from django.urls import path

from .views import photos

#: Without a language, as files are.
file_urlpatterns = [path("works/photos/<int:pk>/<slug:name>.jpg", photos.photo, name="site-photo")]
