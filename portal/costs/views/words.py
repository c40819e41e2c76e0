"""How a cost is shared, in a resident's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.costs.enums import Method

METHODS = {
    Method.FLOOR_PERCENT: gettext_lazy("每层按百分比，再由这一层分摊的各户平分"),
    Method.FLOOR_COEFFICIENT: gettext_lazy("每户按楼层系数"),
    Method.FLOOR_COEFFICIENT_AREA: gettext_lazy("每户按楼层系数乘以建筑面积"),
    Method.EQUAL: gettext_lazy("分摊的各户一样多"),
    Method.FIXED: gettext_lazy("每户的金额由大家商定"),
}
FORMULAS = {
    Method.FLOOR_PERCENT: gettext_lazy(
        "一户的份额 = 业主承担的总额 × 这一层的百分比 ÷ 这一层分摊的户数。各层的百分比加起来是100%。"
    ),
    Method.FLOOR_COEFFICIENT: gettext_lazy("一户的份额 = 业主承担的总额 × 这一户的楼层系数 ÷ 分摊各户系数的总和。"),
    Method.FLOOR_COEFFICIENT_AREA: gettext_lazy(
        "一户的份额 = 业主承担的总额 × 这一户的楼层系数 × 建筑面积 ÷ 分摊各户（系数 × 面积）的总和。"
    ),
    Method.EQUAL: gettext_lazy("一户的份额 = 业主承担的总额 ÷ 分摊的户数。"),
    Method.FIXED: gettext_lazy("每户的金额由大家商定，加起来正好是业主承担的总额。"),
}
VALUES = {
    Method.FLOOR_PERCENT: gettext_lazy("百分比"),
    Method.FLOOR_COEFFICIENT: gettext_lazy("系数"),
    Method.FLOOR_COEFFICIENT_AREA: gettext_lazy("系数"),
}


def shown(method, value):
    """A floor's value as it is read: 14% or 1.1."""
    if not value:
        return ""
    return f"{value}%" if method == Method.FLOOR_PERCENT else value


def rounding():
    return _("除不尽的零头（分）按余数从大到小补，条件相同的两户最多差1分；加起来正好等于业主承担的总额。")
