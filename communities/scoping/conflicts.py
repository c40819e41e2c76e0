"""What to tell a person when the database refuses a write: a lost race, a constraint, a guard."""

from django.apps import apps
from django.db import DataError, IntegrityError
from django.db.models import UniqueConstraint
from django.db.models.deletion import ProtectedError, RestrictedError

REFUSALS = (IntegrityError, DataError, ProtectedError, RestrictedError)

STILL_USED = "没有删除：还有别的记录在用它。请先处理那些记录"
UNKNOWN = "没有保存：和已有的记录冲突，或者这一项不允许改动。请刷新页面，核对后再试"
GUARDS = {
    "cannot change": "没有保存：这一项登记后不能改动",
    "append-only": "没有保存：这里只能增加记录，不能改动或删除",
    "other community": "没有保存：不能把两个居民区的内容连在一起",
    "are kept": "没有删除：已公布的内容要留存，不能删除",
    "consultation is not": "没有保存：这次征询现在的状态不允许这一步",
    "overlaps another": "没有保存：和另一条记录的时间重叠",
    "struck out for good": "没有保存：这一条已经划去",
    "earlier than the line before it": "没有保存：日期早于上一个阶段的日期",
}


def words(error) -> str:
    """Chinese for a refusal: the constraint's own message where it has one."""
    if isinstance(error, ProtectedError | RestrictedError):
        return STILL_USED
    text = str(error)
    for part, message in GUARDS.items():
        if part in text:
            return message
    return _constraint_message(text) or UNKNOWN


def _constraint_message(text):
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if _names(text, model, constraint):
                message = constraint.violation_error_message
                return None if message == constraint.default_violation_error_message else f"没有保存：{message}"
    return None


def _names(text, model, constraint):
    """PostgreSQL (and SQLite for CHECK) names the constraint; SQLite names the columns of a unique one."""
    if constraint.name in text:
        return True
    if not isinstance(constraint, UniqueConstraint):
        return False
    columns = [f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in constraint.fields]
    return text == "UNIQUE constraint failed: " + ", ".join(columns)
