"""Public pages: ``pages`` (how far one building group is), ``guide`` (how it is done), ``words`` for both."""
