"""合同、支出和票据: a proposal, a second person, a payment."""

from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.html import format_html_join

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline, Tool
from projects.accounts import actions, forms
from projects.accounts.domain import Refused
from projects.accounts.enums import SpendingState
from projects.accounts.models import Contract, ContractChange, Spending, Voucher

from .acting import said, yuan

PROPOSED, APPROVED, PAID = SpendingState.PROPOSED, SpendingState.APPROVED, SpendingState.PAID
#: route: (button, states in which it shows, form, what it says when done)
STEPS = {
    "approve": ("批准", (PROPOSED,), forms.ApproveForm, "已批准，可以付款"),
    "pay": ("登记付款", (APPROVED,), forms.PayForm, "已付款并记账"),
    "attach": ("上传票据", (PROPOSED, APPROVED, PAID), forms.VoucherForm, "票据已上传"),
    "withdraw": ("撤回", (PROPOSED, APPROVED), forms.ReasonForm, "已撤回，记录保留"),
}
ACTS = {"approve": actions.approve, "pay": actions.pay, "attach": actions.attach, "withdraw": actions.withdraw}


class ByBook:
    """Rows that hang on a book."""

    community_path = "book__community"
    group_path = "book__project__building_group"
    list_select_related = ("book__community", "book__project__building_group__compound", "company")

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    @admin.display(description="金额", ordering="amount_fen")
    def amount(self, obj):
        return yuan(obj.amount_fen)


class ChangeInline(ScopedTabularInline):
    model = ContractChange
    community_path = "contract__book__community"
    group_path = "contract__book__project__building_group"
    fields = readonly_fields = ("agreed_on", "amount", "reason")

    @admin.display(description="增减金额")
    def amount(self, obj):
        return yuan(obj.amount_fen)

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Contract)
class ContractAdmin(ByBook, ScopedAdmin):
    form = forms.ContractForm
    list_display = ("title", "company", "cost", "amount", "signed_on", "book")
    list_filter = ("book__community", "cost")
    search_fields = ("title", "company__name")
    inlines = (ChangeInline,)
    actions = None
    fieldsets = (("必填", {"fields": ("book", "company", "title", "cost", "yuan", "signed_on")}),)
    signed = (("合同", {"fields": ("book", "company", "title", "cost", "amount", "signed_on")}),)

    def get_fieldsets(self, request, obj=None):
        return self.signed if obj else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.signed[0][1]["fields"] if obj else ()

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def save_model(self, request, obj, form, change):
        if not change:
            actions.enter_contract(contract=obj, by=request.user)

    def tools(self, request, obj):
        if self._may(request, "change", obj):
            yield Tool("登记变更", self.page_url("alter", obj.pk))

    def get_urls(self):
        return [self.step_path("alter", self.alter_view), *super().get_urls()]

    def alter_view(self, request, object_id):
        def act(contract, data):
            change = ContractChange(
                contract=contract, amount_fen=data["yuan"], reason=data["reason"], agreed_on=data["agreed_on"]
            )
            said(actions.enter_change, change=change, by=request.user)

        return self.step(
            request,
            object_id,
            verb="change",
            title="登记变更",
            form_class=forms.ChangeForm,
            act=act,
            done="变更已登记",
        )


@admin.register(Spending)
class SpendingAdmin(ByBook, ScopedAdmin):
    form = forms.SpendingForm
    list_display = ("__str__", "text", "amount", "company", "status", "book")
    list_filter = ("status", "book__community", "cost")
    search_fields = ("text", "company__name")
    actions = None
    fieldsets = (
        ("必填", {"fields": ("book", "company", "cost", "yuan", "text", "upload")}),
        ("其他", {"classes": ("collapse",), "fields": ("contract", "paid_from")}),
    )
    held = (
        ("现在", {"fields": ("status", "people", "files", "entry", "withdrawal")}),
        ("内容（改动后要重新批准）", {"fields": ("book", "company", "cost", "yuan", "text", "contract", "paid_from")}),
    )
    ended = (
        held[0],
        ("内容", {"fields": ("book", "company", "cost", "amount", "text", "contract", "paid_from")}),
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        return self.held if _is_open(obj) and self.has_change_permission(request, obj) else self.ended

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        if _is_open(obj) and self.has_change_permission(request, obj):
            return (*self.held[0][1]["fields"], "book")
        return tuple(name for _, options in self.ended for name in options["fields"])

    @admin.display(description="经办和审批")
    def people(self, obj):
        approver = obj.approved_by.get_full_name() if obj.approved_by else "还没有批准"
        return f"经办：{obj.proposed_by.get_full_name()}；审批：{approver}"

    @admin.display(description="票据")
    def files(self, obj):
        rows = (
            (reverse("admin:projects_voucher_file", args=[voucher.pk]), f"票据{voucher.pk}", _which(voucher))
            for voucher in obj.vouchers.all()
        )
        return format_html_join("、", '<a href="{}">{}</a>（{}）', rows) or "还没有票据"

    def save_model(self, request, obj, form, change):
        if change:
            actions.revise(spending=obj, by=request.user)
        else:
            actions.propose(spending=obj, by=request.user, upload=form.cleaned_data["upload"])

    def tools(self, request, obj):
        for name, (label, states, *_) in STEPS.items():
            if obj.status in states and self._may(request, "change", obj):
                yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        def view(request, object_id):
            label, _, form_class, done = STEPS[name]
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form_class,
                note=_note(self.reachable(request, object_id, "change"), request.user, name),
                act=lambda obj, data: said(ACTS[name], spending=obj, by=request.user, **data),
                done=done,
            )

        return view


def _is_open(spending):
    return spending.status in (PROPOSED, APPROVED)


def _which(voucher):
    return f"会公开：{voucher.alt}" if voucher.is_scrubbed else "只有工作人员看得到"


def _note(spending, by, name):
    if name != "approve":
        return ""
    if faults := actions.approval_faults(spending, by):
        return "\n".join(["现在还不能批准：", *faults])
    count = spending.vouchers.originals().count()
    whom = f"付给{spending.company.name}" if spending.company else "付出"
    return (
        f"{whom}{yuan(spending.amount_fen)}，{spending.get_cost_display()}：{spending.text}。票据{count}份，请先看过。"
    )


@admin.register(Voucher)
class VoucherAdmin(ReadOnlyAdmin):
    community_path = "spending__book__community"
    group_path = "spending__book__project__building_group"
    list_display = ("__str__", "spending", "kind", "is_scrubbed", "added_at")
    list_filter = ("is_scrubbed", "kind")
    list_select_related = ("spending",)
    fields = ("spending", "kind", "is_scrubbed", "alt", "size", "digest", "added_at")

    def get_urls(self):
        return [self.step_path("file", self.file_view), *super().get_urls()]

    def file_view(self, request, object_id):
        """The file itself; an original may show names, so the look is logged."""
        voucher = self.reachable(request, object_id)
        if not voucher.is_scrubbed:
            journal.record_reading(by=request.user, obj=voucher, purpose="查看原始票据")
        try:
            content = voucher.file.open("rb")
        except OSError:
            raise Http404 from None
        answer = FileResponse(
            content,
            content_type=voucher.content_type,
            as_attachment=voucher.kind == "pdf",
            filename=f"{voucher.pk}.pdf",
        )
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
