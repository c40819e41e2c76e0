"""Which rows, and which choices, lie within reach."""

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Q


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


def is_key(text) -> bool:
    """Whether ``text`` can be a primary key: anything else would be an error deep inside a database."""
    return str(text).isascii() and str(text).isdigit() and len(str(text)) <= 18


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
        queryset = self.rows(request)
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add", None)

    def _may(self, request, verb, obj):
        if obj is None or obj.pk is None:
            return bool(self.scope(request, verb))
        return self.rows(request, verb).filter(pk=obj.pk).exists()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = db_field.remote_field.model
        kwargs.setdefault("queryset", self.choices(related, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ScopedAutocomplete(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        page = self.admin_site._registry.get(related)
        if field is not None and hasattr(page, "choice_label"):
            field.label_from_instance = page.choice_label
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice: add one, look at it. Changing or deleting another record has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices(self, model, request):
        """What may be chosen of a related model: what its own admin would show; nothing without a scoped admin."""
        related = self.admin_site._registry.get(model)
        if isinstance(related, ScopedRows):
            return related.selectable(request)
        return model._default_manager.all() if request.user.is_superuser else model._default_manager.none()

    def selectable(self, request):
        """Rows of this model that may be chosen in another form."""
        rows = self.rows(request)
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows


class ScopedAutocomplete(AutocompleteSelect):
    """Shows the chosen row among those in reach; what cannot be a key is not looked up."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [item for item in value if is_key(item)], attrs)


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter over a relation offers related rows within reach only."""

    def field_choices(self, field, request, model_admin):
        return [(row.pk, str(row)) for row in model_admin.choices(field.remote_field.model, request)[:200]]


def scoped_filter(model, item):
    """``item`` of a ``list_filter``, scoped when it runs over a relation."""
    name, kind = item if isinstance(item, tuple) else (item, None)
    if not isinstance(name, str) or kind not in (None, admin.RelatedFieldListFilter):
        return item
    return (name, ScopedRelatedFilter) if get_fields_from_path(model, name)[-1].is_relation else item


def follow(form, path):
    """Primary key at the end of ``path``, starting from what the form posted."""
    first, _, rest = path.partition("__")
    value = form.cleaned_data.get(first) or getattr(form.instance, first, None)
    for step in filter(None, rest.split("__")):
        value = getattr(value, step, None)
    return value.pk if isinstance(value, models.Model) else value


def one_community(form, *others) -> bool:
    """Whether everything the form ties together belongs to one community (``others``: a parent row, say)."""
    tied = [value for value in form.cleaned_data.values() if isinstance(value, models.Model)]
    tied += [row for row in (form.instance, *others) if row.pk]
    homes = {getattr(row, "community_id", None) for row in tied}
    return len(homes - {None}) <= 1
