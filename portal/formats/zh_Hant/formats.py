"""The same figures in both scripts; the words around them are converted with the page."""

from portal.formats.zh_Hans.formats import *  # noqa: F403
