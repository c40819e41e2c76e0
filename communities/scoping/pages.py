"""The pages of the back office. Writes go through ``communities.journal.actions``."""

from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import router, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.html import format_html

from communities.journal import actions as journal
from communities.journal.models import Entry

from .conflicts import REFUSALS, words
from .readings import ReadingsLogged
from .rows import ScopedRows, follow, is_key, one_community, scoped_filter, within
from .steps import Steps

OUT_OF_REACH = "不在您负责的范围内：请选择您自己的居民区或楼组"
TWO_COMMUNITIES = "不能把两个居民区的内容连在一起：请选同一个居民区的"


class ScopedAdmin(ReadingsLogged, Steps, ScopedRows, admin.ModelAdmin):
    show_full_result_count = False
    list_per_page = 50
    save_as = False
    actions_on_top = True
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    history_template = "admin/journal_history.html"

    def get_list_filter(self, request):
        return [scoped_filter(self.model, item) for item in super().get_list_filter(request)]

    def get_view_on_site_url(self, obj=None):
        """The public address itself: the detour by content type would tell which ids exist elsewhere."""
        return self.view_on_site(obj) if obj is not None and callable(self.view_on_site) else None

    @admin.display(description="网页")
    def web(self, obj):
        url = self.get_view_on_site_url(obj)
        return format_html('<a href="{}">网页查看</a>', url) if url else "—"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The posted object must lie within reach as well, whatever the form offered."""
        base = super().get_form(request, obj, change=change, **kwargs)
        page = self

        class ReachChecked(base):
            def clean(self):
                cleaned = super().clean()
                if refusal := getattr(request, "refusal", ""):
                    self.add_error(None, refusal)
                elif not self.errors:
                    page.check_reach(request, self, change)
                return cleaned

        ReachChecked.__name__ = base.__name__
        return ReachChecked

    def check_reach(self, request, form, change):
        if not self.covers(request, form, change):
            form.add_error(None, OUT_OF_REACH)
        elif not one_community(form):
            form.add_error(None, TWO_COMMUNITIES)

    def covers(self, request, form, change):
        """Whether the community (and building group) that the form names lie within reach."""
        scope = self.scope(request, "change" if change else "add")
        if scope.everywhere:
            return True
        community = follow(form, self.community_path)
        group = follow(form, self.group_path) if self.group_path else None
        return community in scope.communities or (group is not None and group in scope.groups)

    def save_model(self, request, obj, form, change):
        journal.store(obj, by=request.user)

    def delete_model(self, request, obj):
        journal.remove(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
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

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What the database refuses (a race, a constraint, a guard) is said on the form, and nothing is saved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            request.refusal = words(error)
        for upload in request.FILES.values():
            upload.seek(0)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, {"title": f"删除{self.opts.verbose_name}"})
        except REFUSALS as error:
            return self.refuse(request, words(error), to=self.page_url("change", object_id))

    def get_changeform_initial_data(self, request):
        """Prefilled from the address, where a key must look like one."""
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if name not in related or is_key(value)}

    def changelist_view(self, request, extra_context=None):
        if not all(is_key(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("选中的编号不对")
        try:
            return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        except REFUSALS as error:
            if request.method != "POST":
                raise
            return self.refuse(request, words(error), to=self.page_url("changelist"))

    def get_deleted_objects(self, objs, request):
        """Django asks each page about each row taken along; what is in the way is named by kind."""
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        with suppress(ProtectedError, RestrictedError):
            collector.collect(objs)
        to_delete, model_count, needed, _ = super().get_deleted_objects(objs, request)
        protected = sorted({str(item._meta.verbose_name) for item in collector.protected})
        return to_delete, model_count, needed, protected

    # Django's own log would be a second history; ours is the journal.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Another community's record and no record look the same: 404."""
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.reachable(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": "修改记录",
            "opts": self.opts,
            "object": obj,
            "entries": Entry.objects.about(obj)[:200].with_actors(),
        }
        return TemplateResponse(request, self.history_template, context)


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that only actions write."""

    actions = None

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class ScopedTabularInline(ScopedRows, admin.TabularInline):
    extra = 0
    max_num = 200
    list_select_related = ()

    def _may(self, request, verb, obj):
        """``obj`` is the parent row: the inline's own permission must reach as far as that row."""
        scope = self.scope(request, verb)
        if obj is None or obj.pk is None or scope.everywhere:
            return bool(scope)
        parent = self.admin_site._registry[self.parent_model]
        condition = within(scope, community_path=parent.community_path, group_path=parent.group_path)
        return self.parent_model._base_manager.filter(condition, pk=obj.pk).exists()

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add", obj)

    def get_formset(self, request, obj=None, **kwargs):
        base = super().get_formset(request, obj, **kwargs)

        class OneCommunity(base):
            def clean(self):
                super().clean()
                for form in self.forms:
                    if form.is_valid() and form.has_changed() and not one_community(form, self.instance):
                        form.add_error(None, TWO_COMMUNITIES)

        OneCommunity.__name__ = base.__name__
        return OneCommunity
