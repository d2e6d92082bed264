"""How fast Telegram may be called, and what counts.

Telegram's FAQ for bots (core.telegram.org/bots/faq): no more than one message a second in a chat,
20 a minute in a group, 30 a second in all. Edits count as messages.
"""

from __future__ import annotations

from bot.traffic.turns import Rule, Scope

EVERYTHING = ""  # the name of the scope in which every call is
ALL = Scope(EVERYTHING, Rule(30, 1.0, kept=10, gap=0.01))
CHAT = Rule(1, 1.0)
GROUP = Rule(20, 60.0, kept=8)
COUNTED = ("send", "edit")
FREE = frozenset({"sendChatAction"})


def scopes(method: str, chat: str | None) -> tuple[Scope, ...]:
    """Return what a call counts for; one that counts for nothing still respects pauses."""
    if chat is None or not method.startswith(COUNTED) or method in FREE:
        return (Scope(EVERYTHING), Scope(chat or method))
    group = (Scope(chat, GROUP),) if chat.startswith("-") else ()
    return (ALL, *group, Scope(chat, CHAT))
