"""The shared cache counts log-in attempts: it must answer, also when Redis does not."""

import time

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache

PAUSE = 30


class FailOverCache(BaseCache):
    """Redis while it answers; the database table ``shared_cache`` for ``PAUSE`` seconds after it failed."""

    _silent_until = 0.0

    def __init__(self, location, params):
        super().__init__(params)
        self.redis = RedisCache(location, params)
        self.table = DatabaseCache("shared_cache", {})

    def _ask(self, method, *args, **kwargs):
        if time.monotonic() >= FailOverCache._silent_until:
            try:
                return getattr(self.redis, method)(*args, **kwargs)
            except Exception:
                FailOverCache._silent_until = time.monotonic() + PAUSE
        return getattr(self.table, method)(*args, **kwargs)

    def add(self, *args, **kwargs):
        return self._ask("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._ask("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._ask("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._ask("delete", *args, **kwargs)

    def clear(self):
        return self._ask("clear")
