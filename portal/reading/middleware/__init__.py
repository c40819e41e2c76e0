from .language import LanguageMiddleware
from .page import PageMiddleware

__all__ = ["LanguageMiddleware", "PageMiddleware"]
