"""/guide/: the steps of adding a lift, who acts, with which papers, how long it usually takes and where it sticks.

A step without ``time_source`` has a usual time from practice, not from a text; the page says which is which.
"""

from dataclasses import dataclass
from itertools import count

from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .words import CHECKED_ON


@dataclass(frozen=True)
class Step:
    name: str
    who: str
    papers: str
    time: str
    stalls: str
    source: str = ""
    time_source: str = ""


@dataclass(frozen=True)
class Part:
    name: str
    steps: tuple[Step, ...]


CONSULT = (
    Step(
        name=_("业主提出"),
        who=_("一位业主就可以，向居委会提出"),
        papers=_("申请"),
        time=_("1至7天"),
        stalls=_("没有带头人"),
        source=_("长宁区四段16步（2023年）"),
    ),
    Step(
        name=_("可行性评估"),
        who=_("设计单位，费用由街镇承担"),
        papers=_("评估报告，分A适合、B较难、C不适合"),
        time=_("2至4周，有的楼已经评过"),
        stalls=_("间距、管线、消防通道"),
        source=_("上海市房管局公布的口径（2021年1月，媒体报道）"),
    ),
    Step(
        name=_("意见征询"),
        who=_("居委会、业委会和自治管理小组"),
        papers=_("征询表、送达登记、计票表、公示"),
        time=_("1至2个月"),
        stalls=_("低层有顾虑，业主不住在这里"),
        source=_("沪建房管联〔2020〕801号"),
        time_source=_("长宁区四段16步（2023年）"),
    ),
    Step(
        name=_("小区共有部分的表决"),
        who=_("业委会或居委会；占用小区共有的地才要办"),
        papers=_("业主大会决议"),
        time=_("2至6周"),
        stalls=_("参加表决的人太少"),
        source=_("沪建房管联〔2020〕801号"),
    ),
    Step(
        name=_("方案和概算"),
        who=_("设计单位、代建单位"),
        papers=_("图纸、概算"),
        time=_("3至6周"),
        stalls=_("平层入户还是错层入户，意见不一"),
    ),
    Step(
        name=_("签协议，选代建"),
        who=_("出资的业主、代建单位"),
        papers=_("协议书（方案、预算和分摊、维护费用、管理单位、补偿）和代建合同"),
        time=_("2至8周"),
        stalls=_("最后几户签字，钱没有到齐"),
        source=_("沪建质安〔2023〕579号"),
    ),
)
PREPARE = (
    Step(
        name=_("方案公示"),
        who=_("街镇张贴"),
        papers=_("公示图、意见记录"),
        time=_("公示至少10天，之后至少再收7天意见"),
        stalls=_("有人提出异议"),
        source=_("沪规划资源规〔2024〕2号"),
        time_source=_("沪规划资源规〔2024〕2号"),
    ),
    Step(
        name=_("联合审查"),
        who=_("一网通办的加梯在线审批；房屋安全由专家论证"),
        papers=_("设计图、勘察报告、论证意见"),
        time=_("整个审批3个月左右（2018年的报道）"),
        stalls=_("图纸要改，桩基要改"),
        source=_("国务院网站转载的报道（2021年11月16日）"),
    ),
    Step(
        name=_("管线移位"),
        who=_("燃气、自来水、供电、通信单位"),
        papers=_("迁改方案"),
        time=_("2至6周"),
        stalls=_("电和燃气的管线难移"),
    ),
    Step(
        name=_("开工报送"),
        who=_("代建单位报送开工信息；安装单位书面告知电梯安装"),
        papers=_("合同、任命书、承诺书"),
        time=_("1至2周"),
        stalls=_("确认之前不能开工"),
        source=_("沪建质安〔2023〕579号；特种设备安全法第23条"),
    ),
)
BUILD = (
    Step(
        name=_("施工"),
        who=_("总包单位、监理单位"),
        papers=_("旁站记录、隐蔽工程验收、分部验收"),
        time=_("2至4个月"),
        stalls=_("天气、进出道路、停车"),
        source=_("沪建质安〔2023〕579号"),
    ),
    Step(
        name=_("监督检验"),
        who=_("检验机构"),
        papers=_("检验报告"),
        time=_("1至3周"),
        stalls=_("查出问题要返工"),
        source=_("特种设备安全法第25条"),
    ),
    Step(
        name=_("综合竣工验收"),
        who=_("房屋管理部门；必须请业主代表参加"),
        papers=_("各方报告、竣工铭牌"),
        time=_("1至2周"),
        stalls=_("小毛病没有修好"),
        source=_("沪建质安〔2023〕579号"),
    ),
)
OPERATE = (
    Step(
        name=_("使用登记"),
        who=_("使用管理单位"),
        papers=_("使用登记证"),
        time=_("投入使用前，或投入使用后30天内"),
        stalls=_("没有定下使用管理单位"),
        source=_("特种设备安全法第33条"),
        time_source=_("特种设备安全法第33条"),
    ),
    Step(
        name=_("领补贴"),
        who=_("代建单位或居委会报街镇，街镇报区"),
        papers=_("竣工备案、使用登记证、决算审价"),
        time=_("1至6个月"),
        stalls=_("审价"),
        source=_("浦张府规〔2025〕1号（张江镇的清单）"),
    ),
    Step(
        name=_("提取公积金"),
        who=_("每户自己办"),
        papers=_("产证或公房凭证、费用分摊协议"),
        time=_("3个工作日内作出决定；从正式开工起5年内可以办"),
        stalls=_("已有贷款逾期"),
        source=_("沪公积金管委会〔2023〕4号"),
        time_source=_("沪公积金管委会〔2023〕4号"),
    ),
    Step(
        name=_("长期运营"),
        who=_("出资的业主和管理单位"),
        papers=_("管理协议、专门的账"),
        time=_("一直"),
        stalls=_("有人欠费"),
        source=_("加强既有多层住宅加装电梯管理的指导意见（2021年）"),
    ),
)
PARTS = (
    Part(_("意愿征询"), CONSULT),
    Part(_("前期手续"), PREPARE),
    Part(_("施工"), BUILD),
    Part(_("运营管理"), OPERATE),
)


def guide(request):
    numbers = count(1)
    context = {
        "title": gettext("加装电梯怎么办：四个阶段一步一步来"),
        "description": gettext("从提出到使用，每一步谁来办、要什么材料、大概多久、容易卡在哪里。"),
        "parts": [(part, [(next(numbers), step) for step in part.steps]) for part in PARTS],
        "steps_count": sum(len(part.steps) for part in PARTS),
        "checked_on": CHECKED_ON,
    }
    return render(request, "home/guide.html", context)
