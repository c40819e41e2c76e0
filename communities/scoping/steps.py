"""Buttons on a record's page, each with a page of its own: one form, one button, one action."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .conflicts import REFUSALS, words


@dataclass(frozen=True)
class Tool:
    """A button on a record's page; it leads to a page of its own."""

    label: str
    url: str


class StepForm(forms.Form):
    """The form of one act upon one record (``obj``) by one person (``by``)."""

    def __init__(self, *args, obj, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.obj, self.by = obj, by


class Steps:
    def reachable(self, request, object_id, verb="view"):
        """The record, or 404 when it is out of sight, 403 when it may be seen but not ``verb``-ed."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self._may(request, verb, obj):
            raise PermissionDenied
        return obj

    def tools(self, request, obj):
        """``Tool``s to show above the record."""
        return ()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["tools"] = list(self.tools(request, obj)) if obj is not None else []
        verb = "新增" if add else "修改" if self.has_change_permission(request, obj) else "查看"
        context["title"] = f"{verb}{self.opts.verbose_name}"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def page_url(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[quote(a) for a in args])

    def step_path(self, name, view):
        """Route of a record's own page ``name``: ``…/<id>/<name>/``."""
        route = f"<path:object_id>/{name}/"
        return path(
            route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        )

    def step(self, request, object_id, *, verb, title, act, done, form_class=StepForm, note=""):
        """A page with one form and one button, which calls ``act(obj, cleaned_data)``; refusals are said there."""
        obj = self.reachable(request, object_id, verb)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = form_class(*posted, obj=obj, by=request.user)
        if form.is_valid():
            try:
                with transaction.atomic():
                    act(obj, form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except REFUSALS as error:
                form.add_error(None, words(error))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(self.page_url("change", obj.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": obj,
            "form": form,
            "note": note,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/step.html", context)

    def refuse(self, request, message, *, to):
        """Say why nothing was done and go back."""
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(to)
