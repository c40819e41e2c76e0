"""What the database refuses about notices, tried by raw SQL past every action; on whichever database runs."""

import pytest
from django.db import connection
from django.utils import timezone

from portal.notices import actions
from portal.notices.models import Attachment, Correction, Notice, NoticeTemplate

NOW = "2026-11-22 01:00:00+00:00"


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def attachment(notice, **values):
    defaults = {
        "kind": "image",
        "file": "notices/a.jpg",
        "name": "平面图",
        "alt": "一层平面",
        "text": "",
        "content_type": "image/jpeg",
        "size": 1,
        "digest": "0" * 64,
    }
    return Attachment(notice=notice, **(defaults | values))


@pytest.mark.parametrize("column", ["title", "summary", "body", "kind"])
def test_published_words_changed_by_sql_are_refused(published, refused, column):
    notice = published()
    with refused("notices_notice_frozen"):
        sql(f"UPDATE portal_notice SET {column} = 'meeting' WHERE id = %s", notice.pk)
    notice.refresh_from_db()
    assert (notice.title, notice.kind) == ("12号停水", "general")


def test_published_audience_changed_by_sql_is_refused(published, refused, cast):
    notice = published(compound=cast.east)
    with refused("notices_notice_frozen"):
        sql("UPDATE portal_notice SET compound_id = %s WHERE id = %s", cast.west.pk, notice.pk)
    with refused("notices_notice_frozen"):
        sql("UPDATE portal_notice SET compound_id = NULL WHERE id = %s", notice.pk)
    with refused("notices_notice_frozen"):
        sql(
            "UPDATE portal_notice SET building_group_id = %s, compound_id = NULL WHERE id = %s",
            cast.stair1.pk,
            notice.pk,
        )


def test_published_words_with_next_revision_but_no_correction_are_refused(published, refused):
    notice = published()
    with refused("notices_notice_frozen"):
        sql("UPDATE portal_notice SET title = 'x', revision = 1 WHERE id = %s", notice.pk)
    assert Correction.objects.count() == 0


def test_correction_used_twice_by_sql_is_refused(published, refused, cast):
    notice = actions.correct(notice=published(), by=None, reason="写错", title="13号停水")
    with refused("notices_notice_frozen"):
        sql("UPDATE portal_notice SET title = 'x' WHERE id = %s", notice.pk)
    with refused("notices_notice_frozen"):
        sql("UPDATE portal_notice SET title = 'x', revision = 2 WHERE id = %s", notice.pk)


def test_published_notice_made_a_draft_by_sql_is_refused(published, refused):
    notice = published()
    with refused("notices_notice_no_unpublish"):
        sql("UPDATE portal_notice SET status = 'draft', published_at = NULL WHERE id = %s", notice.pk)
    withdrawn = actions.withdraw(notice=notice, by=None, reason="发错")
    with refused("notices_notice_no_unpublish"):
        sql(
            "UPDATE portal_notice SET status = 'draft', published_at = NULL, withdrawn_at = NULL WHERE id = %s",
            withdrawn.pk,
        )


def test_published_notice_deleted_by_sql_is_refused(published, draft, refused):
    notice = published()
    with refused("notices_notice_kept"):
        sql("DELETE FROM portal_notice WHERE id = %s", notice.pk)
    unpublished = draft()
    sql("DELETE FROM portal_notice WHERE id = %s", unpublished.pk)
    assert list(Notice.objects.values_list("pk", flat=True)) == [notice.pk]


def test_notice_moved_to_another_community_is_refused(draft, refused, cast):
    notice = draft()
    with refused("notices_notice_fixed"):
        sql("UPDATE portal_notice SET community_id = %s WHERE id = %s", cast.there.pk, notice.pk)
    with refused("notices_notice_fixed"):
        sql("UPDATE portal_notice SET created_at = %s WHERE id = %s", NOW, notice.pk)


def test_notice_for_a_place_elsewhere_is_refused(draft, refused, cast):
    with refused("notices_notice_compound_id_home_insert"):
        Notice(community=cast.here, compound=cast.far, title="x", body="x", publisher="x").save()
    with refused("notices_notice_building_group_id_home_insert"):
        Notice(community=cast.here, building_group=cast.stair9, title="x", body="x", publisher="x").save()
    notice = draft()
    with refused("notices_notice_compound_id_home_update"):
        sql("UPDATE portal_notice SET compound_id = %s WHERE id = %s", cast.far.pk, notice.pk)
    with refused("notices_notice_building_group_id_home_update"):
        sql("UPDATE portal_notice SET building_group_id = %s WHERE id = %s", cast.stair9.pk, notice.pk)
    assert Notice.objects.get().compound_id is None


def test_notice_for_two_audiences_is_refused(draft, refused, cast):
    notice = draft()
    with refused("notices_one_audience"):
        sql(
            "UPDATE portal_notice SET compound_id = %s, building_group_id = %s WHERE id = %s",
            cast.east.pk,
            cast.stair1.pk,
            notice.pk,
        )


def test_status_and_times_that_do_not_fit_are_refused(draft, published, refused):
    unpublished, notice = draft(), published()
    with refused("notices_published_has_time"):
        sql("UPDATE portal_notice SET status = 'published' WHERE id = %s", unpublished.pk)
    with refused("notices_published_has_time"):
        sql("UPDATE portal_notice SET published_at = %s WHERE id = %s", NOW, unpublished.pk)
    with refused("notices_withdrawn_has_reason"):
        sql("UPDATE portal_notice SET status = 'withdrawn', withdrawn_at = %s WHERE id = %s", NOW, notice.pk)
    with refused("notices_withdrawn_has_reason"):
        sql("UPDATE portal_notice SET status = 'withdrawn', withdrawn_reason = 'x' WHERE id = %s", notice.pk)
    with refused("notices_withdrawn_has_reason"):
        sql("UPDATE portal_notice SET withdrawn_at = %s WHERE id = %s", NOW, notice.pk)


def test_correction_changed_or_removed_is_refused(published, refused):
    actions.correct(notice=published(), by=None, reason="写错", title="13号停水")
    with refused("notices_correction_no_update"):
        sql("UPDATE portal_correction SET reason = 'x'")
    with refused("notices_correction_no_delete"):
        sql("DELETE FROM portal_correction")
    if connection.vendor == "postgresql":
        with refused("notices_correction_no_truncate"):
            sql("TRUNCATE portal_correction")
    assert Correction.objects.get().reason == "写错"


def test_correction_doubled_or_without_reason_is_refused(published, refused):
    notice = actions.correct(notice=published(), by=None, reason="写错", title="13号停水")
    double = {"notice": notice, "at": timezone.now(), "old": {}, "new": {}}
    with refused("notices_correction_once"):
        Correction(revision=1, reason="再来", **double).save()
    with refused("notices_correction_has_reason"):
        Correction(revision=2, reason="", **double).save()
    with refused("notices_correction_has_reason"):
        Correction(revision=0, reason="第零次", **double).save()
    assert Correction.objects.count() == 1


def test_attachment_of_published_notice_is_fixed(draft, refused):
    notice = draft()
    attachment(notice).save()
    notice = actions.publish(notice=notice, by=None)
    with refused("notices_attachment_draft_add"):
        attachment(notice, name="后来").save()
    with refused("notices_attachment_draft_set"):
        sql("UPDATE portal_attachment SET alt = 'x'")
    with refused("notices_attachment_draft_cut"):
        sql("DELETE FROM portal_attachment")
    assert Attachment.objects.get().alt == "一层平面"


def test_attachment_without_its_words_is_refused(draft, refused):
    notice = draft()
    with refused("notices_image_has_alt"):
        attachment(notice, alt="").save()
    with refused("notices_file_has_text"):
        attachment(notice, kind="pdf").save()
    with refused("notices_file_has_text"):
        attachment(notice, kind="audio", alt="有说明").save()
    assert Attachment.objects.count() == 0


def test_template_name_twice_is_refused(cast, refused):
    words = {"kind": "outage", "name": "停水", "title": "【填：楼号】停水", "body": "【填：时间】"}
    NoticeTemplate(**words).save()
    NoticeTemplate(community=cast.here, **words).save()
    NoticeTemplate(community=cast.there, **words).save()
    with refused("notices_common_template_name_once"):
        NoticeTemplate(**words).save()
    with refused("notices_template_name_once"):
        NoticeTemplate(community=cast.here, **words).save()
    assert NoticeTemplate.objects.count() == 3


def test_newest_first_after_a_row_goes_on_where_it_stopped(published):
    same = [published(days=3).pk for _ in range(3)]
    newer, older = published(days=1), published(days=5)
    Notice.objects.filter(pk__in=same).update(published_at=Notice.objects.get(pk=same[0]).published_at)
    order = [newer.pk, *reversed(same), older.pk]
    assert list(Notice.objects.newest_first().values_list("pk", flat=True)) == order
    for index, pk in enumerate(order):
        row = Notice.objects.get(pk=pk)
        rest = Notice.objects.newest_first(after=(row.published_at, row.pk)).values_list("pk", flat=True)
        assert list(rest) == order[index + 1 :]


def test_concerning_stair_has_community_compound_and_own(published, cast):
    wanted = {published().pk, published(compound=cast.east).pk, published(building_group=cast.stair1).pk}
    for other in ({"compound": cast.west}, {"building_group": cast.stair2}, {"community": cast.there}):
        published(**other)
    assert set(Notice.objects.concerning(cast.stair1).values_list("pk", flat=True)) == wanted


def test_reach_counts_stairs_and_households(draft, cast):
    assert draft().reach == "甲居民区全体居民，3个楼组、2户"
    assert draft(compound=cast.east).reach == "甲居民区东村全体居民，2个楼组、2户"
    assert draft(building_group=cast.stair1).reach == "甲居民区东村1号全体居民，1个楼组、2户"
    assert draft(compound=cast.west).reach == "甲居民区西村全体居民，1个楼组、0户"
