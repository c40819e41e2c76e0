"""Table of contents: the register · inspections and maintenance · outages · slips of the pen."""

from .inspecting import attach, inspect, maintain
from .registering import check_lift, register, review
from .stopping import check_outage, expect, resume, stop
from .striking import strike

__all__ = [
    "attach",
    "check_lift",
    "check_outage",
    "expect",
    "inspect",
    "maintain",
    "register",
    "resume",
    "review",
    "stop",
    "strike",
]
