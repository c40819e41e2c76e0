"""``ScopedAdmin``: the only base class for ModelAdmins. It shows and changes only what lies within a person's reach.

It imports no subject but the journal: ``request.user.scope("app.verb_model")`` says where a permission holds, and each admin says how
its rows hang on a community (``community_path``) and, where they do, on a building group (``group_path``).
Every route on which a plain ModelAdmin leaks is closed: rows, related choices, raw ids, filters, actions, inlines,
delete pages, history, autocomplete; what a form posts is checked once more before it is saved.
"""

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.db.models import Q
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from communities.journal import actions as journal
from communities.journal.models import Entry


def within(scope, *, community_path, group_path=None) -> Q:
    """The rows that ``scope`` covers, as a condition."""
    if scope.everywhere:
        return Q()
    condition = Q(pk__in=[])
    if scope.communities:
        condition |= Q(**{f"{community_path}__in": scope.communities})
    if scope.groups and group_path:
        condition |= Q(**{f"{group_path}__in": scope.groups})
    return condition


class ScopedRows:
    """Shared by pages and inlines: rows, permissions and related choices within reach."""

    community_path = "community"
    group_path = None
    #: Paths that lead to many rows need a subquery so that no row appears twice.
    path_is_multiple = False

    def scope(self, request, verb):
        return request.user.scope(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def rows(self, request, verb="view"):
        """All rows of this model on which the visitor may do ``verb``."""
        condition = within(self.scope(request, verb), community_path=self.community_path, group_path=self.group_path)
        manager = self.model._default_manager
        if self.path_is_multiple:
            return manager.filter(pk__in=manager.filter(condition).values("pk"))
        return manager.filter(condition)

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.filter(pk__in=self.rows(request).values("pk"))

    def _may(self, request, verb, obj=None):
        if obj is None or obj.pk is None:
            return bool(self.scope(request, verb))
        return self.rows(request, verb).filter(pk=obj.pk).exists()

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def has_add_permission(self, request, obj=None):
        return bool(self.scope(request, "add"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices(self, model, request):
        """What may be chosen of a related model: what its own admin would show; nothing without a scoped admin."""
        related = self.admin_site._registry.get(model)
        if isinstance(related, ScopedAdmin):
            return related.selectable(request)
        return model._default_manager.all() if request.user.is_superuser else model._default_manager.none()


class ScopedAdmin(ScopedRows, admin.ModelAdmin):
    """Base of every page of the back office. Writes go through ``communities.journal.actions``."""

    show_full_result_count = False
    list_per_page = 50
    save_as = False
    actions_on_top = True

    def selectable(self, request):
        """Rows of this model that may be chosen in another form."""
        return self.rows(request)

    def get_list_filter(self, request):
        """Filters over a relation list only related rows within reach."""
        return [self._scoped_filter(item) for item in super().get_list_filter(request)]

    def _scoped_filter(self, item):
        if not isinstance(item, str):
            return item
        field = self.opts.get_field(item.split("__")[0]) if "__" not in item else None
        return (item, ScopedRelatedFilter) if field is not None and field.is_relation else item

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The posted object must lie within reach as well, whatever the form offered."""
        base = super().get_form(request, obj, change=change, **kwargs)
        page = self

        class ReachChecked(base):
            def clean(self):
                cleaned = super().clean()
                if not self.errors and not page.covers(request, self, change):
                    self.add_error(None, "不在您负责的范围内：请选择您自己的居民区或楼组")
                return cleaned

        ReachChecked.__name__ = base.__name__
        return ReachChecked

    def covers(self, request, form, change):
        """Whether the community (and building group) that the form names lie within reach."""
        scope = self.scope(request, "change" if change else "add")
        if scope.everywhere:
            return True
        community = _follow(form, self.community_path)
        group = _follow(form, self.group_path) if self.group_path else None
        return community in scope.communities or (group is not None and group in scope.groups)

    def save_model(self, request, obj, form, change):
        journal.store(obj, by=request.user)

    def delete_model(self, request, obj):
        journal.remove(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            journal.remove(obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for obj in formset.deleted_objects:
            journal.remove(obj, by=request.user)
        for obj, _ in formset.changed_objects:
            journal.store(obj, by=request.user)
        for obj in formset.new_objects:
            journal.store(obj, by=request.user)
        formset.save_m2m()

    def changeform_view(self, request, *args, **kwargs):
        with transaction.atomic():
            return super().changeform_view(request, *args, **kwargs)

    def get_deleted_objects(self, objs, request):
        """Refuse when a deletion would touch anything outside reach, or anything that is kept."""
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        with suppress(ProtectedError, RestrictedError):
            collector.collect(objs)
        to_delete, model_count, needed, protected = super().get_deleted_objects(objs, request)
        for model, instances in collector.model_objs.items():
            page = self.admin_site._registry.get(model)
            if not isinstance(page, ScopedAdmin):
                continue
            reachable = page.rows(request, "delete").filter(pk__in=[item.pk for item in instances]).count()
            if reachable < len(instances):
                needed.add(model._meta.verbose_name)
        protected = [str(model._meta.verbose_name) for model in {type(item) for item in collector.protected}]
        return to_delete, model_count, needed, protected

    # Django's own log would be a second history; ours is the journal.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "修改记录",
            "opts": self.opts,
            "object": obj,
            "entries": Entry.objects.about(obj)[:200],
        }
        return TemplateResponse(request, "admin/journal_history.html", context)

    def refuse(self, request, message, *, to):
        """Say why nothing was done and go back."""
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(to)


class ScopedTabularInline(ScopedRows, admin.TabularInline):
    extra = 0
    max_num = 200


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        rows = model_admin.choices(field.remote_field.model, request)
        return [(row.pk, str(row)) for row in rows[:200]]


def _follow(form, path):
    """Primary key at the end of ``path``, starting from what the form posted."""
    first, _, rest = path.partition("__")
    value = form.cleaned_data.get(first, getattr(form.instance, first, None))
    for step in filter(None, rest.split("__")):
        value = getattr(value, step, None)
    return value.pk if isinstance(value, models.Model) else value
