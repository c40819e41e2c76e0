"""Table of contents: parts and states of a step."""

from .steps import Part, Status

__all__ = ["Part", "Status"]
