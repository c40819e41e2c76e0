"""银行流水: the bank's statement is taken in, the certain lines confirmed at a press, the others one by one."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from communities.journal import actions as journal
from communities.places.models import Unit
from communities.scoping import Tool
from projects.accounts import actions, forms
from projects.accounts.enums import BankLineState
from projects.accounts.models import BankLine, proposals_of

from .acting import said, yuan
from .collecting import OfBook

OPEN, ASIDE = BankLineState.OPEN, BankLineState.ASIDE
SHOWN = 300


class Banking:
    """For BookAdmin: the bank's statement, and what is made of it."""

    def banking_tools(self, obj):
        if obj.project_id:
            yield Tool("导入银行流水", self.page_url("bank", obj.pk))
            yield Tool("对银行流水", self.page_url("match", obj.pk))

    def banking_paths(self):
        return [self.step_path(name, getattr(self, f"{name}_view")) for name in ("bank", "match")]

    def bank_view(self, request, object_id):
        def act(book, data):
            file = data["upload"]
            what = {"content": b"".join(file.chunks()), "filename": file.name}
            fresh, known = said(actions.take_statement, book=book, by=request.user, **what)
            self.message_user(request, f"新流水{fresh}笔，已有{known}笔没有重复导入")

        book = self.reachable(request, object_id, "change")
        answer = self.step(
            request,
            object_id,
            verb="change",
            title="导入银行流水",
            form_class=forms.StatementForm,
            note="只收进账的；有一行看不懂就整份不导入，并逐行说明。同一笔流水不会导入两次，文件本身不保存。",
            act=act,
            done="请核对后确认",
        )
        if answer.status_code == HttpResponseRedirect.status_code:
            return HttpResponseRedirect(self.page_url("match", book.pk))
        return answer

    def match_view(self, request, object_id):
        """Every line nobody has decided about, with whose it may be; rooms and names, so the look is logged."""
        book = self.reachable(request, object_id, "change")
        form = forms.SeenForm(request.POST if request.method == "POST" else None, obj=book, by=request.user)
        if form.is_valid():
            try:
                done = said(actions.confirm_lines, book=book, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.message_user(request, f"已登记{done}笔缴款，收据在“缴款”里打印")
                return HttpResponseRedirect(self.page_url("match", book.pk))
        certain, others = _sorted(book)
        journal.record_reading(by=request.user, obj=book, purpose="核对银行流水", rows=len(certain) + len(others))
        context = {
            **self.admin_site.each_context(request),
            "title": "对银行流水",
            "opts": self.opts,
            "original": book,
            "errors": form.non_field_errors() if form.is_bound else (),
            "certain": certain,
            "others": others,
            "seen": ",".join(f"{row['line'].pk}-{row['unit'].pk}" for row in certain),
            "total": yuan(sum(row["line"].amount_fen for row in certain)),
        }
        return TemplateResponse(request, "admin/accounts/match.html", context)


def _sorted(book):
    """(certain rows, the others), the oldest first, as many as a page shows."""
    found = proposals_of(book) if book.project_id else {}
    units = Unit.objects.in_bulk({proposal.unit for proposal in found.values()})
    certain, others = [], []
    for line in BankLine.objects.filter(book=book).waiting().order_by("happened_on", "pk"):
        proposal = found.get(line.pk)
        row = {"line": line, "amount": yuan(line.amount_fen), "unit": units.get(proposal.unit) if proposal else None}
        row["why"] = proposal.why if proposal else "看不出是哪一户"
        (certain if proposal and proposal.is_certain else others).append(row)
    return certain[:SHOWN], others[:SHOWN]


class ExpiredLines(admin.SimpleListFilter):
    title = "保存期限"
    parameter_name = "expired"

    def lookups(self, request, model_admin):
        return (("yes", "已过保存期限"),)

    def queryset(self, request, queryset):
        return queryset.expired(timezone.localdate()) if self.value() == "yes" else queryset


#: route: (button, states in which it shows, action, form, what it says when done)
STEPS = {
    "confirm": ("登记为缴款", (OPEN,), forms.LineForm, "已登记，收据在“缴款”里打印"),
    "aside": ("不是缴款", (OPEN,), forms.AsideForm, "已标明不是缴款"),
    "reopen": ("重新列出", (ASIDE,), forms.StepForm, "已重新列出"),
    "erase": ("清除过期的户名和附言", tuple(BankLineState), forms.StepForm, "这本账过期的户名和附言已清除"),
}


@admin.register(BankLine)
class BankLineAdmin(OfBook):
    list_display = ("__str__", "happened_on", "amount", "payer", "remark", "status", "book")
    list_filter = ("status", ExpiredLines, "book__community", "happened_on")
    list_select_related = ("book__community", "book__project__building_group__compound")
    fields = (
        *("book", "happened_on", "amount", "payer", "remark", "status", "payment", "why", "note"),
        *("added_at", "decided_at", "expires_on"),
    )
    personal_list = "查看银行流水"
    personal_page = "查看一笔银行流水"

    @admin.display(description="金额", ordering="amount_fen")
    def amount(self, obj):
        return yuan(obj.amount_fen)

    def tools(self, request, obj):
        if not request.user.has_perm("projects.change_book"):
            return
        for name, (label, states, *_) in STEPS.items():
            if obj.status in states and (name != "erase" or obj.expires_on < timezone.localdate()):
                yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        label, _, form_class, done = STEPS[name]

        def view(request, object_id):
            line = self.reachable(request, object_id)
            answer = self.step(
                request,
                object_id,
                verb="view",
                title=label,
                form_class=_prefilled(line) if name == "confirm" else form_class,
                note=_note(name, line),
                act=lambda obj, data: said(ACTS[name], line=obj, by=request.user, **data),
                done=done,
            )
            if answer.status_code == HttpResponseRedirect.status_code and name in ("confirm", "aside"):
                return HttpResponseRedirect(reverse("admin:projects_book_match", args=[line.book_id]))
            journal.record_reading(by=request.user, obj=line, purpose="查看一笔银行流水")
            return answer

        return view


def _note(name, line):
    if name == "erase":
        return "这本账里已过保存期限的流水，对方户名、附言和说明都会清空，不能恢复；日期、金额和处理结果保留。"
    words = "，".join(filter(None, (line.payer, line.remark)))
    return f"{line.happened_on:%Y年%-m月%-d日}到账{yuan(line.amount_fen)}：{words or '银行没有写户名和附言'}"


def _prefilled(line):
    """The room that is proposed stands in the field; whoever presses has read it."""
    proposal = proposals_of(line.book).get(line.pk) if line.book.project_id else None
    room = Unit.objects.get(pk=proposal.unit).room if proposal else ""

    class Form(forms.LineForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["room"].help_text = proposal.why if proposal else "看不出是哪一户，请填室号"
            self.initial["room"] = room

    return Form


ACTS = {
    "confirm": lambda *, line, room, by: actions.confirm_line(line=line, unit=room, by=by),
    "aside": actions.put_aside,
    "reopen": actions.reopen_line,
    "erase": lambda *, line, by: actions.erase_lines(book=line.book, by=by),
}
