"""Seams to durable work: tasks, posts on their way, and who does them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import (
    Article,
    Chat,
    Entry,
    Fate,
    Followed,
    Note,
    Outgoing,
    Piece,
    Polled,
    Showing,
    Spent,
    Subscription,
    Task,
    TaskState,
    Usage,
)


class Tasks(Protocol):
    """Tasks as rows. May raise the kinds of ``StoreError``.

    ``put`` stores a task with the posts that tell of it, all or nothing; ``False`` if its key is
    known. ``take`` begins up to ``most`` waiting tasks that are due, at most one per chat and
    none of a chat that has one under way, the chat that was served longest ago first; each
    comes back with its attempt counted. ``hand_back`` lets an attempt wait again until ``due``;
    ``end`` ends it; both tell whether the task still was in that attempt, else nothing happens.
    ``cancel`` ends all that waits or is done in a chat and returns it. ``dead`` lists what was
    given up, the newest first, with what a person is told of the reason; ``again`` lets one of
    them wait anew.
    ``reclaim`` lets everything that is being done wait again: after a start, where one process
    alone uses the store. ``state`` is ``None`` for a key that is not known. ``counts`` are waiting
    and doing; ``oldest`` when the one that waits longest was asked for.
    """

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool: ...

    async def take(self, now: datetime, most: int) -> tuple[Task, ...]: ...

    async def hand_back(self, task: Task, due: datetime, reason: Note | None = None) -> bool: ...

    async def end(self, task: Task, state: TaskState, reason: Note | None = None) -> bool: ...

    async def state(self, key: str) -> TaskState | None: ...

    async def cancel(self, chat: Chat) -> tuple[Task, ...]: ...

    async def counts(self, chat: Chat | None = None) -> tuple[int, int]: ...

    async def oldest(self) -> datetime | None: ...

    async def dead(
        self, chat: Chat | None = None, limit: int = 20
    ) -> tuple[tuple[Task, Note], ...]: ...

    async def again(self, key: str) -> bool: ...

    async def reclaim(self) -> int: ...


class Outbox(Protocol):
    """Posts as rows, stored before they are sent. May raise the kinds of ``StoreError``.

    ``put`` stores what is to be shown, all or nothing; with a ``task``, only while that attempt
    still is the task's own (else ``LostError``), and with ``done`` the task is done by the same
    stroke. ``waiting`` gives, oldest first, those of a platform whose newest version is not shown,
    that are due, and in whose chat no other process shows something. ``attempt`` notes, before
    anything is sent, that it is being tried, and returns the post as it then is; with a ``lease``
    no other process shows anything in its chat for so many seconds. ``renew`` leases chats for
    longer and returns those that were not taken over; ``release`` lets all go. ``keep`` notes the
    messages that show it so far; ``settle`` what became of the try, and lets the chat go: with a
    ``due`` it is tried again then, else the version is over. ``LostError`` where the row was
    taken over. ``over`` is what became of a post, ``None`` while it waits.
    ``at`` is the key and brief that a message of a chat shows, ``answering`` those of the brief
    that answers somebody's message. ``unshown`` is how many posts of a chat still wait. ``failed``
    are those that were given up, the newest first, with the platform's word for the reason.
    """

    async def put(
        self, showings: Sequence[Showing], task: Task | None = None, *, done: bool = False
    ) -> None: ...

    async def waiting(
        self, platform: str, now: datetime, limit: int = 1000
    ) -> tuple[Outgoing, ...]: ...

    async def attempt(
        self, outgoing: Outgoing, lease: float = 0.0, *, noted: bool = True
    ) -> Outgoing: ...

    async def renew(self, some: Collection[Chat], lease: float) -> frozenset[Chat]: ...

    async def release(self) -> None: ...

    async def over(self, key: str) -> Fate | None: ...

    async def keep(self, key: str, ids: Sequence[str]) -> None: ...

    async def settle(
        self, outgoing: Outgoing, fate: Fate, due: datetime | None = None, reason: str = ""
    ) -> None: ...

    async def at(self, chat: Chat, message: str) -> tuple[str, str | None] | None: ...

    async def answering(self, chat: Chat, message: str) -> tuple[str, str | None] | None: ...

    async def unshown(self, chat: Chat) -> int: ...

    async def failed(self, limit: int = 20) -> tuple[tuple[Showing, Fate, str], ...]: ...


class Charges(Protocol):
    """What was asked for and what it cost. May raise the kinds of ``StoreError``.

    ``charge`` notes a piece of work that somebody asked for, once under the ``key`` of its task:
    again, only its links are corrected. ``charged`` tells whether it is noted. ``pay`` notes what
    a model used up, for a chat (``None``: the command line) and a person there ("": the clock).
    ``spent`` is what was spent since a moment in all, in a chat, or by one person in all chats of
    that one's platform; ``by_chat`` is that of each chat that spent anything.
    """

    async def charge(
        self, key: str, piece: Piece, chat: Chat, user: str, links: int = 0
    ) -> None: ...

    async def charged(self, key: str) -> bool: ...

    async def pay(self, used: Usage, model: str, chat: Chat | None, user: str) -> None: ...

    async def spent(
        self, since: datetime, chat: Chat | None = None, user: str | None = None
    ) -> Spent: ...

    async def by_chat(self, since: datetime) -> Mapping[Chat, Spent]: ...


class Digests(Protocol):
    """Digests that chats asked for, the feeds they follow, and what those brought.

    May raise the kinds of ``StoreError``. ``subscribe`` stores a subscription with the moments of
    its next and its last slot; ``subscriptions`` are a chat's, oldest first, each with its last
    slot; ``due`` are those whose next one has come. ``unsubscribe`` and ``unfollow`` tell whether
    there was one. ``follow`` takes the entries that a feed has now as known; ``named`` is what the
    configuration calls it; ``following`` are a chat's feeds, oldest first. ``due_feeds`` are to be
    asked now, those that waited longest first; ``polled`` stores what came of asking one together
    with what it brought, and returns how many entries were new. ``news`` are entries seen
    after a moment, by feed; ``shared`` are the articles that people sent. ``chats`` are those that
    have a digest or follow a feed.
    """

    async def subscribe(
        self, subscription: Subscription, due: datetime | None, last: datetime | None = None
    ) -> None: ...

    async def unsubscribe(self, chat: Chat, id: str) -> bool: ...

    async def subscriptions(
        self, chat: Chat
    ) -> tuple[tuple[Subscription, datetime | None], ...]: ...

    async def due(self, now: datetime) -> tuple[tuple[Subscription, datetime | None], ...]: ...

    async def follow(
        self, chat: Chat, polled: Polled, title: str, known: Sequence[Entry], named: str = ""
    ) -> bool: ...

    async def chats(self) -> tuple[Chat, ...]: ...

    async def unfollow(self, chat: Chat, url: str) -> bool: ...

    async def following(self, chat: Chat) -> tuple[Followed, ...]: ...

    async def due_feeds(self, now: datetime, limit: int = 500) -> tuple[Polled, ...]: ...

    async def polled(
        self, before: Polled, after: Polled, title: str, brought: Sequence[Entry]
    ) -> int: ...

    async def news(
        self, chat: Chat, since: datetime
    ) -> tuple[tuple[Entry, str, datetime], ...]: ...

    async def shared(self, chat: Chat, since: datetime) -> tuple[Article, ...]: ...


class Jobs(Protocol):
    """Does tasks: in this process, or on any number of machines.

    ``put`` stores a task (see ``Tasks.put``) and lets it be done soon. ``run`` does tasks with
    ``work`` until it is cancelled: at most one per chat at a time, chats in turn, so that one
    that floods does not starve the others; then it takes no more, lets what is under way end
    within a grace period, and hands the rest back. ``work`` ends the task itself
    (``Outbox.put`` with ``done``). What raises a retryable ``BotError`` is done again after a
    growing pause, another error or a deadline that passed a few times more; then the task is
    dead and ``gave_up`` is called with it and the reason. ``again`` has a task that was given up
    done anew, soon; whether there was one. ``settled`` returns when nothing of a chat waits or is
    under way.
    """

    async def put(self, task: Task, showings: Sequence[Showing] = ()) -> bool: ...

    async def run(
        self,
        work: Callable[[Task], Awaitable[None]],
        gave_up: Callable[[Task, Note], Awaitable[None]],
    ) -> None: ...

    async def again(self, key: str) -> bool: ...

    async def cancel(self, chat: Chat) -> tuple[Task, ...]: ...

    async def settled(self, chat: Chat) -> None: ...
