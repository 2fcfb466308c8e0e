"""Names in all their spellings: folding, the writings of one name, keys to find it by. Knows no Django and no case."""

from .keys import search_keys
from .spelling import spellings

__all__ = ["search_keys", "spellings"]
