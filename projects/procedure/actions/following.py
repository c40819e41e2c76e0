"""The stage of a project follows its steps: by hand it is not moved to where they have not come."""

from projects.procedure.enums import Status
from projects.procedure.models import Step
from projects.retrofits.domain import WrongStage


def steps_agree(*, project, to, **_):
    """Raise WrongStage when a course is walked and the step that brings the stage ``to`` has not come so far."""
    steps = Step.objects.filter(course__project=project).select_related("template").order_by("template__rank")
    for step in steps:
        if step.template.stage_opening == to and step.status == Status.WAITING:
            raise WrongStage("steps", _sentence(step, "开始"))
        if step.template.stage_done == to and step.status in (Status.WAITING, Status.OPEN):
            raise WrongStage("steps", _sentence(step, "办完"))


def _sentence(step, what):
    return f"办理进度里“{step.template}”还没有{what}。请在“办理进度”里把这一步{what}，阶段会跟着变"
