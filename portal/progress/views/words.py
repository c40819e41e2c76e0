"""Steps in a resident's words and language: whose turn it is, what is missing, how long it usually takes."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.templatetags.reading import day, zh
from projects.procedure.domain import TEXT, TURN, Named, text_of, usual
from projects.procedure.enums import Part, Status
from projects.retrofits.enums import ProjectKind

PARTS = {
    Part.CONSULT: gettext_lazy("意愿征询"),
    Part.PREPARE: gettext_lazy("前期手续"),
    Part.BUILD: gettext_lazy("施工"),
    Part.OPERATE: gettext_lazy("运营管理"),
}
STATES = {
    Status.WAITING: gettext_lazy("还没有开始"),
    Status.OPEN: gettext_lazy("正在办"),
    Status.DONE: gettext_lazy("办完了"),
    Status.SKIPPED: gettext_lazy("不用办"),
}
TAGS = {Status.WAITING: "", Status.OPEN: "tag-now", Status.DONE: "tag-done", Status.SKIPPED: ""}
NODES = {Status.WAITING: "", Status.OPEN: "now", Status.DONE: "done", Status.SKIPPED: ""}
KINDS = {
    ProjectKind.LIFT: gettext_lazy("加装电梯"),
    ProjectKind.PIPES: gettext_lazy("管线改造"),
    ProjectKind.FACADE: gettext_lazy("外墙修缮"),
    ProjectKind.CHARGING: gettext_lazy("充电设施"),
    ProjectKind.PARKING: gettext_lazy("停车改造"),
}
UNITS = {
    "month": (gettext_lazy("%(least)s至%(most)s个月"), gettext_lazy("%(most)s个月左右")),
    "week": (gettext_lazy("%(least)s至%(most)s周"), gettext_lazy("%(most)s周左右")),
    "day": (gettext_lazy("%(least)s至%(most)s天"), gettext_lazy("%(most)s天左右")),
}


def local(chinese, english=""):
    """Data in the reader's language; Chinese that has no English says that it is Chinese."""
    return english if english and get_language() == "en" else zh(chinese)


def plain(named):
    """The same without markup, for a title."""
    return named.en if named.en and get_language() == "en" else named.zh


def of(template, name):
    """A field of a template's step in the reader's language; "" where it is empty."""
    return local(getattr(template, name), template.english.get(name, ""))


def sentence(turn):
    """Whose turn it is and what is missing, in one sentence."""
    if turn.stop is None:
        return _(TURN["empty"])
    values = {
        "actor": _shown(turn.stop.actor),
        "step": _shown(turn.stop.name),
        "lacks": joined(lacking(lack) for lack in turn.lacks),
    }
    return _filled(_(TURN[text_of(turn)]), values)


def lacking(lack):
    """One thing that is missing."""
    return _filled(_(TEXT[lack.code]), {name: _shown(value) for name, value in lack.values.items()})


def joined(parts):
    """What is listed in one line, parts that may hold commas of their own."""
    return format_html_join("; " if get_language() == "en" else "；", "{}", ((part,) for part in parts))


def time_of(template):
    """How long a step usually takes; a text that sets a time speaks for itself."""
    note = of(template, "time_note")
    found = usual(template.least_days, template.most_days)
    if found is None or (template.time_source and note):
        return note
    least, most, unit = found
    span, about = UNITS[unit]
    said = (about if least == most else span) % {"least": least, "most": most}
    return joined([said, note]) if note else said


def _shown(value):
    if isinstance(value, Named):
        return local(value.zh, value.en)
    return day(value) if hasattr(value, "year") else value


def _filled(text, values):
    """A translated sentence with marked-up values in its blanks."""
    for name in values:
        text = text.replace(f"%({name})s", f"{{{name}}}")
    return format_html(text, **values) if values else text
