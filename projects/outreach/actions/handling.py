"""受理 → 办理 → 答复 → 回访: each step dated in the history, its words never in the journal."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from communities.journal import actions as journal
from projects.outreach.domain import NUMBER_LENGTH, Refused, number_from
from projects.outreach.enums import ConcernKind, ConcernStatus, Rating
from projects.outreach.models import Concern, ConcernStep

from .access import CONCERN_KEPT, require, require_past, words

LONGEST = 2000
LONGEST_DUE = timedelta(days=366)


def receive(*, concern, by) -> str:
    """Enter what somebody asked on paper, by phone or at the door; returns the number to hand to them."""
    if concern.building_group is not None:
        concern.community = concern.building_group.community
    number = number_from(secrets.randbits(5 * NUMBER_LENGTH))
    with transaction.atomic():
        require(by, "add", concern)
        store_received(concern, number, by)
    return number


def store_received(concern, number, by):
    """The question with the first line of its history. Within a transaction."""
    concern.text = words(concern.text, "诉求", LONGEST)
    require_past(concern.received_on, "收到日期")
    concern.number_hash, concern.entered_at, concern.entered_by = hash_of(number), timezone.now(), by
    concern.expires_on = concern.received_on + CONCERN_KEPT
    journal.store(concern, by=by)
    _line(concern, concern.received_on, by)


def handle(*, concern, kind, assignee, due_on, by, note="", on_day=None):
    """Somebody takes it on, today or on the day ``on_day``, until the day ``due_on``."""
    if kind not in ConcernKind.values:
        raise Refused("请选哪一类")
    on_day = on_day or timezone.localdate()
    if not on_day <= due_on <= on_day + LONGEST_DUE:
        raise Refused("期限要在今天以后，一年以内")
    if not assignee.memberships.current(timezone.localdate()).filter(community=concern.community_id).exists():
        raise Refused("承办人要是这个居民区的工作人员")
    with transaction.atomic():
        held = _locked(concern, by, ConcernStatus.RECEIVED)
        held.kind, held.assignee, held.due_on = kind, assignee, due_on
        return _step(held, ConcernStatus.HANDLING, on_day, by, "handle", note=words(note, "说明", 200, required=False))


def answer(*, concern, text, on_day, by):
    """What the asker is told; whoever holds the number reads it."""
    text = words(text, "答复", LONGEST)
    with transaction.atomic():
        held = _locked(concern, by, ConcernStatus.HANDLING)
        return _step(held, ConcernStatus.ANSWERED, on_day, by, "answer", note=text)


def follow_up(*, concern, rating, on_day, by, note="", due_on=None):
    """Ask back: who is satisfied ends it; who is not has it taken up again, until ``due_on``."""
    if rating not in Rating.values:
        raise Refused("请选回访结果")
    note = words(note, "说明", LONGEST, required=rating == Rating.DISSATISFIED)
    with transaction.atomic():
        held = _locked(concern, by, ConcernStatus.ANSWERED)
        if rating != Rating.DISSATISFIED:
            return _step(held, ConcernStatus.CLOSED, on_day, by, "follow_up", note=note, rating=rating)
        if due_on is None or not on_day <= due_on <= on_day + LONGEST_DUE:
            raise Refused("不满意的要重新办理，请写新的期限，不早于这一天，一年以内")
        held.due_on = due_on
        return _step(held, ConcernStatus.HANDLING, on_day, by, "take_up", note=note, rating=rating)


def hash_of(number) -> str:
    """What is kept of a number: without the key of this site nobody can try numbers against a stolen table."""
    return salted_hmac("outreach.number", number, secret=settings.IDENTITY_KEY, algorithm="sha256").hexdigest()


def _locked(concern, by, *statuses):
    held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    require(by, "change", held)
    if held.status not in statuses:
        allowed = "、".join(f"“{ConcernStatus(status).label}”" for status in statuses)
        raise Refused(f"这条诉求现在是“{held.get_status_display()}”；这一步要在{allowed}时做")
    return held


def _step(held, status, on_day, by, verb, **said):
    require_past(on_day)
    last = held.steps.order_by("serial").last()
    if on_day < last.on_day:
        raise Refused(f"日期不能早于上一步（{last.on_day:%Y年%-m月%-d日}）")
    held.status, held.serial = status, held.serial + 1
    _line(held, on_day, by, **said)
    journal.store(held, by=by, action=verb)
    return held


def _line(concern, on_day, by, **said):
    line = ConcernStep(concern=concern, serial=concern.serial, status=concern.status, on_day=on_day, **said)
    line.at, line.by = timezone.now(), by
    line.save(force_insert=True)
