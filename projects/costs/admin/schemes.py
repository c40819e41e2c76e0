"""分摊方案: read, chosen, signed, superseded, printed; each button calls one action."""

from django.contrib import admin
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, Tool
from projects.costs import actions, forms
from projects.costs.enums import SchemeState
from projects.costs.models import SharingScheme

from .acting import said, yuan

DRAFT, CHOSEN = SchemeState.DRAFT, SchemeState.CHOSEN
#: route: (button, states in which it shows, form, what it says when done)
STEPS = {
    "choose": ("选定", (DRAFT,), forms.ChooseForm, "已选定，方案不能再改；请各户签字"),
    "redraft": ("改草稿", (DRAFT,), forms.TermsForm, "草稿已重新计算"),
    "sign": ("登记签字", (CHOSEN,), forms.SignForm, "签字已登记"),
    "withdraw": ("撤销签字", (CHOSEN,), forms.WithdrawForm, "签字已撤销，原来的记录保留"),
    "contributors": ("登记出资人", (CHOSEN,), forms.DayForm, "签了字的各户已登记为出资人"),
    "vote": ("写明选定它的征询", (DRAFT, CHOSEN), forms.VoteForm, "已写明"),
    "supersede": ("放弃这个方案", (CHOSEN,), forms.ReasonForm, "已放弃；签字留在这一稿上，不再算数"),
}
PAGES = {"print": "打印分摊表", "plan": "下载分摊方案文件"}


@admin.register(SharingScheme)
class SharingSchemeAdmin(ReadOnlyAdmin):
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("__str__", "state", "method", "owners_pay", "chosen_on")
    list_filter = ("state", "method", "project__community")
    list_select_related = ("project__building_group__compound", "project__community")
    search_fields = ("project__building_group__name",)
    search_help_text = "输入门号，例如：12号"
    fieldsets = (
        ("现在", {"fields": ("project", "version", "state", "chosen_on", "superseded_on", "supersede_reason")}),
        ("怎样分摊", {"fields": ("budget", "method", "source", "consultation")}),
        ("各户", {"fields": ("lines",)}),
    )

    @admin.display(description="业主承担（元）", ordering="owners_pay_fen")
    def owners_pay(self, obj):
        return yuan(obj.owners_pay_fen)

    @admin.display(description="份额")
    def lines(self, obj):
        return render_to_string("admin/costs/lines.html", _figures(obj))

    def has_delete_permission(self, request, obj=None):
        is_draft = obj is None or obj.state == DRAFT
        return is_draft and self._may(request, "delete", obj)

    def delete_model(self, request, obj):
        actions.discard_scheme(scheme=obj, by=request.user)

    def get_deleted_objects(self, objs, request):
        """The lines of a draft go with it: the action removes them."""
        return [str(obj) for obj in objs], {}, set(), []

    def tools(self, request, obj):
        found = []
        if self._may(request, "change", obj):
            shown = ((name, step) for name, step in STEPS.items() if obj.state in step[1] and _is_of_use(name, obj))
            found = [Tool(step[0], self.page_url(name, obj.pk)) for name, step in shown]
        return [*found, *(Tool(label, self.page_url(name, obj.pk)) for name, label in PAGES.items())]

    def view_on_site(self, obj):
        group = obj.project.building_group
        return None if obj.state == DRAFT else reverse("building-costs", args=[obj.project.community.slug, group.no])

    def get_urls(self):
        own = [self.step_path(name, self._step_view(name)) for name in STEPS]
        own += [self.step_path(name, getattr(self, f"{name}_view")) for name in PAGES]
        return [*own, *super().get_urls()]

    def _step_view(self, name):
        label, _states, form_class, done = STEPS[name]

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form_class,
                note=self._note(request, object_id) if name == "choose" else "",
                act=lambda obj, data: said(ACTS[name], scheme=obj, by=request.user, **data),
                done=done,
            )

        return view

    def _note(self, request, object_id):
        scheme = self.reachable(request, object_id, "change")
        return (
            f"{scheme.get_method_display()}：总价{yuan(scheme.cost_fen)}元，补贴{yuan(scheme.subsidy_fen)}元，"
            f"业主承担{yuan(scheme.owners_pay_fen)}元。选定以后不能再改，居民在网页上马上看到每层的份额。"
        )

    def print_view(self, request, object_id):
        """费用分摊表 with rooms, for the stairwell or the file."""
        scheme = self.reachable(request, object_id)
        context = {
            **_figures(scheme),
            "title": "费用分摊表",
            "vote": scheme,
            "back": self.page_url("change", scheme.pk),
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/costs/print.html", context)

    def plan_view(self, request, object_id):
        """The plan from which anybody computes the same shares (``manage.py apportion``)."""
        scheme = self.reachable(request, object_id)
        answer = JsonResponse(actions.plan_of(scheme), json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = f'attachment; filename="plan-{scheme.pk}.json"'
        answer["Cache-Control"] = "no-store"
        return answer


def _redraft(*, scheme, terms, by, **_written):
    return actions.redraft_scheme(scheme=scheme, budget=scheme.budget, terms=terms, by=by)


def _withdraw(*, scheme, signature, reason, by):
    return actions.withdraw(signature=signature, reason=reason, by=by)


ACTS = {
    "choose": actions.choose,
    "redraft": _redraft,
    "sign": actions.sign,
    "withdraw": _withdraw,
    "contributors": actions.enter_contributors,
    "vote": actions.link_vote,
    "supersede": actions.supersede,
}


def _is_of_use(name, scheme):
    """A vote is named once."""
    return name != "vote" or scheme.consultation_id is None


def _figures(scheme):
    shares = list(scheme.shares.with_signature().select_related("unit").order_by("id"))
    given = {row.unit_id: row for row in scheme.compensations.all()}
    return {
        "scheme": scheme,
        "subsidies": list(scheme.subsidies.order_by("id")),
        "lines": [(share, scheme.floors.get(str(share.floor), ""), given.get(share.unit_id)) for share in shares],
        "signed": sum(share.signed_on is not None for share in shares),
        "payers": sum(share.amount_fen > 0 for share in shares),
        "paid_out": sum(row.amount_fen for row in given.values()),
    }
