"""The committee's desk: Django's admin with our front page, our menu and our log-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import LogoutView
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .front import front_page
from .menu import groups
from .overview import overview

OURS = ("communities", "projects", "portal")


class Choices(AutocompleteJsonView):
    """Rows in reach; staff see a name where the room says so, and that look is logged."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.model_admin.personal_list:
            self.model_admin.record_rows(request, self.object_list[: self.paginate_by], purpose="填表时查找")
        return response

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class Desk(admin.AdminSite):
    site_header = site_title = "邻里 · 工作台"
    index_title = "今天要做"
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """Other packages bring pages of their own, which know no reach: they stay out."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        if own := [model for model in models if model._meta.app_label in OURS]:
            super().register(own, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """No address carries NUL: PostgreSQL refuses it where SQLite does not."""
        inner = super().admin_view(view, cacheable)

        def checked(request, *args, **kwargs):
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("网址里有不认识的字符")
            return inner(request, *args, **kwargs)

        return checked

    def get_urls(self):
        """Without the detour by content type, which would tell what exists elsewhere."""
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) != "view_on_site"]
        return [path("overview/", self.admin_view(self.overview), name="overview"), *kept]

    @method_decorator(never_cache)
    def index(self, request, extra_context=None):
        return super().index(request, {**front_page(self, request), **(extra_context or {})})

    @method_decorator([never_cache, require_safe])
    def overview(self, request):
        context = {**self.each_context(request), "title": "全部项目总览", **overview(self, request)}
        return render(request, "admin/overview.html", context)

    def app_index(self, request, app_label, extra_context=None):
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        return groups(self._build_app_dict(request, app_label))

    def get_log_entries(self, request):
        return ()

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request)

    def logout(self, request, extra_context=None):
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("admin:index")
