"""What Isnad remembers: articles as they were read, briefs, chats, paid results.

``sql`` is the store, ``database`` its transactions, ``schema`` the tables, ``migrate`` the way
from older ones.
"""

from bot.store.sql import SqlStore

__all__ = ["SqlStore"]
