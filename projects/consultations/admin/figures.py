"""A vote in the clerks' words: how far its papers are, what was counted, what the second person checks it against."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from projects.consultations.enums import BallotStatus, Channel, ScanKind
from projects.consultations.models import Delivery, Keying, Paper, Rule, Scan

SUMS = {
    "roll": "名册",
    "took_part": "参加",
    "agree": "同意",
    "disagree": "不同意",
    "abstain": "弃权",
    "silent": "未交回随多数",
}


def to_check(consultation, user):
    """Lines for the page of the display; empty where there is no count."""
    if not consultation.has_result:
        return ""
    result = consultation.result
    lines = [f"请拿计票表核对，完全一样才点“公示”。摘要前8位：{result.digest[:8]}", *tests(result)]
    if result.counted_by_id == user.pk and not consultation.displays.exists():
        lines.insert(0, "计票是您做的，公示要由另一位做：请同事用自己的账号登录，打开这一页。")
    return "\n".join(lines)


def tests(result):
    """The four tests, each a line: what was reached, what the rule asks, whether it is met."""
    return [_test(**test) for test in result.counted["tests"]]


def _test(*, name, numerator, denominator, percent, required, met):
    label = Rule._meta.get_field(name).verbose_name
    if required is None:
        return f"{label}：这条规则不要求"
    unit = "平方米" if name.startswith("area") else "人"
    said = "达到" if met else "没有达到"
    return f"{label}：{numerator}{unit}÷{denominator}{unit}＝{percent}%，要求{required}，{said}"


def outcome(consultation):
    """Lines about a frozen count: the tests, what came in and was set aside, who counted and who published."""
    result, displays = consultation.result, list(consultation.displays.select_related("started_by").order_by("number"))
    waiting = consultation.objections.filter(answered_at__isnull=True).count()
    return [
        "通过" if result.passed else "没有通过",
        *tests(result),
        _sums("人数", result.counted["heads"], "人"),
        _sums("面积", result.counted["areas"], "平方米"),
        f"交回方式：{_counts(result.channels, Channel)}",
        f"不计入：{_counts(result.set_aside, BallotStatus)}",
        f"没有答复的异议：{waiting}条",
        f"表决记录摘要：{result.digest}",
        f"计票：{_who(result.counted_by)}，{_when(result.counted_at)}",
        f"核对并公示：{_who(displays[0].started_by) if displays else '还没有'}",
    ]


def progress(consultation):
    """Lines about the papers while they come in, so that a clerk sees at once what is missing."""
    papers = Paper.objects.live().filter(consultation=consultation)
    delivered = Exists(Delivery.objects.filter(paper=OuterRef("pk")))
    keyed = Exists(Keying.objects.filter(paper=OuterRef("pk")))
    told = papers.annotate(was_delivered=delivered, was_keyed=keyed).aggregate(
        issued=Count("pk"),
        delivered=Count("pk", filter=Q(was_delivered=True)),
        returned=Count("returned_at"),
        keyed=Count("pk", filter=Q(was_keyed=True)),
    )
    done = papers.filter(ballots__isnull=False).distinct().count()
    wanting = Scan.objects.wanting(consultation)
    lacking = "、".join(f"{ballot.paper}缺{ScanKind(ballot.lacks).label}" for ballot in wanting)
    return [
        f"发票{told['issued']}张，登记送达{told['delivered']}张，交回{told['returned']}张",
        f"至少录过一遍{told['keyed']}张，两遍一致或已裁定{done}张，"
        f"两遍不一致{Paper.objects.differing().filter(consultation=consultation).count()}张",
        f"缺扫描件：{lacking or '没有'}",
    ]


def _sums(label, sums, unit):
    """In our order: PostgreSQL hands an object's keys back in one of its own."""
    return f"{label}：" + "，".join(f"{said}{sums[name]}{unit}" for name, said in SUMS.items() if name in sums)


def _counts(counts, kinds):
    return "，".join(f"{kinds(kind).label}{n}张" for kind, n in counts.items()) or "没有"


def _who(user):
    return user.get_full_name() if user else "没有登记"


def _when(moment):
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M}"
