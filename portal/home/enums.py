"""A project's stages as residents read them; the labels of projects.retrofits are for the back office."""

from django.utils.translation import gettext_lazy as _

from projects.retrofits.enums import Stage

STAGE_WORDS = {
    Stage.CONSULTING: _("征询中"),
    Stage.NOT_STARTED: _("待开工"),
    Stage.UNDER_CONSTRUCTION: _("在建"),
    Stage.PAUSED: _("暂停"),
    Stage.COMPLETED: _("已完工"),
    Stage.DELIVERED: _("已交付"),
}
#: Style of the tag beside the words (templates/components/stage.html).
STAGE_TAGS = {
    Stage.CONSULTING: "info",
    Stage.NOT_STARTED: "wait",
    Stage.UNDER_CONSTRUCTION: "now",
    Stage.PAUSED: "stop",
    Stage.COMPLETED: "done",
    Stage.DELIVERED: "done",
}
