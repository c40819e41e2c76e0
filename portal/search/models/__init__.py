from .documents import SearchDocument
from .hits import Hits, Part
from .index import install_index, missing_index, without_index

__all__ = ["Hits", "Part", "SearchDocument", "install_index", "missing_index", "without_index"]
