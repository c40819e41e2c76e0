"""Every write of the site ends here: the row and its journal entry in one transaction."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from .domain import digest
from .enums import EntryKind
from .models import Entry, Head, Reading, key_of

SYSTEM = "system"


def actor_of(by) -> str:
    """Who acted: ``user:<pk>``; what ``by`` calls itself where it is no user; ``system`` for None (seeds, commands)."""
    return getattr(by, "actor", f"user:{by.pk}") if by is not None and by.pk else SYSTEM


def record(*, by, action, obj=None, community_id=None, changes=None, kind=EntryKind.CHANGE, label=""):
    """Append one entry to the chain. Must run inside the transaction of what it records."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record needs the transaction of the change it records")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    entry = Entry(
        seq=head.seq + 1,
        at=timezone.now(),
        kind=kind,
        actor=actor_of(by),
        action=action,
        object_key=key_of(obj) if obj is not None else "",
        object_label=(label or (str(obj) if obj is not None else ""))[:120],
        community_id=community_id if community_id is not None else getattr(obj, "community_id", None),
        changes=_plain(changes or {}),
        previous=head.digest,
    )
    entry.digest = digest(head.digest, entry.link)
    entry.save(force_insert=True)
    head.seq, head.digest = entry.seq, entry.digest
    if kind == EntryKind.CHANGE:
        head.changed = entry.seq
    head.save()
    return entry


def store(instance, *, by, action=""):
    """Save one row and record old and new of its fields; personal fields leave only their names.

    A second call without a difference writes nothing, neither row nor entry. Returns whether it wrote.
    """
    with transaction.atomic():
        before = _values(instance) if instance.pk else None
        after = {field.attname: field.value_from_object(instance) for field in instance._meta.concrete_fields}
        if before is not None and _plain(before) == _plain(after):
            return False
        instance.save()
        verb = action or ("create" if before is None else "change")
        record(
            by=by,
            action=f"{instance._meta.label_lower}.{verb}",
            obj=instance,
            changes=differences(type(instance), before or {}, after),
        )
    return True


def remove(instance, *, by):
    """Delete one row and record what it held."""
    with transaction.atomic():
        held = differences(type(instance), _values(instance) or {}, {})
        record(by=by, action=f"{instance._meta.label_lower}.remove", obj=instance, changes=held)
        instance.delete()


def record_reading(*, by, obj=None, object_key="", community_id=None, purpose, rows=1):
    """Log that ``by`` saw personal data: a record (``obj``) or a list (``object_key``, ``rows``)."""
    return Reading.objects.create(
        at=timezone.now(),
        actor=actor_of(by),
        object_key=key_of(obj) if obj is not None else object_key,
        community_id=community_id if community_id is not None else getattr(obj, "community_id", None),
        purpose=purpose,
        rows=rows,
    )


def differences(model, before, after):
    """``{field: [old, new]}``; for a personal field ``{field: "personal"}``; the key is left out."""
    personal = getattr(model, "personal_fields", frozenset())
    changed = {}
    for field in model._meta.concrete_fields:
        name = field.attname
        old, new = before.get(name), after.get(name)
        if field.primary_key or _plain({"v": old}) == _plain({"v": new}):
            continue
        changed[name] = "personal" if name in personal else [old, new]
    return changed


def _values(instance):
    names = [field.attname for field in instance._meta.concrete_fields]
    return type(instance)._base_manager.select_for_update().filter(pk=instance.pk).values(*names).first()


class _Encoder(DjangoJSONEncoder):
    def default(self, o):
        if hasattr(o, "name") and hasattr(o, "storage"):
            return o.name
        return super().default(o)


def _plain(value):
    """JSON-ready copy: dates as ISO text, files by name, so that what is hashed is what is stored."""
    return json.loads(json.dumps(value, cls=_Encoder, sort_keys=True, ensure_ascii=False))
