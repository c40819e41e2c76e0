"""Table of contents of the room's writes."""
