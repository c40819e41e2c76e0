"""Table of contents of the room's back office."""
