"""The commands that Telegram shows behind the menu button, by language and kind of chat. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.telegram.nouns import Json
from bot.model import MenuEntry

PRIVATE, GROUPS, EVERYWHERE = "all_private_chats", "all_group_chats", "default"
NOT_IN = {PRIVATE: frozenset({"links"}), GROUPS: frozenset({"start"}), EVERYWHERE: frozenset()}
LONGEST = 256  # characters of a description
MOST = 100  # commands


def menus(entries: Sequence[MenuEntry], interface: str) -> Iterator[Json]:
    """Yield the parameters of each ``setMyCommands``: per kind of chat, for all and per language.

    Nobody alone with the bot needs to say which links are meant; nobody starts it in a group.
    """
    languages = dict.fromkeys(code for entry in entries for code in entry.help if len(code) == 2)
    for scope, hidden in NOT_IN.items():
        shown = [entry for entry in entries if entry.name not in hidden][:MOST]
        for code in ("", *languages):
            spoken = code or interface
            commands = [
                {"command": e.name, "description": e.help.get(spoken, e.name)[:LONGEST]}
                for e in shown
            ]
            yield {
                "commands": commands,
                "scope": {"type": scope},
                "language_code": code or None,
            }
