from portal.models import Notice, SearchDocument
from portal.notices import actions


def draft(cast, **fields):
    notice = Notice(community=cast.here, title="明天停水", body="早上停水", publisher="居委会", **fields)
    return actions.save_draft(notice=notice, by=cast.member)


def documents():
    return list(SearchDocument.objects.values_list("title", flat=True))


def test_document_lives_as_long_as_the_notice_is_public(cast):
    notice = draft(cast)
    assert documents() == []
    notice = actions.publish(notice=notice, by=cast.member)
    assert len(documents()) == 1
    assert documents()[0].endswith("明天 天停 停水 水")
    notice = actions.correct(notice=notice, by=cast.member, reason="时间改了", title="后天停水")
    assert documents()[0].endswith("后天 天停 停水 水")
    notice = actions.withdraw(notice=notice, by=cast.member, reason="不停了")
    assert documents() == []
    actions.restore(notice=notice, by=cast.member)
    assert len(documents()) == 1
