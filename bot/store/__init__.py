"""What Isnad remembers: articles as they were read, briefs, chats, paid results.

``sql`` is the store, ``database`` its transactions, ``schema`` the tables, ``migrate`` the way
from older ones; ``search`` keeps what a chat's archive is found by, ``search_query`` finds it.
"""

from bot.store.sql import SqlStore

__all__ = ["SqlStore"]
