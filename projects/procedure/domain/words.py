"""What is missing, in words: Chinese here, other languages from the catalogue by the same text."""

from .gates import Lack, Named


def gettext_noop(text: str) -> str:
    """Only marks a text for the catalogue."""
    return text


TEXT = {
    "previous": gettext_noop("“%(step)s”先要办完"),
    "document": gettext_noop("材料“%(name)s”"),
    "vote.none": gettext_noop("征询表决（还没有开始）"),
    "vote.open": gettext_noop("征询表决的结果（还在收票）"),
    "vote.counted": gettext_noop("征询结果的公示"),
    "vote.displayed": gettext_noop("征询结果公示期满、异议答复完"),
    "vote.failed": gettext_noop("通过的征询表决（上一次没有通过）"),
    "scheme": gettext_noop("选定的分摊方案"),
    "signatures": gettext_noop("%(missing)s户签字（要签的一共%(payers)s户）"),
    "posting": gettext_noop("方案公示"),
    "period": gettext_noop("收意见期满（到%(day)s为止）"),
    "answers": gettext_noop("%(n)s条意见的答复"),
}


def said(lack: Lack) -> str:
    """For staff, who read Chinese."""
    values = {name: _plain(value) for name, value in lack.values.items()}
    return TEXT[lack.code] % values


def listed(lacks: list[Lack]) -> str:
    return "；".join(said(lack) for lack in lacks)


def _plain(value):
    if isinstance(value, Named):
        return value.zh
    return f"{value.year}年{value.month}月{value.day}日" if hasattr(value, "year") else value
