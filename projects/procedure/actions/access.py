"""What every act asks first: the project held, the right to act, the words it was given."""

from projects.procedure.domain import Refused
from projects.retrofits.models import Project


def locked_project(project):
    """Held until the transaction ends: everything of one project is written one after another."""
    held = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
    if held is None:
        raise Refused("这个项目已不存在")
    return held


def require(by, verb, model, project):
    """``by`` holds the verb on ``model`` ("step") where the project is at home; None is the system."""
    if by is None:
        return
    scope = by.scope(f"projects.{verb}_{model}")
    home = scope.everywhere or project.community_id in scope.communities
    if not home and project.building_group_id not in scope.groups:
        raise Refused("这个项目不在您负责的范围内" if scope else "您的账号没有这项权限")


def words(text, label, limit=200):
    """Given words without the blanks around them; refused when empty or too long for the column."""
    text = (text or "").replace("\x00", "").strip()
    if not text:
        raise Refused(f"请写{label}")
    if len(text) > limit:
        raise Refused(f"{label}最多{limit}字，现在有{len(text)}字")
    return text
