"""Table of contents: what is said when nothing is done."""

from .refusal import Refused

__all__ = ["Refused"]
