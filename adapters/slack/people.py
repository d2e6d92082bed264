"""What Slack tells of people, remembered for a while, and of threads."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from adapters.slack.web import Web
from adapters.slack.words import of_message

LIFE = 3600.0  # seconds for which a locale is believed
MOST = 5000  # people who are remembered
PAGE, PAGES = 200, 5  # messages of a thread


class People:
    """The languages of people."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._known: dict[str, tuple[float, str | None]] = {}
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def language(self, user: str) -> str | None:
        """Return the language of somebody's client ("ar"), ``None`` if Slack does not tell."""
        async with self._asking.setdefault(user, asyncio.Lock()):
            now = asyncio.get_running_loop().time()
            until, language = self._known.get(user, (0.0, None))
            return language if now < until else await self._ask(user, now)

    async def _ask(self, user: str, now: float) -> str | None:
        answer = await self._web.attempt("users.info", user=user, include_locale=True)
        locale = ((answer or {}).get("user") or {}).get("locale")
        language = locale.partition("-")[0].lower() if isinstance(locale, str) and locale else None
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[user] = (now + LIFE, language)
        return language


async def thread_links(web: Web, channel: str, root: str, me: str) -> tuple[str, ...]:
    """Return the links in a thread, other people's, in order; none if it cannot be read."""
    links: dict[str, None] = {}
    cursor = None
    for _ in range(PAGES):
        answer = await web.attempt(
            "conversations.replies", channel=channel, ts=root, limit=PAGE, cursor=cursor
        )
        for message in (answer or {}).get("messages") or ():
            if isinstance(message, dict) and not message.get("bot_id") and message["user"] != me:
                links |= dict.fromkeys(of_message(message).links)
        cursor = ((answer or {}).get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return tuple(links)
