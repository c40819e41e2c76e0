"""Public pages (``pages``) and the files that hang on notices (``files``)."""
