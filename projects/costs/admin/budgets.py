"""概算 with its items; from here ways of sharing are compared side by side, and one becomes a draft."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from communities.scoping import ScopedAdmin, ScopedTabularInline, Tool
from communities.scoping.rows import is_key
from projects.costs import actions, forms
from projects.costs.domain import Refused
from projects.costs.enums import BudgetKind, SchemeState
from projects.costs.models import Budget, BudgetItem, ReferenceTable

from .acting import said, yuan

#: A new budget asks for these; a line without a sum is left out.
USUAL = [kind for kind in BudgetKind if kind != BudgetKind.OTHER]


class ItemInline(ScopedTabularInline):
    model = BudgetItem
    form = forms.BudgetItemForm
    community_path = "budget__project__community"
    group_path = "budget__project__building_group"
    fields = ("kind", "note", "amount", "counts_for_subsidy")
    max_num = 40

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else len(USUAL)

    def _may(self, request, verb, obj):
        return (verb == "view" or _is_unused(obj)) and super()._may(request, verb, obj)


@admin.register(Budget)
class BudgetAdmin(ScopedAdmin):
    form = forms.BudgetForm
    community_path = "project__community"
    group_path = "project__building_group"
    inlines = (ItemInline,)
    list_display = ("__str__", "total", "note")
    list_filter = ("project__stage",)
    list_select_related = ("project__building_group__compound",)
    search_fields = ("project__building_group__name",)
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("project",)
    actions = None
    fieldsets = ((None, {"fields": ("project", "note")}),)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs if obj.pk else {**kwargs, "initial": [{"kind": kind} for kind in USUAL]}

    @admin.display(description="合计（元）")
    def total(self, obj):
        return yuan(obj.total_fen)

    def get_fieldsets(self, request, obj=None):
        return ((None, {"fields": ("project", "note", "total")}),) if obj else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ("project", "total") if obj else ()

    def has_change_permission(self, request, obj=None):
        return _is_unused(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        unused = obj is None or not obj.schemes.exists()
        return unused and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        actions.keep_budget(budget=obj, by=request.user)

    def delete_model(self, request, obj):
        actions.discard_budget(budget=obj, by=request.user)

    def get_deleted_objects(self, objs, request):
        """The items go with it: the action removes them."""
        return [str(obj) for obj in objs], {}, set(), []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def tools(self, request, obj):
        if not _may_draft(request, obj) or not obj.items.exists():
            return ()
        return (
            Tool("比较分摊办法", self.page_url("compare", obj.pk)),
            Tool("自己定一个方案", self.page_url("draft", obj.pk)),
        )

    def get_urls(self):
        own = (("compare", self.compare_view), ("draft", self.draft_view))
        return [*(self.step_path(name, view) for name, view in own), *super().get_urls()]

    def compare_view(self, request, object_id):
        """Every table side by side by floor; a button makes a draft of one of them."""
        budget = self.reachable(request, object_id)
        if request.method == "POST":
            return self._adopt(request, budget)
        try:
            floors, found = actions.compare(budget)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("change", budget.pk))
        usable = [one for one in found if not one.refusal]
        context = {
            **self.admin_site.each_context(request),
            "title": "比较分摊办法",
            "opts": self.opts,
            "original": budget,
            "usable": usable,
            "refused": [one for one in found if one.refusal],
            "floors": [(floor, [one.floors.get(floor) for one in usable]) for floor in floors],
            "total": budget.total_fen,
            "may_draft": _may_draft(request, budget),
        }
        return TemplateResponse(request, "admin/costs/compare.html", context)

    def _adopt(self, request, budget):
        """A draft by one reference table, with every subsidy in force."""
        if not _may_draft(request, budget):
            raise PermissionDenied
        pk = request.POST.get("reference", "")
        table = ReferenceTable.objects.filter(pk=pk).first() if is_key(pk) else None
        if table is None:
            raise Http404
        try:
            terms = actions.terms_of(table, actions.flats_of(budget.project))
            scheme = actions.draft_scheme(
                project=budget.project, budget=budget, terms=terms, reference=table, by=request.user
            )
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("compare", budget.pk))
        self.message_user(request, f"第{scheme.version}稿已算好，存为草稿；现在就可以选定，也可以以后再选")
        return HttpResponseRedirect(reverse("admin:projects_sharingscheme_choose", args=[scheme.pk]))

    def draft_view(self, request, object_id):
        """The team's own values, waivers and compensations."""
        if not _may_draft(request, self.reachable(request, object_id)):
            raise PermissionDenied
        made = []

        def act(budget, data):
            draft = {"project": budget.project, "budget": budget, "terms": data["terms"], "by": request.user}
            made.append(said(actions.draft_scheme, **draft))

        answer = self.step(
            request,
            object_id,
            verb="view",
            title="自己定一个方案",
            form_class=forms.TermsForm,
            act=act,
            done="草稿已算好，核对后再选定",
        )
        if not made:
            return answer
        return HttpResponseRedirect(reverse("admin:projects_sharingscheme_change", args=[made[0].pk]))


def _is_unused(budget):
    return budget is None or not budget.schemes.exclude(state=SchemeState.DRAFT).exists()


def _may_draft(request, budget):
    scope = request.user.scope("projects.add_sharingscheme")
    return scope.everywhere or budget.community_id in scope.communities
