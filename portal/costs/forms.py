"""What anyone may try at /rules/cost/: a plain GET form, so that an address can be kept and sent on."""

import re

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.costs.domain import Flat, Grant, apportion, fen, granted, plan
from projects.costs.enums import Method

MOST_FLOORS, MOST_FLATS, MOST_YUAN = 18, 10, 99_999_999
RATE_BP = 4000
OWN = {"percent": Method.FLOOR_PERCENT, "coefficient": Method.FLOOR_COEFFICIENT}
NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
EXAMPLE = {
    "cost": "750000",
    "subsidy": "city",
    "cap": "280000",
    "floors": "6",
    "flats": "2",
    "table": "equal",
    "own": "",
}


def money_field(**options):
    return forms.DecimalField(max_digits=10, decimal_places=2, max_value=MOST_YUAN, localize=False, **options)


class TryForm(forms.Form):
    """``tables``: reference tables that need no areas. After validation ``plan`` can be computed."""

    cost = money_field(label=gettext_lazy("总价（元）"), min_value=1)
    subsidy = forms.ChoiceField(
        label=gettext_lazy("市区补贴"),
        choices=[("city", gettext_lazy("算，总价的40%")), ("none", gettext_lazy("不算"))],
    )
    cap = money_field(
        label=gettext_lazy("补贴最高多少（元）"), min_value=0, help_text=gettext_lazy("现在查到的是每台28万元。")
    )
    floors = forms.IntegerField(label=gettext_lazy("几层楼"), min_value=2, max_value=MOST_FLOORS)
    flats = forms.IntegerField(label=gettext_lazy("每层几户"), min_value=1, max_value=MOST_FLATS)
    table = forms.ChoiceField(label=gettext_lazy("怎样分摊"))
    own = forms.CharField(
        label=gettext_lazy("自己的数值"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("只在选“自己定”时填：从1层写起，用空格隔开。例如六层楼：0 6 13 20 27 34"),
    )

    def __init__(self, *args, tables, english=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.tables = {table.code: table for table in tables}
        names = [(code, (table.name_en if english else "") or table.name) for code, table in self.tables.items()]
        own = [("percent", _("自己定每层百分比")), ("coefficient", _("自己定楼层系数"))]
        self.fields["table"].choices = [(Method.EQUAL.value, _("各户平均，1层不分摊")), *names, *own]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_own(self):
        values = self.cleaned_data["own"].replace("，", " ").replace(",", " ").replace("、", " ").split()
        if any(not NUMBER.fullmatch(value) for value in values):
            raise forms.ValidationError(_("只写数字，例如：0 0.5 1 1.1；小数最多4位。"))
        return values

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        floors, table = cleaned["floors"], self.tables.get(cleaned["table"])
        self.reference = table
        self.method, values = self._rule(cleaned, table)
        self.values = values
        if not self.errors and self.method != Method.EQUAL:
            self._check(values, floors, table)
        if not self.errors:
            self.plan = self._plan(cleaned, values)
        return cleaned

    @property
    def result(self):
        """As ``manage.py apportion`` prints it."""
        return apportion(self.plan)

    def _rule(self, cleaned, table):
        """(method, values by floor)."""
        floors = [str(number) for number in range(1, cleaned["floors"] + 1)]
        if table is not None:
            return table.method, {floor: table.floors[floor] for floor in floors if floor in table.floors}
        if cleaned["table"] == Method.EQUAL:
            return Method.EQUAL, {}
        own = cleaned["own"]
        if len(own) != len(floors):
            numbers = {"floors": len(floors), "given": len(own)}
            self.add_error("own", _("一共%(floors)s层，要写%(floors)s个数，现在写了%(given)s个。") % numbers)
        return OWN[cleaned["table"]], dict(zip(floors, own, strict=False))

    def _check(self, values, floors, table):
        by_percent = self.method == Method.FLOOR_PERCENT
        if table is not None and (len(values) < floors or (by_percent and len(table.floors) != floors)):
            self.add_error("table", _("这张表是按%(floors)s层楼定的，请换一张。") % {"floors": len(table.floors)})
        elif by_percent and (total := sum(map(_ten_thousandths, values.values()))) != 1_000_000:
            shown = f"{total // 10_000}.{total % 10_000:04d}".rstrip("0").rstrip(".")
            self.add_error("own", _("各层百分比加起来要等于100，现在是%(total)s。") % {"total": shown})
        elif not any(map(_ten_thousandths, values.values())):
            self.add_error("own", _("至少有一层要大于0。"))

    def _plan(self, cleaned, values):
        cost, cap = (fen(f"{cleaned[name]:.2f}") for name in ("cost", "cap"))
        grants = []
        if cleaned["subsidy"] == "city":
            grants = [Grant("city", RATE_BP, cap, cost, granted(cost, RATE_BP, cap, None))]
        numbers, rooms = range(1, cleaned["floors"] + 1), range(1, cleaned["flats"] + 1)
        ground = 1 if self.method == Method.EQUAL else None
        flats = [Flat(f"{floor}-{room}", floor, 10_000, floor == ground) for floor in numbers for room in rooms]
        return plan(cost, grants, self.method, values, flats)


def _ten_thousandths(text):
    whole, _dot, rest = text.partition(".")
    return int(whole) * 10_000 + int(rest.ljust(4, "0"))
