"""The hash chain: pure, so that anyone can check an exported journal with this file alone (security.md §2)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

VERSION = "v1"
START = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed. ``at`` is ISO 8601 in UTC with microseconds; ``changes`` is JSON-ready."""

    seq: int
    at: str
    kind: str
    actor: str
    action: str
    object_key: str
    object_label: str
    community_id: int | None
    changes: dict


def digest(previous: str, link: Link) -> str:
    """SHA-256 over version, previous digest, number and canonical JSON; 64 hex characters."""
    body = json.dumps(asdict(link), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{VERSION}|{previous}|{link.seq}|{body}".encode()).hexdigest()


def faults(rows: Iterable[tuple[Link, str, str]], head_seq: int, head_digest: str) -> Iterable[str]:
    """Yield one line for every break: ``rows`` are (link, previous, digest) in order of ``seq``."""
    expected_seq, previous = 1, START
    for link, stored_previous, stored in rows:
        if link.seq != expected_seq:
            yield f"journal: entry {expected_seq} is missing (found {link.seq})"
            expected_seq = link.seq
        if stored_previous != previous:
            yield f"journal: entry {link.seq} does not continue the one before it"
        if digest(stored_previous, link) != stored:
            yield f"journal: entry {link.seq} was altered"
        expected_seq, previous = expected_seq + 1, stored
    if (expected_seq - 1, previous) != (head_seq, head_digest):
        yield f"journal: the head says {head_seq}, the entries end at {expected_seq - 1}"
