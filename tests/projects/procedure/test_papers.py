"""Documents of a step, the plan on display, opinions on it: what goes in, and what is refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.journal.models import Entry
from projects.procedure import actions
from projects.procedure.domain import Refused

from .conftest import PDF, days

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_document_is_checked_by_its_content(road):
    road.begin()
    for content, filename, said in (
        (SVG, "plan.svg", "不能上传这种文件"),
        (SVG, "plan.pdf", "不能上传这种文件"),
        (PDF, "plan.exe.pdf", "两个后缀"),
        (b"", "plan.pdf", "文件是空的"),
    ):
        with pytest.raises(Refused, match=said):
            road.attach("ASK", "申请", content, filename)
    kept = road.attach("ASK", "申请")
    assert (kept.content_type, kept.size) == ("application/pdf", len(PDF))
    with pytest.raises(Refused, match="已经上传过"):
        road.attach("ASK", "申请")


def test_document_belongs_to_its_step(road):
    road.begin()
    wanted = road.step("ASK").template.documents.first()
    with pytest.raises(Refused, match="“步骤VOTE”不要“申请”"):
        actions.attach(step=road.step("VOTE"), wanted=wanted, upload=upload(), by=road.by)
    with pytest.raises(Refused, match="本人的账号"):
        actions.attach(step=road.step("ASK"), wanted=wanted, upload=upload(), by=None)
    with pytest.raises(Refused, match="请选择文件"):
        actions.attach(step=road.step("ASK"), wanted=wanted, upload=None, by=road.by)


def upload():
    return SimpleUploadedFile("a.pdf", PDF)


def test_withdrawn_document_no_longer_counts(road):
    road.begin()
    road.open("ASK")
    document = road.attach("ASK", "申请")
    actions.withdraw(document=document, reason="不是这幢楼的", by=road.by)
    with pytest.raises(Refused, match="还缺：材料“申请”"):
        road.finish("ASK")
    with pytest.raises(Refused, match="已经撤销"):
        actions.withdraw(document=document, reason="再撤", by=road.by)
    road.attach("ASK", "申请")
    assert road.finish("ASK").status == "done"


def test_document_of_a_settled_step_stays(road):
    road.begin()
    road.open("ASK")
    document = road.attach("ASK", "申请")
    road.finish("ASK")
    with pytest.raises(Refused, match="办完了，材料不能再撤销"):
        actions.withdraw(document=document, reason="传错了", by=road.by)
    with pytest.raises(Refused, match="办完了，不能再传材料"):
        road.attach("ASK", "照片")


def test_plan_hangs_ten_days_and_takes_opinions_for_seven_more(road):
    posted = actions.post_plan(course=road.begin(), starts_on=days(0), place="门厅", by=road.by)
    assert (posted.display_ends_on, posted.opinions_until) == (days(10), days(17))
    with pytest.raises(Refused, match="至少10天，之后至少再收7天"):
        actions.post_plan(course=posted.course, starts_on=days(1), place="门厅", by=road.by, display_days=9)
    with pytest.raises(Refused, match="要晚于上一次"):
        actions.post_plan(course=posted.course, starts_on=days(0), place="门厅", by=road.by, reason="图改了")
    with pytest.raises(Refused, match="请写重新公示的原因"):
        actions.post_plan(course=posted.course, starts_on=days(3), place="门厅", by=road.by)
    again = actions.post_plan(course=posted.course, starts_on=days(3), place="门厅", by=road.by, reason="图改了")
    assert (again.number, again.opinions_until) == (2, days(20))


def test_opinion_names_nobody_and_leaves_no_words_in_the_journal(road):
    posted = actions.post_plan(course=road.begin(), starts_on=days(0), place="门厅", by=road.by)
    for text in ("请打13900001111", "301室反对"):
        with pytest.raises(Refused, match="看得出是谁"):
            actions.note_remark(posting=posted, received_on=days(1), text=text, by=road.by)
    with pytest.raises(Refused, match="收到日期要在公示以后"):
        actions.note_remark(posting=posted, received_on=days(-1), text="太早", by=road.by)
    remark = actions.note_remark(posting=posted, received_on=days(1), text="担心采光", by=road.by)
    actions.answer_remark(remark=remark, text="改用玻璃井道", by=road.by)
    with pytest.raises(Refused, match="答复不能再改"):
        actions.answer_remark(remark=remark, text="又改", by=road.by)
    told = [(entry.action, entry.changes) for entry in Entry.objects.about(remark).order_by("seq")]
    assert told == [("projects.remark.create", {}), ("projects.remark.answer", {})]
