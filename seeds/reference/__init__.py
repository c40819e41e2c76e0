"""The law of votes with its citations, and the wordings notices start from: the same for every community."""

from django.db import transaction

from communities.journal import actions as journal
from portal.notices.models import NoticeTemplate
from projects.consultations.models import Rule
from seeds import read


@transaction.atomic
def load(tally):
    _load_rules(tally)
    _load_templates(tally)


def _load_rules(tally):
    """A rule already there changes only when it was checked again since."""
    known = {rule.code: rule for rule in Rule.objects.all()}
    for position, row in enumerate(read(__file__, "rules.toml")["rule"], start=1):
        rule = known.get(row["code"])
        if rule is None:
            rule = Rule(position=position, **row)
            rule.full_clean()
            tally.add(rule)
        elif rule.checked_on < row["checked_on"]:
            for name, value in row.items():
                setattr(rule, name, value)
            rule.full_clean()
            tally.changed += journal.store(rule, by=None)


def _load_templates(tally):
    """A wording already there is the committee's to change."""
    known = set(NoticeTemplate.objects.filter(community=None).values_list("name", flat=True))
    for row in read(__file__, "templates.toml")["template"]:
        if row["name"] not in known:
            tally.add(NoticeTemplate(**row))
