"""What every act asks first: the book as it stands, the right to act, the words it was given."""

from projects.accounts.domain import Refused, public_faults, tidy
from projects.accounts.models import Book


def locked(book):
    """The book as it stands, held until the transaction ends: its numbers and months follow one another."""
    rows = Book.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("project__building_group__compound", "ending").filter(pk=book.pk).first()
    if held is None:
        raise Refused("这本账簿已不存在")
    refuse_ended(held)
    return held


def refuse_ended(book):
    if book.ended_on:
        raise Refused(f"这本账{book.ended_on:%Y年%-m月%-d日}已经结清，不能再记")


def require(by, verb, book):
    """``by`` is somebody, and holds the verb where the book is at home. Money is never moved by nobody."""
    if by is None or by.pk is None:
        raise Refused("记账、月结和公布都要有经办人的账号")
    scope = by.scope(f"projects.{verb}_book")
    group = book.project.building_group_id if book.project_id else None
    if not (scope.everywhere or book.community_id in scope.communities or (group and group in scope.groups)):
        raise Refused("这本账簿不在您负责的范围内" if scope else "您的账号没有这项权限")


def public_words(text, label="摘要"):
    """The text as it will stand in public; refused when it holds a number of a person or a room."""
    said = tidy(text)
    if faults := public_faults(said, label):
        raise Refused(*faults)
    return said
