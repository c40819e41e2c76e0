"""The same for every community: law of votes and of meetings, subsidies, shares, procedures, holidays, wordings."""

from datetime import date

from django.db import transaction

from communities.journal import actions as journal
from portal.notices.models import NoticeTemplate
from projects.consultations.actions import declare_holidays
from projects.consultations.models import Holiday, Rule
from projects.costs.models import ReferenceTable, SubsidyPolicy
from projects.deliberation.models import MeetingKind
from projects.procedure import actions as procedure
from projects.procedure.models import MilestoneKind, Procedure, QuietDay, SafetyItem
from seeds import read

#: When works.toml was last compared with its sources.
WORKS_CHECKED = date(2026, 11, 22)


@transaction.atomic
def load(tally):
    tables, cities = ReferenceTable.objects.all(), SubsidyPolicy.objects.filter(community=None)
    _load_checked(Rule.objects.all(), "code", _numbered(read(__file__, "rules.toml")["rule"]), tally)
    _load_checked(MeetingKind.objects.all(), "code", _numbered(read(__file__, "meetings.toml")["kind"]), tally)
    _load_checked(tables, "code", _numbered(read(__file__, "sharing.toml")["table"]), tally)
    _load_checked(cities, "name", read(__file__, "subsidies.toml")["policy"], tally)
    _load_holidays(tally)
    _load_procedures(tally)
    _load_works(tally)
    _load_templates(tally)


def _numbered(rows):
    return [{"position": position, **row} for position, row in enumerate(rows, start=1)]


def _load_checked(held, key, rows, tally):
    """A row already there changes only when it was checked again since; its place in the list is the committee's."""
    known = {getattr(row, key): row for row in held}
    for values in rows:
        row = known.get(values[key]) or held.model(**values)
        if row.pk and row.checked_on >= values["checked_on"]:
            continue
        for name in values.keys() - {"position"}:
            setattr(row, name, values[name])
        row.full_clean()
        if row.pk:
            tally.changed += journal.store(row, by=None)
        else:
            tally.add(row)


def _load_holidays(tally):
    """A year already there is left as it was written down."""
    known = Holiday.objects.years()
    for year, text in read(__file__, "holidays.toml").items():
        if int(year) not in known:
            tally.added += declare_holidays(year=int(year), text=text, by=None)


def _load_procedures(tally):
    """A version already there is frozen; a new one is written down whole."""
    known = set(Procedure.objects.values_list("kind", "version"))
    for row in read(__file__, "procedures.toml")["procedure"]:
        if (row["kind"], row["version"]) not in known:
            procedure.publish_procedure(values=row, by=None)
            tally.added += 1


def _load_works(tally):
    """Milestones and safety items as last checked; a quiet day already there is left as it was written down."""
    told = read(__file__, "works.toml")
    practice = {"project_kind": "lift", "citation": "通常做法，文件里没有规定", "checked_on": WORKS_CHECKED}
    listed = {"citation": "沪建质安〔2023〕579号", "checked_on": WORKS_CHECKED}
    stones = [{**row, **practice} for row in _numbered(told["milestone"])]
    items = [{**row, **listed} for row in _numbered(told["safety"])]
    _load_checked(MilestoneKind.objects.all(), "code", stones, tally)
    _load_checked(SafetyItem.objects.all(), "code", items, tally)
    known = set(QuietDay.objects.values_list("day", flat=True))
    for name, row in told["quiet"].items():
        for day in row.pop("days"):
            if day not in known:
                tally.add(QuietDay(day=day, name=name, checked_on=WORKS_CHECKED, **row))


def _load_templates(tally):
    """A wording already there is the committee's to change."""
    known = set(NoticeTemplate.objects.filter(community=None).values_list("name", flat=True))
    for row in read(__file__, "templates.toml")["template"]:
        if row["name"] not in known:
            tally.add(NoticeTemplate(**row))
