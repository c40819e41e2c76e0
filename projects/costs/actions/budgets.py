"""概算: drawn up and changed until a chosen scheme rests on it; then another version is made."""

from django.db import transaction
from django.db.models import Max

from communities.journal import actions as journal
from projects.costs.domain import Refused
from projects.costs.enums import BudgetKind, SchemeState
from projects.costs.models import Budget, BudgetItem

from .access import locked_budget, locked_project, require

MAX_FEN = 10**13


def keep_budget(*, budget, by):
    """Store the head of a new version, or the changed head of an unused one; its items follow one by one."""
    with transaction.atomic():
        project = locked_project(budget.project)
        require(by, "change" if budget.pk else "add", "budget", project)
        if budget.pk:
            require_unused(budget)
        else:
            budget.version = _next(project)
        journal.store(budget, by=by)
    return budget


def draw_budget(*, project, items, by, note="", is_demo=False):
    """A new version. ``items``: (kind, fen, note, counts for the subsidy) in the order they are shown."""
    with transaction.atomic():
        budget = keep_budget(budget=Budget(project=project, note=note, is_demo=is_demo), by=by)
        _write_items(budget, items, by)
    return budget


def change_budget(*, budget, items, by, note=""):
    """Other items in an unused version."""
    with transaction.atomic():
        held = locked_budget(budget)
        require(by, "change", "budget", held.project)
        require_unused(held)
        held.note = note
        journal.store(held, by=by)
        for item in held.items.all():
            journal.remove(item, by=by)
        _write_items(held, items, by)
    return held


def discard_budget(*, budget, by):
    """Throw away one that no scheme rests on."""
    with transaction.atomic():
        held = locked_budget(budget)
        require(by, "delete", "budget", held.project)
        if held.schemes.exists():
            raise Refused("有分摊方案在用这份概算，不能删除")
        for item in held.items.all():
            journal.remove(item, by=by)
        journal.remove(held, by=by)


def require_unused(budget):
    if budget.schemes.exclude(state=SchemeState.DRAFT).exists():
        raise Refused("已选定的方案在用这份概算，不能再改；请新建一个版本")


def _next(project):
    return 1 + (project.budgets.aggregate(last=Max("version"))["last"] or 0)


def _write_items(budget, items, by):
    rows = [
        BudgetItem(budget=budget, kind=kind, amount_fen=fen, note=note, counts_for_subsidy=counts)
        for kind, fen, note, counts in items
    ]
    _check(rows)
    for row in rows:
        journal.store(row, by=by)


def _check(rows):
    if not rows:
        raise Refused("至少写一项费用")
    for row in rows:
        if row.kind not in BudgetKind.values:
            raise Refused(f"费用项目不认识：{row.kind}")
        if not 0 < row.amount_fen <= MAX_FEN:
            raise Refused(f"{row.get_kind_display()}的金额要大于0，最多1000亿元")
    if len({(row.kind, row.note) for row in rows}) < len(rows):
        raise Refused("同一项目写了两次；确实有两笔，请在“说明”里写明区别")
