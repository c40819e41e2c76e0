"""A lift in use, in a resident's words."""

from django.utils.translation import gettext_lazy as _

from projects.accounts.enums import RunningKind
from projects.upkeep.enums import InspectionKind, InspectionResult, OutageCause

KINDS = {InspectionKind.PERIODIC: _("定期检验"), InspectionKind.SELF_TEST: _("自行检测")}
RESULTS = {InspectionResult.PASSED: (_("合格"), "tag-done"), InspectionResult.FAILED: (_("不合格"), "tag-stop")}
CAUSES = {
    OutageCause.FAULT: _("故障"),
    OutageCause.TRAPPED: _("困人"),
    OutageCause.POWER: _("停电"),
    OutageCause.WATER: _("进水"),
    OutageCause.DAMAGE: _("人为损坏"),
    OutageCause.PLANNED: _("计划维修保养"),
    OutageCause.INSPECTION: _("检验检测"),
    OutageCause.OTHER: _("其他"),
}
#: By the label under which the books sum it up.
SPENT = {
    RunningKind.MAINTENANCE.label: _("维保"),
    RunningKind.ELECTRICITY.label: _("电费"),
    RunningKind.YEARLY_CHECK.label: _("年检"),
    RunningKind.INSURANCE.label: _("保险"),
    RunningKind.REPAIR.label: _("维修"),
    RunningKind.MANAGEMENT.label: _("日常管理"),
}
