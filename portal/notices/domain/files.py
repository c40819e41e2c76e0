"""Which files a notice takes: those of the house, refused in this room's own way."""

from communities.files.domain import BadFile, Checked
from communities.files.domain import check_file as check

from .publishing import Refused


def check_file(content: bytes, filename: str) -> Checked:
    """Raises ``Refused`` with the reason and what to do instead."""
    try:
        return check(content, filename)
    except BadFile as refusal:
        raise Refused(*refusal.messages) from refusal
