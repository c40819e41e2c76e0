"""Pages · calendar · words."""
