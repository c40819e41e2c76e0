"""A question from the web: without an account, a few an hour, with a number to follow it up."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.households import actions as households
from communities.households import domain as limits
from projects.outreach.domain import NUMBER_LENGTH, TooMany, is_number, number_from
from projects.outreach.enums import ConcernSource
from projects.outreach.models import Concern

from .handling import hash_of, store_received

#: Within an hour: a phone company hides many phones behind one address; a community is small.
MOST_FROM_ADDRESS, MOST_IN_COMMUNITY, MOST_WRONG_NUMBERS = 20, 200, 30


def ask(*, community, text, address, phone="", building_group=None) -> str:
    """Take a question in and return its number. Sent twice (a double press, a page loaded again) it is one question.

    Raises TooMany with nothing written, Refused for words that do not fit.
    """
    today = timezone.localdate()
    number = _number(community.pk, building_group and building_group.pk, phone, text, address, today.isoformat())
    if Concern.objects.filter(number_hash=hash_of(number)).exists():
        return number
    _count([("ask", address, MOST_FROM_ADDRESS), ("ask in", community.pk, MOST_IN_COMMUNITY)])
    concern = Concern(
        community=community,
        building_group=building_group,
        source=ConcernSource.ONLINE,
        received_on=today,
        text=text,
        phone=phone,
    )
    try:
        with transaction.atomic():
            store_received(concern, number, None)
    except IntegrityError:
        if not Concern.objects.filter(number_hash=hash_of(number)).exists():
            raise
    return number


def find(*, community, number, address) -> Concern | None:
    """The question of this number in this community; only wrong numbers count against the address."""
    attempts = _count([("number", address, MOST_WRONG_NUMBERS)])
    if not is_number(number):
        return None
    found = Concern.objects.filter(community=community, number_hash=hash_of(number)).first()
    if found is not None:
        households.take_back(attempts)
    return found


def _count(places):
    try:
        return households.count_attempts(places, timezone.now(), action="outreach.throttled")
    except limits.TooMany as error:
        raise TooMany("太多了，请过一个小时再来") from error


def _number(*told):
    """One number for one question from one address on one day; nobody can tell it without the key."""
    message = json.dumps(["question", *told], ensure_ascii=False).encode("utf-8", "surrogatepass")
    digest = hmac.new(settings.IDENTITY_KEY.encode(), message, hashlib.sha256).digest()
    return number_from(int.from_bytes(digest[:8], "big") >> (64 - 5 * NUMBER_LENGTH))
