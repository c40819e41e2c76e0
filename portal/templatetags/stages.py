"""Stages in words and colour: {% load stages %}{{ project.stage|stage_words }}."""

from django import template

from portal.home.enums import STAGE_TAGS, STAGE_WORDS

register = template.Library()


@register.filter
def stage_words(stage):
    return STAGE_WORDS[stage]


@register.filter
def stage_tag(stage):
    return STAGE_TAGS[stage]
