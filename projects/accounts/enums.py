from django.db.models import TextChoices

from projects.costs.enums import BudgetKind


class BookKind(TextChoices):
    PROJECT = "project", "项目资金"
    RUNNING = "running", "电梯运行费"
    COMMON_INCOME = "common_income", "公共收益"
    REPAIR_FUND = "repair_fund", "维修资金"


class Role(TextChoices):
    """What an account is for; the code by which a line of an entry names it."""

    BANK = "bank", "银行存款（监管账户）"
    CASH = "cash", "现金"
    RECEIVABLE = "receivable", "应收业主款"
    CONTRIBUTION = "contribution", "业主分摊款"
    SUBSIDY = "subsidy", "政府补贴"
    COMMON_INCOME = "common_income", "公共收益"
    RUNNING_FEE = "running_fee", "电梯运行费"
    INTEREST = "interest", "利息"
    OTHER_INCOME = "other_income", "其他收入"
    CONSTRUCTION = "construction", "建设费用"
    RUNNING = "running", "运行费用"
    COMPENSATION = "compensation", "补偿"
    BANK_FEE = "bank_fee", "银行手续费"
    OTHER_EXPENSE = "other_expense", "其他支出"
    PAYABLE = "payable", "应付款"
    REFUND = "refund", "应退款"
    RESERVE = "reserve", "备用金"
    OPENING = "opening", "建账前结余"
    CARRIED = "carried", "两本账结转"


class AccountKind(TextChoices):
    ASSET = "asset", "资产"
    LIABILITY = "liability", "负债"
    INCOME = "income", "收入"
    EXPENSE = "expense", "支出"


KIND_OF = {
    **dict.fromkeys((Role.BANK, Role.CASH, Role.RECEIVABLE), AccountKind.ASSET),
    **dict.fromkeys((Role.PAYABLE, Role.REFUND, Role.RESERVE, Role.OPENING, Role.CARRIED), AccountKind.LIABILITY),
    **dict.fromkeys(
        (Role.CONTRIBUTION, Role.SUBSIDY, Role.COMMON_INCOME, Role.RUNNING_FEE, Role.INTEREST, Role.OTHER_INCOME),
        AccountKind.INCOME,
    ),
    **dict.fromkeys(
        (Role.CONSTRUCTION, Role.RUNNING, Role.COMPENSATION, Role.BANK_FEE, Role.OTHER_EXPENSE), AccountKind.EXPENSE
    ),
}
#: What the bank and the cash box hold: the published figures are about these.
MONEY = (Role.BANK, Role.CASH)
#: What has to be at zero before a book ends: money, and whatever somebody still owes or is owed.
STANDING = (*MONEY, Role.RECEIVABLE, Role.PAYABLE, Role.REFUND, Role.RESERVE)
#: One account a household.
PER_UNIT = (Role.RECEIVABLE, Role.REFUND)
#: One account a kind of cost.
PER_ITEM = (Role.CONSTRUCTION, Role.RUNNING)


class EntryKind(TextChoices):
    """What happened, as the public page groups it."""

    OPENING = "opening", "建账前结余"
    CALL = "call", "应收分摊款"
    PAYMENT = "payment", "业主缴款"
    SUBSIDY = "subsidy", "政府补贴"
    COMMON_INCOME = "common_income", "公共收益"
    INTEREST = "interest", "利息"
    OTHER_INCOME = "other_income", "其他收入"
    SPENDING = "spending", "工程支出"
    RUNNING = "running", "运行维护支出"
    COMPENSATION = "compensation", "补偿"
    REFUND = "refund", "退款"
    BANK_FEE = "bank_fee", "银行手续费"
    OTHER_EXPENSE = "other_expense", "其他支出"
    TRANSFER = "transfer", "银行与现金互转"
    SETTLEMENT = "settlement", "决算调整"
    CARRY = "carry", "两本账结转"
    REVERSAL = "reversal", "冲正"


#: Whose books are of one project.
OF_A_PROJECT = (BookKind.PROJECT, BookKind.RUNNING)
#: With a household: in public these appear as one total of the month, with their number.
HOUSEHOLD = (EntryKind.PAYMENT, EntryKind.COMPENSATION, EntryKind.REFUND)


class RunningKind(TextChoices):
    """What a lift costs after completion (domain.md §3)."""

    MAINTENANCE = "maintenance", "维保"
    ELECTRICITY = "electricity", "电费"
    YEARLY_CHECK = "yearly_check", "年检"
    INSURANCE = "insurance", "保险"
    REPAIR = "repair", "维修"
    MANAGEMENT = "management", "日常管理"


class OtherCost(TextChoices):
    BANK_FEE = "bank_fee", "银行手续费"
    OTHER_EXPENSE = "other_expense", "其他支出"


#: What money is spent on: the items of the budget, of running, and the rest.
COSTS = [*BudgetKind.choices, *RunningKind.choices, *OtherCost.choices]


def account_of(cost: str) -> tuple[str, str, str]:
    """(role, item, kind of entry) under which a cost is booked."""
    if cost in BudgetKind.values:
        return Role.CONSTRUCTION, cost, EntryKind.SPENDING
    if cost in RunningKind.values:
        return Role.RUNNING, cost, EntryKind.RUNNING
    return Role(cost), "", EntryKind(cost)


class SpendingState(TextChoices):
    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准，待付款"
    PAID = "paid", "已付款"
    WITHDRAWN = "withdrawn", "已撤回"


class PaymentMethod(TextChoices):
    """How a household paid: a fact that is written down, nothing is charged."""

    TRANSFER = "transfer", "银行转账"
    CASH = "cash", "现金"
    WECHAT = "wechat", "微信"
    ALIPAY = "alipay", "支付宝"

    @property
    def account(self):
        """Where the money is: what came by telephone is in the bank."""
        return Role.CASH if self == PaymentMethod.CASH else Role.BANK


class ChargeKind(TextChoices):
    """Why a household owes more, or less."""

    CALL = "call", "分期应缴"
    LEAVING = "leaving", "退出冲减"
    JOINING = "joining", "后加入"
    SETTLEMENT = "settlement", "决算调整"
    RUNNING = "running", "电梯运行费"


class PayoutKind(TextChoices):
    CREDIT = "credit", "退还多缴"
    LEAVING = "leaving", "退出退款"
    COMPENSATION = "compensation", "低层补偿"


#: What goes back to a household that paid; what low floors receive is no refund.
REFUNDS = (PayoutKind.CREDIT, PayoutKind.LEAVING)


class PayoutState(TextChoices):
    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准，待付款"
    PAID = "paid", "已付款"
    WITHDRAWN = "withdrawn", "已撤回"


class BankLineState(TextChoices):
    OPEN = "open", "还没有对上"
    PAID = "paid", "已登记缴款"
    ASIDE = "aside", "不是缴款"


class AsideReason(TextChoices):
    """Why money that came in is no household's payment to be booked from the line."""

    BY_HAND = "by_hand", "这笔缴款已经手工登记"
    OTHER_IN = "other_in", "补贴、利息、退回等其他收入"
    OTHER_BOOK = "other_book", "是别的账的钱"
    OTHER = "other", "其他（要写说明）"


class JoiningUse(TextChoices):
    """To whom the late share goes, as the agreement says."""

    REDISTRIBUTE = "redistribute", "按原来的比例分给先出资的各户"
    RESERVE = "reserve", "进备用金"


#: From a contract on one of these the works are under way, and whoever leaves bears a part of what was spent.
CONSTRUCTION = (BudgetKind.FOUNDATION, BudgetKind.SHAFT, BudgetKind.CLADDING, BudgetKind.LIFT, BudgetKind.PIPES)


class RunningBasis(TextChoices):
    """How those who own the lift share what it costs to run."""

    EQUAL = "equal", "出资各户平均"
    SHARES = "shares", "按出资份额"
