"""A vote of many heads: the tally beside the raw aggregate over the same rows, and a whole closing.

The rows are written past the actions in a database of this run alone, its guards lifted for the while: two readings a
paper, one paper in a hundred read again, one ballot in 97 unsigned.
"""

import datetime
import resource
import time

from django.db import connection
from django.utils import timezone

from communities import guards
from communities.models import BuildingGroup, Community, Compound, User
from projects.consultations import actions
from projects.consultations.models import Ballot, Consultation, Rule
from tests.bench.pages import minima

_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
_CHOICE = "CASE WHEN i % 10 < 7 THEN 'agree' WHEN i % 10 < 9 THEN 'disagree' ELSE 'abstain' END"
_FLAW = "CASE WHEN i % 97 = 0 THEN 'unsigned' ELSE '' END"
_STATUS = "CASE WHEN i % 97 = 0 THEN 'invalid' ELSE 'valid' END"
_SECRET = "'{0}' || CAST(1000000000000000 + i AS varchar(16))"
_READING = (
    "INSERT INTO projects_keying (id, paper_id, revision, turn, choice, channel, capacity, flaw, authority, witness, "
    f"original, reason, keyed_by_id, keyed_at) {_COUNT} SELECT {{id}}, i, {{revision}}, {{turn}}, {_CHOICE}, "
    f"'on_site', 'owner', {_FLAW}, '', '', '', '{{reason}}', {{user}}, c.opens_at FROM n, projects_consultation c"
)
_BALLOT = (
    "INSERT INTO projects_ballot (id, consultation_id, voter_id, paper_id, keying_id, revision, choice, status, "
    f"channel, nonce, commitment, recorded_at) {_COUNT} SELECT {{id}}, c.id, i, i, {{keying}}, {{revision}}, {_CHOICE},"
    f" {_STATUS}, 'on_site', '{'0' * 64}', '{'0' * 64}', c.opens_at FROM n, projects_consultation c"
)
#: The floor: no revisions, no consultation's state, only heads and areas of the very same rows.
RAW = (
    "SELECT b.choice, COUNT(DISTINCT b.voter_id), SUM(v.area_cm2) FROM projects_ballot b JOIN projects_rollvoter v "
    "ON v.id = b.voter_id WHERE b.consultation_id = %s AND b.status = 'valid' GROUP BY b.choice"
)
#: Beside it one made table of four columns with an index that covers them, which no site with a register can have.
FLAT = (
    "SELECT choice, COUNT(DISTINCT voter_id), SUM(area_cm2) FROM bench_flat WHERE consultation_id = %s GROUP BY choice"
)


def prepare(count):
    consultation, first, second = _draft(count)
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(count, first.pk, second.pk):
            cursor.execute(statement)
        cursor.execute("SELECT SUM(area_cm2) FROM projects_rollvoter")
        area = int(cursor.fetchone()[0])
        Consultation.objects.filter(pk=consultation.pk).update(
            status="open",
            rule_frozen=consultation.rule.frozen,
            roll_heads=count,
            roll_area_cm2=area,
            roll_digest="0" * 64,
        )
        _flat(cursor)
    guards.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"ballots": Ballot.objects.count()}


def _draft(count):
    place = Community.objects.create(slug="votes", name="表决", publisher="居委会")
    compound = Compound.objects.create(community=place, name="一村", position=1)
    BuildingGroup.objects.create(community=place, compound=compound, name="1号", no="1", position=1, floors=6)
    thresholds = {"area_quorum": ">=2/3", "head_quorum": ">=2/3", "area_consent": ">1/2", "head_consent": ">1/2"}
    rule = Rule.objects.create(
        code="ORDINARY", name="x", electorate="assembly", citation="x", checked_on=timezone.localdate(), **thresholds
    )
    now = timezone.now()
    consultation = Consultation.objects.create(
        community=place,
        compound=compound,
        rule=rule,
        question=f"{count}",
        plain="x",
        is_transcript=True,
        opens_at=now - datetime.timedelta(days=30),
        closes_at=now - datetime.timedelta(days=10),
    )
    return consultation, *(User.objects.create_user(name) for name in ("first", "second"))


def _statements(count, first, second):
    numbers, again = _COUNT.format(count=count), count // 100
    yield (
        f"INSERT INTO projects_rollvoter (id, consultation_id, key, owner_key, area_cm2) {numbers} SELECT i, c.id, "
        f"{_SECRET.format('k' * 16)}, {_SECRET.format('o')}, 500000 + i % 9 * 10000 FROM n, projects_consultation c"
    )
    yield (
        "INSERT INTO projects_paper (id, consultation_id, voter_id, serial, token, issued_at, returned_at, void_reason)"
        f" {numbers} SELECT i, c.id, i, i, {_SECRET.format('t' * 16)}, c.opens_at, c.opens_at, '' "
        "FROM n, projects_consultation c"
    )
    for revision, rows, base in ((1, count, 0), (2, again, 2 * count)):
        reason = "改" if revision > 1 else ""
        for turn, user in ((1, first), (2, second)):
            shape = {"id": f"{base} + 2 * i - {2 - turn}", "revision": revision, "turn": turn, "user": user}
            yield _READING.format(count=rows, reason=reason, **shape)
        keying = f"{base} + 2 * i"
        yield _BALLOT.format(count=rows, id=f"{base // 2} + i", keying=keying, revision=revision)


def _flat(cursor):
    cursor.execute(
        "CREATE TABLE bench_flat AS SELECT b.consultation_id, b.choice, b.voter_id, v.area_cm2 FROM projects_ballot b "
        "JOIN projects_rollvoter v ON v.id = b.voter_id WHERE b.status = 'valid' AND b.revision = 1"
    )
    covered = "(consultation_id, choice, voter_id) INCLUDE (area_cm2)"
    if connection.vendor == "sqlite":
        covered = "(consultation_id, choice, voter_id, area_cm2)"
    cursor.execute(f"CREATE INDEX bench_flat_all ON bench_flat {covered}")


def tally(rounds=7):
    """Milliseconds of the tally, of the raw aggregate and of the made table; whether Python counts the same."""
    consultation = Consultation.objects.get()
    with connection.cursor() as cursor:
        found = minima(
            rounds,
            tally=lambda: Ballot.objects.tally(consultation),
            raw=lambda: cursor.execute(RAW, [consultation.pk]).fetchall(),
            flat=lambda: cursor.execute(FLAT, [consultation.pk]).fetchall(),
        )
    start = time.perf_counter()
    expected = _by_python(consultation)
    found["python"] = (time.perf_counter() - start) * 1000
    heads, areas = Ballot.objects.tally(consultation)
    ours = {choice: (getattr(heads, choice), getattr(areas, choice)) for choice in expected}
    return {"ms": found, "identical": ours == expected, "heads": heads.took_part}


def _by_python(consultation):
    """Every row fetched and looked at: the last revision of a voter counts, if it is valid."""
    area = dict(consultation.voters.values_list("pk", "area_cm2"))
    rows = consultation.ballots.order_by("revision").values_list("voter", "choice", "status")
    last = {voter: (choice, status) for voter, choice, status in rows.iterator()}
    sums = dict.fromkeys(("agree", "disagree", "abstain"), (0, 0))
    for voter, (choice, status) in last.items():
        if status == "valid":
            heads, total = sums[choice]
            sums[choice] = (heads + 1, total + area[voter])
    return sums


def close():
    """A whole closing: checks, count by the database, count from the record, result, journal."""
    consultation, clerk = Consultation.objects.get(), User.objects.create_superuser("closer", password="x" * 12)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.perf_counter()
    result = actions.close(consultation=consultation, by=clerk)
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": took, "before_mb": before, "peak_mb": peak, "heads": result.heads.took_part}


def main(step, count="0"):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    return {"prepare": lambda: prepare(int(count)), "tally": tally, "close": close}[step]()
