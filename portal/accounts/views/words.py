"""Words for what is booked, in the reader's language, and how kinds are grouped for the two bars."""

from django.utils.translation import gettext_lazy as _

from projects.accounts.domain import DONE, DUE, ENDED, LATE
from projects.accounts.enums import BookKind, EntryKind
from projects.costs.enums import BudgetKind

KINDS = {
    EntryKind.OPENING: _("建账前结余"),
    EntryKind.PAYMENT: _("业主缴款"),
    EntryKind.SUBSIDY: _("政府补贴"),
    EntryKind.COMMON_INCOME: _("公共收益"),
    EntryKind.INTEREST: _("利息"),
    EntryKind.OTHER_INCOME: _("其他收入"),
    EntryKind.SPENDING: _("工程支出"),
    EntryKind.RUNNING: _("运行维护支出"),
    EntryKind.COMPENSATION: _("补偿"),
    EntryKind.REFUND: _("退款"),
    EntryKind.BANK_FEE: _("银行手续费"),
    EntryKind.OTHER_EXPENSE: _("其他支出"),
    EntryKind.CALL: _("应收分摊款"),
    EntryKind.TRANSFER: _("银行与现金互转"),
    EntryKind.SETTLEMENT: _("决算调整"),
    EntryKind.CARRY: _("两本账结转"),
    EntryKind.REVERSAL: _("冲正"),
}
#: The segments of each bar in order; every other kind is the last one.
IN = (
    (_("业主缴款"), (EntryKind.PAYMENT,)),
    (_("政府补贴"), (EntryKind.SUBSIDY,)),
    (_("公共收益"), (EntryKind.COMMON_INCOME,)),
    (_("其他收入、结转和冲正"), ()),
)
OUT = (
    (_("工程支出"), (EntryKind.SPENDING,)),
    (_("运行维护支出"), (EntryKind.RUNNING,)),
    (_("退款和补偿"), (EntryKind.REFUND, EntryKind.COMPENSATION)),
    (_("其他支出、结转和冲正"), ()),
)
BOOKS = {
    BookKind.PROJECT: _("加梯资金"),
    BookKind.RUNNING: _("电梯运行费"),
    BookKind.COMMON_INCOME: _("公共收益"),
    BookKind.REPAIR_FUND: _("维修资金"),
}
#: Items of the budget.
ITEMS = {
    BudgetKind.SURVEY: _("设计勘察"),
    BudgetKind.TESTING: _("检测论证"),
    BudgetKind.FOUNDATION: _("桩基基础"),
    BudgetKind.SHAFT: _("钢结构井道"),
    BudgetKind.CLADDING: _("幕墙连廊"),
    BudgetKind.LIFT: _("电梯设备与安装"),
    BudgetKind.PIPES: _("管线移位"),
    BudgetKind.SUPERVISION: _("监理"),
    BudgetKind.AGENT: _("代建费"),
    BudgetKind.AUDIT: _("审价"),
    BudgetKind.INSPECTION: _("检验费"),
    BudgetKind.OTHER: _("其他"),
}
STATES = {
    LATE: (_("过期未公布"), "tag-stop"),
    DUE: (_("该公布了"), "tag-now"),
    DONE: (_("按时"), "tag-done"),
    ENDED: (_("已结清"), "tag-done"),
}


def grouped(rows):
    """((words, fen) of what came in, the same of what went out), from LedgerEntryQuerySet.by_kind()."""
    come, gone = _sums(rows, IN, 2), _sums(rows, OUT, 3)
    return (
        [(words, fen) for (words, _kinds), fen in zip(IN, come, strict=True)],
        [(words, fen) for (words, _kinds), fen in zip(OUT, gone, strict=True)],
    )


def _sums(rows, groups, column):
    fen = [0] * len(groups)
    for row in rows:
        index = next((n for n, (_words, kinds) in enumerate(groups) if row[0] in kinds), len(groups) - 1)
        fen[index] += row[column]
    return fen


def name_of(book):
    """(place, what kind of money): of a project its stairs, of a fund nothing but its kind."""
    place = str(book.project.building_group) if book.project_id else ""
    return place, BOOKS[book.kind]
