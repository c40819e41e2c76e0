"""Asking · following up · words."""
