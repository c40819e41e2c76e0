"""Public pages: ``places`` (home, community, building, lifts), ``people`` (whom to call), ``figures``, words."""
