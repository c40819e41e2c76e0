"""What is missing, in words: Chinese here, other languages from the catalogue by the same text."""

from collections.abc import Iterable

from .gates import Lack, Named
from .walking import Turn


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

#: Whose turn it is, by state of the turn; the second of a pair where nothing is missing.
TURN = {
    "working": gettext_noop("现在轮到%(actor)s：%(step)s。还缺：%(lacks)s。"),
    "working.ready": gettext_noop("现在轮到%(actor)s：%(step)s。要的都有了，可以办完。"),
    "blocked": gettext_noop("下一步轮到%(actor)s：%(step)s。现在还不能开始，还缺：%(lacks)s。"),
    "ready": gettext_noop("下一步轮到%(actor)s：%(step)s。可以开始了。"),
    "over": gettext_noop("各步都办完了。平时由%(actor)s负责：%(step)s。"),
    "empty": gettext_noop("还没有登记要办哪几步。"),
}


def text_of(turn: Turn) -> str:
    """The key of TURN for a turn."""
    if turn.stop is None:
        return "empty"
    return "working.ready" if turn.state == "working" and not turn.lacks else turn.state


def sentence(turn: Turn) -> str:
    """Whose turn it is and what is missing, for staff."""
    if turn.stop is None:
        return TURN["empty"]
    values = {"actor": turn.stop.actor.zh, "step": turn.stop.name.zh, "lacks": listed(turn.lacks)}
    return TURN[text_of(turn)] % values


def said(lack: Lack) -> str:
    """For staff, who read Chinese."""
    values = {name: _plain(value) for name, value in lack.values.items()}
    return TEXT[lack.code] % values


def listed(lacks: Iterable[Lack]) -> str:
    return "；".join(said(lack) for lack in lacks)


def _plain(value):
    if isinstance(value, Named):
        return value.zh
    return f"{value.year}年{value.month}月{value.day}日" if hasattr(value, "year") else value
