"""Who may do what. A new installation belongs to nobody; whoever brings its one-time code owns it.

What is known of people is kept as settings of the installation itself: roles of people and of
chats, and the hashes of codes that may still be brought. Deciding is pure; ``Gate`` keeps.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from bot.model import Chat, Message
from bot.ports import Store

HOUSE = Chat("isnad", "installation")
"""The chat that nobody talks in: its settings are the installation's."""

TERMINAL = "console"
CLAIM = "claim"
REFUSED = "refused"
TRIED = "tried"
MOST_REFUSED = 50  # people in one chat who are remembered as refused, or with wrong codes
TRIES = 5  # wrong codes of one person in one chat that are looked at in an hour
HOUR = timedelta(hours=1)
NAME = 60  # characters of a name that are kept


class Role(IntEnum):
    """What somebody may do; each may do all that those before may."""

    READER = 1  # ask, look
    EDITOR = 2  # have briefs made, digests posted, the chat's choices changed
    OWNER = 3  # let others in, see what is spent


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a chat with a role; ``name`` is what the platform told that it is called."""

    kind: str  # "user" or "chat"
    platform: str
    id: str
    role: Role
    name: str = ""


def role_of(
    kept: Mapping[str, Any], message: Message, allow: Sequence[str], everybody: bool
) -> Role | None:
    """Return what the sender of a message may do where it was said, ``None``: nothing.

    ``allow`` names platforms ("slack") and chats ("telegram:-1001234") that are let in by the
    configuration, as editors, ``everybody`` lets in whoever comes.
    """
    if message.chat.platform == TERMINAL:
        return Role.OWNER
    platform, chat = message.chat.platform, message.chat.id
    found = [
        _role(kept.get(f"user/{platform}/{message.user}")),
        _role(kept.get(f"chat/{platform}/{chat}")),
    ]
    if everybody or platform in allow or f"{platform}:{chat}" in allow:
        found.append(Role.EDITOR)
    return max((role for role in found if role), default=None)


def people(kept: Mapping[str, Any]) -> tuple[Person, ...]:
    """Return everybody who has a role, owners first."""
    found = []
    for key, value in kept.items():
        kind, _, rest = key.partition("/")
        role = _role(value)
        if kind in {"user", "chat"} and role is not None:
            platform, _, id = rest.partition("/")
            found.append(Person(kind, platform, id, role, str(kept.get(f"called/{key}", ""))))
    return tuple(sorted(found, key=lambda p: (-p.role, p.kind, p.platform, p.id)))


def _role(value: object) -> Role | None:
    return Role.__members__.get(str(value).upper())


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


class Gate:
    """Keeps who may do what. ``now`` is the clock."""

    def __init__(
        self, store: Store, allow: Sequence[str], everybody: bool, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._allow = tuple(allow)
        self._everybody = everybody
        self._now = now
        self._trying = asyncio.Lock()

    async def role(self, message: Message) -> Role | None:
        """Return what the sender of a message may do there."""
        if message.chat.platform == TERMINAL:
            return Role.OWNER
        return role_of(await self._kept(), message, self._allow, self._everybody)

    async def people(self) -> tuple[Person, ...]:
        """Return everybody who has a role."""
        return people(await self._kept())

    async def set(self, person: Person, role: Role | None) -> None:
        """Give a person or chat a role, or take it away."""
        key = f"{person.kind}/{person.platform}/{person.id}"
        await self._store.set_chat_setting(HOUSE, key, role.name.lower() if role else None)
        name = " ".join(person.name.split())[:NAME]
        if name or role is None:
            await self._store.set_chat_setting(HOUSE, f"called/{key}", name if role else None)

    async def move(self, old: Chat, new: Chat) -> None:
        """Let a chat keep its role when it goes on under another id."""
        was = ("chat", old.platform, old.id)
        for one in await self.people():
            if (one.kind, one.platform, one.id) == was:
                await self.set(replace(one, platform=new.platform, id=new.id), one.role)
                await self.set(one, None)

    async def claim_code(self) -> str | None:
        """Return a new code by which an installation without an owner is claimed, else ``None``."""
        if any(person.role is Role.OWNER for person in await self.people()):
            await self._store.set_chat_setting(HOUSE, CLAIM, None)
            return None
        code = secrets.token_urlsafe(16)
        await self._store.set_chat_setting(HOUSE, CLAIM, _hash(code))
        return code

    async def invite(self, role: Role, hours: int) -> str:
        """Return a code that gives one person a role, within so many hours."""
        code = secrets.token_urlsafe(16)
        until = self._now() + timedelta(hours=hours)
        value = {"role": role.name.lower(), "until": until.isoformat()}
        await self._store.set_chat_setting(HOUSE, f"invite/{_hash(code)}", value)
        return code

    async def enter(self, message: Message, code: str) -> Role | None:
        """Give the sender what a code stands for and use it up; ``None`` if it stands for nothing.

        One that came too late is used up as well.
        """
        kept = await self._kept()
        hashed = _hash(code)
        role = None
        if hmac.compare_digest(str(kept.get(CLAIM)), hashed):
            await self._store.set_chat_setting(HOUSE, CLAIM, None)
            role = Role.OWNER
        elif isinstance(invitation := kept.get(f"invite/{hashed}"), dict):
            await self._store.set_chat_setting(HOUSE, f"invite/{hashed}", None)
            if datetime.fromisoformat(invitation["until"]) > self._now():
                role = _role(invitation["role"])
        if role is not None:
            before = _role(kept.get(f"user/{message.chat.platform}/{message.user}"))
            role = max(role, before or role)
            platform, user = message.chat.platform, message.user
            await self.set(Person("user", platform, user, role, message.name), role)
            await self.heard(message)
        return role

    async def bring(self, message: Message, code: str) -> tuple[Role | None, int]:
        """Try a code: return the role that the sender has by it, and how many wrong ones are left.

        That is how many more would be looked at within the hour; -1: this one was not.
        """
        async with self._trying:  # one after the other, or guesses that come at once count as one
            tried = await self._tried(message)
            if len(tried) >= TRIES:
                return None, -1
            role = await self.enter(message, code)
            if role is None:
                tried.append(self._now().isoformat())
                await self._note_tried(message, tried)
            return role, TRIES - len(tried)

    async def _note_tried(self, message: Message, tried: list[str]) -> None:
        kept = (await self._store.chat_settings(message.chat)).get(TRIED, {})
        others = [(user, at) for user, at in kept.items() if user != message.user]
        newest = dict(others[1 - MOST_REFUSED :]) | {message.user: tried}
        await self._store.set_chat_setting(message.chat, TRIED, newest)

    async def _tried(self, message: Message) -> list[str]:
        """Return when the sender brought wrong codes within the last hour."""
        kept = (await self._store.chat_settings(message.chat)).get(TRIED, {})
        since = self._now() - HOUR
        return [at for at in kept.get(message.user, []) if datetime.fromisoformat(at) > since]

    async def heard(self, message: Message) -> None:
        """Remember the name and the language of somebody who is spoken to unasked: an owner."""
        if message.chat.platform == TERMINAL:
            return
        kept, who = await self._kept(), f"{message.chat.platform}/{message.user}"
        name = " ".join(message.name.split())[:NAME]
        for key, told in ((f"speaks/{who}", message.language), (f"called/user/{who}", name)):
            if told and kept.get(key) != told:
                await self._store.set_chat_setting(HOUSE, key, told)

    async def refuse(self, message: Message) -> bool:
        """Whether a stranger is to be told so now: once in each chat, then never again."""
        kept = (await self._store.chat_settings(message.chat)).get(REFUSED, [])
        if message.user in kept or len(kept) >= MOST_REFUSED:
            return False
        await self._store.set_chat_setting(message.chat, REFUSED, [*kept, message.user])
        return True

    async def _kept(self) -> Mapping[str, Any]:
        return await self._store.chat_settings(HOUSE)
