"""The smallest Django that does the same: a constant page, and a list of twenty rows by one query."""

from django.db import models
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONSTANT = "<!DOCTYPE html><title>x</title><p>" + "电梯" * 2000
PAGE = """{% load i18n %}<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>x</title></head><body>
<ul>{% for row in rows %}<li><h2><a href="{% url 'floor-detail' row.pk %}">{{ row.title }}</a></h2>
<p>{{ row.summary }}</p><p><span>{% translate "Date" %}</span> <time datetime="{{ row.published_at|date:'c' }}">
{{ row.published_at|date:"Y年n月j日" }}</time> {{ row.kind }} {{ row.publisher }}</p></li>{% endfor %}
</ul></body></html>"""
_template = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(PAGE)


class Row(models.Model):
    community_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=120)
    publisher = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    published_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "floor", False, "portal_notice"

    def __str__(self):
        return self.title


def constant(request):
    return HttpResponse(CONSTANT)


def listing(request, community):
    rows = Row.objects.filter(community_id=community, status="published", published_at__lte=timezone.now())
    return HttpResponse(_template.render(Context({"rows": rows.order_by("-published_at", "-id")[:20]})))


urlpatterns = [
    path("", constant),
    path("list/<int:community>/", listing),
    path("detail/<int:pk>/", constant, name="floor-detail"),
]
