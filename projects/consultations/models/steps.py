"""What the database asks of every step of a consultation: which may follow which, and on what condition."""

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard

#: What opening freezes. Only the state and what belongs to it go on changing.
FROZEN = (
    *("community_id", "rule_id", "building_group_id", "compound_id", "body_id", "project_id", "replaces_id"),
    *("question", "plain", "scheme_text", "scheme_version", "silence_clause", "opens_at", "closes_at", "is_transcript"),
    *("rule_frozen", "roll_heads", "roll_area_cm2", "roll_digest", "is_demo"),
)
MOVES = (
    *(("draft", "open"), ("open", "counted"), ("counted", "displayed"), ("displayed", "final")),
    *(("open", "annulled"), ("counted", "annulled"), ("displayed", "annulled"), ("final", "annulled")),
)
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN)
_MOVE = " OR ".join(f"(OLD.status = '{old}' AND NEW.status = '{new}')" for old, new in MOVES)
_ROLL = "FROM projects_rollvoter v WHERE v.consultation_id = NEW.id"
_LATEST = (
    "NOT EXISTS (SELECT 1 FROM projects_ballot n "
    "WHERE n.voter_id = b.voter_id AND n.revision > b.revision AND n.revision >= 2)"
)
_UNSETTLED = (
    "SELECT 1 FROM projects_keying k JOIN projects_paper p ON p.id = k.paper_id WHERE p.consultation_id = NEW.id "
    "AND p.voided_at IS NULL AND NOT EXISTS (SELECT 1 FROM projects_ballot b JOIN projects_keying d "
    "ON d.id = b.keying_id WHERE d.paper_id = k.paper_id AND d.revision = k.revision)"
)


#: A valid ballot that rests on something in writing (an authority, the original after a video) which is not there.
_UNPROVEN = (
    "SELECT 1 FROM projects_ballot b JOIN projects_keying k ON k.id = b.keying_id WHERE b.consultation_id = NEW.id "
    "AND b.status = 'valid' AND (k.capacity IN ('agent', 'co_owner') OR k.channel = 'video') "
    f"AND {_LATEST} AND ((k.capacity IN ('agent', 'co_owner') AND NOT EXISTS (SELECT 1 FROM projects_scan s "
    "WHERE s.paper_id = b.paper_id AND s.kind = 'authority')) OR (k.channel = 'video' AND NOT EXISTS ("
    "SELECT 1 FROM projects_scan s WHERE s.paper_id = b.paper_id AND s.kind = 'original')))"
)


def _on(old, new):
    return f"OLD.status = '{old}' AND NEW.status = '{new}' AND "


STEPS = (
    Guard(
        "consultations_consultation_starts_draft",
        INSERT,
        "consultations_consultation: starts as a draft",
        "NEW.status <> 'draft'",
    ),
    Guard(
        "consultations_consultation_frozen",
        UPDATE,
        "consultations_consultation: frozen since it opened",
        f"OLD.status <> 'draft' AND ({_CHANGED})",
    ),
    Guard(
        "consultations_consultation_annulled_for_good",
        UPDATE,
        "consultations_consultation: annulled for good",
        "OLD.status = 'annulled'",
    ),
    Guard(
        "consultations_consultation_moves",
        UPDATE,
        "consultations_consultation: no such step",
        f"OLD.status <> NEW.status AND NOT ({_MOVE})",
    ),
    Guard(
        "consultations_consultation_roll_whole",
        UPDATE,
        "consultations_consultation: totals differ from the roll",
        f"{_on('draft', 'open')}(NEW.roll_heads <> (SELECT COUNT(*) {_ROLL}) "
        f"OR NEW.roll_area_cm2 <> (SELECT COALESCE(SUM(v.area_cm2), 0) {_ROLL}) "
        f"OR EXISTS (SELECT 1 {_ROLL} AND v.area_cm2 <> COALESCE((SELECT SUM(u.area_cm2) "
        "FROM projects_rollunit u WHERE u.voter_id = v.id), v.area_cm2)))",
    ),
    Guard(
        "consultations_consultation_window",
        UPDATE,
        "consultations_consultation: closes before it opens for papers",
        f"{_on('draft', 'open')}((NEW.closes_at <= {{now}} AND NOT NEW.is_transcript) "
        "OR (NEW.closes_at > {now} AND NEW.is_transcript))",
    ),
    Guard(
        "consultations_consultation_closed_in_time",
        UPDATE,
        "consultations_consultation: papers may still come in",
        f"{_on('open', 'counted')}NEW.closes_at > {{now}} AND EXISTS (SELECT 1 {_ROLL} "
        "AND NOT EXISTS (SELECT 1 FROM projects_ballot b WHERE b.voter_id = v.id))",
    ),
    Guard(
        "consultations_consultation_settled",
        UPDATE,
        "consultations_consultation: papers entered once, or differently",
        f"{_on('open', 'counted')}EXISTS ({_UNSETTLED})",
    ),
    Guard(
        "consultations_consultation_proven",
        UPDATE,
        "consultations_consultation: a ballot without its scanned authority or original",
        f"{_on('open', 'counted')}EXISTS ({_UNPROVEN})",
    ),
    Guard(
        "consultations_consultation_counted_whole",
        UPDATE,
        "consultations_consultation: no result, or not of these ballots",
        f"{_on('open', 'counted')}NOT EXISTS (SELECT 1 FROM projects_result r WHERE r.consultation_id = NEW.id "
        "AND r.ballots = (SELECT COUNT(*) FROM projects_ballot b WHERE b.consultation_id = NEW.id) "
        "AND r.heads_agree = (SELECT COUNT(*) FROM projects_ballot b WHERE b.consultation_id = NEW.id "
        f"AND b.status = 'valid' AND b.choice = 'agree' AND {_LATEST}))",
    ),
    Guard(
        "consultations_consultation_displayed",
        UPDATE,
        "consultations_consultation: no display was begun",
        f"{_on('counted', 'displayed')}NOT EXISTS (SELECT 1 FROM projects_display d WHERE d.consultation_id = NEW.id)",
    ),
    Guard(
        "consultations_consultation_final_due",
        UPDATE,
        "consultations_consultation: still on display, or an objection waits",
        f"{_on('displayed', 'final')}(EXISTS (SELECT 1 FROM projects_display d WHERE d.consultation_id = NEW.id "
        "AND d.ends_on >= {today}) OR EXISTS (SELECT 1 FROM projects_objection o "
        "WHERE o.consultation_id = NEW.id AND o.answered_at IS NULL))",
    ),
    Guard(
        "consultations_consultation_no_delete",
        DELETE,
        "consultations_consultation: opened ones are kept",
        "OLD.status <> 'draft'",
    ),
    Guard("consultations_consultation_no_truncate", TRUNCATE, "consultations_consultation: opened ones are kept"),
)
