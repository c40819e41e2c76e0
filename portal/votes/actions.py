"""A notice of a consultation, written out of its own rows for the committee to read and publish."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from communities.journal import actions as journal
from portal.home.domain import spoken
from portal.notices import actions as notices
from portal.notices.domain import Refused
from portal.notices.enums import NoticeKind
from portal.notices.models import Notice
from portal.votes import domain
from portal.votes.enums import AnnouncementKind
from portal.votes.models import NEWS, Announcement
from projects.consultations.domain import TESTS, read_rule, square_metres
from projects.consultations.enums import BallotStatus, Electorate
from projects.consultations.models import Consultation, Display


def draft_announcement(*, consultation, by):
    """Write the notice of what is to be told of a consultation as it stands, complete. Returns the announcement."""
    with transaction.atomic():
        held = _due(consultation)
        display = Display.objects.get(pk=held.display_id) if held.news == AnnouncementKind.FIRST_COUNT else None
        with translation.override("zh-hans"):
            words = _WRITERS[held.news](held)
        notice = notices.save_draft(notice=_notice(held, words, by), by=by)
        announcement = Announcement(consultation=held, kind=held.news, display=display, notice=notice)
        journal.store(announcement, by=by)
    return announcement


def _due(consultation):
    """The consultation with its news; Refused where there is none, or it has its draft."""
    now = timezone.now()
    rows = Announcement.objects.due(now, timezone.localdate(now))
    places = rows.select_related("community", "rule", "building_group__compound", "compound", "body", "result")
    held = places.filter(pk=consultation.pk).first()
    if held is not None:
        return held
    kind = NEWS.get(Consultation.objects.get(pk=consultation.pk).status)
    known = Announcement.objects.filter(consultation=consultation, kind=kind).select_related("notice").first()
    if known is not None:
        raise Refused(f"这篇公告已经起草：“{known.notice.title}”")
    raise Refused("这次征询现在没有公告要发")


def _notice(held, words, by):
    first_count = held.news == AnnouncementKind.FIRST_COUNT
    duty = by.duty if by is not None else ""
    return Notice(
        community=held.community,
        compound=held.compound,
        building_group=held.building_group,
        kind=NoticeKind.PUBLICITY if first_count else NoticeKind.CONSULTATION,
        title=words.title,
        summary=words.summary,
        summary_en=words.summary_en,
        body=words.body,
        publisher=duty or held.community.publisher,
        publish_from=_hangs_from(held) if first_count else None,
        valid_until=_valid_until(held),
        is_demo=held.is_demo,
    )


def _hangs_from(held):
    """A display that begins later is announced on its day."""
    if held.display_starts_on <= timezone.localdate():
        return None
    return datetime.datetime.combine(held.display_starts_on, datetime.time(), timezone.get_current_timezone())


def _valid_until(held):
    if held.news == AnnouncementKind.OPENING:
        return timezone.localdate(held.closes_at - datetime.timedelta(microseconds=1))
    return held.display_ends_on if held.news == AnnouncementKind.FIRST_COUNT else None


def _opening(held):
    rule = read_rule(held.rule_frozen)
    return domain.opening(_subject(held), {name: getattr(rule, name) for name in TESTS}, of_roll=rule.of_roll)


def _first_count(held):
    return domain.first_count(_subject(held), _counted(held), _periods(held)[-1])


def _final(held):
    received = held.objections.count()
    objections = domain.Objections(received, held.objections.exclude(answered_at=None).count())
    return domain.final(_subject(held), _counted(held), _periods(held), objections)


def _annulled(held):
    return domain.annulled(_subject(held), on=timezone.localdate(held.annulled_at), reason=held.annul_reason)


_WRITERS = {
    AnnouncementKind.OPENING: _opening,
    AnnouncementKind.FIRST_COUNT: _first_count,
    AnnouncementKind.FINAL: _final,
    AnnouncementKind.ANNULLED: _annulled,
}


def _subject(held):
    group, rule = held.building_group, held.rule_frozen
    asks_area = rule["area_quorum"] or rule["area_consent"]
    return domain.Subject(
        number=held.pk,
        where=f"{group.compound.name}{spoken(group.name)}" if group else held.place.name,
        question=held.question,
        plain=held.plain,
        electorate=Electorate(held.rule.electorate).label,
        heads=held.roll_heads,
        area=square_metres(held.roll_area_cm2) if asks_area else "",
        law=f"{held.rule.name}：{rule['citation']}",
        page=_address("vote", held.community.slug, held.pk),
        how_to_check=_address("recount"),
        office=_office(held.community),
        opens_at=timezone.localtime(held.opens_at),
        closes_at=timezone.localtime(held.closes_at),
        scheme=held.scheme_version,
        silence=held.silence_clause,
    )


def _address(name, *args):
    return settings.SITE_URL + reverse(name, args=args)


def _office(community):
    """Who takes papers and answers, as far as it is known."""
    known = {"地址": community.address, "电话": community.phone, "接待时间": community.hours}
    return "，".join([community.publisher, *(f"{label}：{text}" for label, text in known.items() if text)])


def _counted(held):
    result = held.result
    return domain.Counted(
        figures=result.counted,
        digest=result.digest,
        day=timezone.localdate(result.counted_at),
        invalid=result.set_aside.get(BallotStatus.INVALID, 0),
        pending=result.set_aside.get(BallotStatus.PENDING, 0),
        of_roll=held.rule_frozen.get("consent_base") == "roll",
    )


def _periods(held):
    return [
        domain.Period(shown.starts_on, shown.days, shown.ends_on, shown.number, shown.reason)
        for shown in held.displays.order_by("number")
    ]
