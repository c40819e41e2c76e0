from .site import Desk

__all__ = ["Desk"]
