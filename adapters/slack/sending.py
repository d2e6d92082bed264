"""Posts on their way to people: in the channel, to one person alone, into a modal, as an edit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import structlog

from adapters.slack import spots
from adapters.slack.buttons import below, decision
from adapters.slack.intake import OWN_COMMANDS
from adapters.slack.look import OURS, context, typed
from adapters.slack.nouns import Means
from adapters.slack.outgoing import Outgoing
from adapters.slack.parts import Part, parts
from adapters.slack.spots import STAMP, Spot
from adapters.slack.web import Web
from adapters.slack.words import Json
from bot.model import BlockKind, Chat, MenuEntry, Message, Place, Post
from bot.ports import Seal, Trail
from bot.traffic.faults import MutedError, RefusedError, UnclearError
from bot.traffic.limiter import Wait
from prompts import languages
from prompts import text as say

log = structlog.get_logger()

RESPONSES = 4  # of the five answers that a response address takes
REMEMBERED = 5000  # occasions: a response address lives for thirty minutes
PATIENCE = 5.0  # seconds of a pause that a post waits out; of a longer one it is told


@dataclass(slots=True)
class Occasion:
    """How a message came, while this process remembers it.

    ``sink``: posts that are shown elsewhere; ``answers``: how many its response address took;
    ``told``: whether its person knows that the channel is closed to us.
    """

    means: Means
    sink: list[Post] | None = None
    answers: int = 0
    told: bool = False


class Sender:
    """Sends posts. ``preview``: briefs go to their asker first."""

    def __init__(
        self, web: Web, seal: Seal, preview: bool, interface: str, menu: Sequence[MenuEntry] = ()
    ) -> None:
        self.web = web
        self.seal = seal
        self._occasions: dict[tuple[Chat, str], Occasion] = {}  # by the message that is answered
        self._preview = preview
        self._menu = menu
        self._interface = interface

    def occasion(self, message: Message, means: Means, *, sink: bool = False) -> Occasion:
        """Remember how a message came; with ``sink`` its answers are collected there."""
        made = Occasion(means, [] if sink else None)
        if sink or means.response_url:
            self._occasions[message.chat, message.id] = made
        while len(self._occasions) > REMEMBERED:
            del self._occasions[next(iter(self._occasions))]
        return made

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Let the messages of ``trail`` show a post (``bot.ports.Adapter``)."""
        at = spots.spot(place.chat.id, trail.ids)
        began = asyncio.get_running_loop().time()
        stage = post is not None and post.passing and bool(at.ids)
        wait = Wait(began, spare=True) if stage else Wait(began, PATIENCE)
        out = Outgoing(self.web, place.chat.id, trail, at, wait)
        if post is None:
            await out.take_away()
            return
        post = self.spoken(post)
        try:
            await self._show(place, post, out)
        except MutedError:
            await self._closed(place, self.language(post))
            raise

    @cached_property
    def _named(self) -> tuple[str, ...]:
        return tuple(name for entry in self._menu for name in (entry.name, *entry.also))

    def spoken(self, post: Post) -> Post:
        """Return a post that names commands as people type them here."""
        kinds = tuple(BlockKind) if post.quiet else OURS  # help and errors are ours throughout
        blocks = (typed(block, self._named, OWN_COMMANDS, kinds) for block in post.blocks)
        return replace(post, blocks=tuple(blocks))

    async def _show(self, place: Place, post: Post, out: Outgoing) -> None:
        occasion = self._occasions.get((place.chat, place.answers or ""))
        answer = not post.passing and not _is_brief(post)
        if post.file is not None:
            answers = place.answers if place.answers and STAMP.match(place.answers) else None
            direct = place.chat.id.startswith("D")
            thread = place.thread or (None if direct else answers)
            out.at = out.at if out.at.ids else Spot(place.chat.id, thread=thread)
            await out.attach(post.file, self._parts(post, place.chat)[0].text)
        elif out.at.ids:
            await self._again(place, post, out)
        elif answer and occasion is not None and occasion.sink is not None:
            occasion.sink.append(post)
        elif post.quiet or (answer and _privately(place)):
            await self._alone(place, post, out, occasion)
        else:
            await self._new(place, post, out)

    async def _again(self, place: Place, post: Post, out: Outgoing) -> None:
        if post.passing:
            await out.stage(self._parts(post, place.chat)[0])
            return
        at = out.at
        previewed = at.channel != place.chat.id
        if previewed and place.user is None:  # it is for everybody now
            was = tuple(f"{at.channel}/{id}" for id in at.ids)
            out.at = Spot(place.chat.id, thread=place.thread, was=was)
        elif previewed:
            await out.show(self._previewed(post, place, at.channel))
            return
        await out.show(self._parts(post, place.chat))
        await out.publish(self._line("slack.published", self.language(post)))

    async def _new(self, place: Place, post: Post, out: Outgoing) -> None:
        channel, thread = place.chat.id, place.thread
        direct = channel.startswith("D")
        answers = place.answers if place.answers and STAMP.match(place.answers) else None
        made = self._parts(post, place.chat)
        brief = post.passing or _is_brief(post)
        if brief and self._preview and not direct and place.user:
            channel, thread = await self.direct(place.user), None
            made = self._previewed(post, place, channel)
        elif not brief and not direct:
            thread = thread or answers
        out.at, out.since = Spot(channel, thread=thread), answers
        await out.show(made)

    async def direct(self, user: str) -> str:
        """Return the channel of direct messages with a person; raises a ``CallError``."""
        try:
            answer = await self.web.repeat(
                "conversations.open", Wait(patience=PATIENCE), users=user
            )
        except MutedError as error:
            raise RefusedError(error.name) from error  # the person's, not the channel's fault
        return str(answer["channel"]["id"])

    # --- what a post is made of --------------------------------------------

    def _parts(self, post: Post, chat: Chat, user: str | None = None) -> tuple[Part, ...]:
        language = self.language(post)
        return parts(post, below(post, self.seal, chat, language, user), language)

    def _previewed(self, post: Post, place: Place, channel: str) -> tuple[Part, ...]:
        """Return a brief with the question whether it is to be published; others as they are."""
        language = self.language(post)
        if not _is_brief(post):
            return parts(post, (), language)
        target = f"{place.chat.id} {place.thread or ''}".strip()
        sealed = self.seal.sign(target, Chat(place.chat.platform, channel))
        ask = [context(say("slack.preview", language), language), *decision(sealed, language)]
        return parts(post, ask, language)

    def language(self, post: Post) -> str:
        """Return the reader's language: that of what is said last in a post."""
        spoken = (block.language for block in reversed(post.blocks))
        return next((code for code in spoken if code in languages()), self._interface)

    def _line(self, key: str, language: str) -> Part:
        text = say(key, language)
        return Part(text, (context(text, language),))

    # --- to one person alone -----------------------------------------------

    async def _alone(
        self, place: Place, post: Post, out: Outgoing, occasion: Occasion | None
    ) -> None:
        """Show a post to the person who asked; in a conversation with them it is a message."""
        direct = place.chat.id.startswith("D")
        if (direct and not (occasion and occasion.means.response_url)) or not place.user:
            await self._new(place, post, out)
            return
        for part in self._parts(post, place.chat, place.user)[out.at.alone :]:
            try:
                await self._whisper(place, part, occasion)
            except UnclearError as error:
                if not out.trail.unsure:
                    raise
                log.info("slack answer of unknown fate twice", error=error.name)
            await out.seen()

    async def tell(self, place: Place, means: Means, key: str, language: str) -> None:
        """Say one sentence to the person who did something. Raises ``CallError``."""
        await self._whisper(place, self._line(key, language), Occasion(means))

    async def _whisper(self, place: Place, part: Part, occasion: Occasion | None) -> None:
        if occasion is not None and await self._respond(occasion, part):
            return
        said = {"text": part.text, "blocks": part.blocks or None, "thread_ts": place.thread}
        at = {"channel": place.chat.id, "user": place.user}
        await self.web.call("chat.postEphemeral", Wait(patience=PATIENCE), **at, **said)

    async def _respond(self, occasion: Occasion, part: Part) -> bool:
        if not occasion.means.response_url or occasion.answers >= RESPONSES:
            return False
        occasion.answers += 1
        body: Json = {"text": part.text, "replace_original": False, "response_type": "ephemeral"}
        if part.blocks:
            body["blocks"] = part.blocks
        return await self.web.respond(occasion.means.response_url, body)

    async def _closed(self, place: Place, language: str) -> None:
        """Tell the person who asked, once, that the channel is closed to us."""
        occasion = self._occasions.get((place.chat, place.answers or ""))
        if occasion is not None and not occasion.told:
            occasion.told = True
            from bot.render import plain_post  # it takes a while to import

            post = plain_post([say("slack.not_here", language)], language)
            await self._respond(occasion, self._parts(post, place.chat)[0])

    # --- previews ----------------------------------------------------------

    async def discard(self, channel: str, ts: str, language: str) -> None:
        """Take a preview away, and let its first message say so."""
        answer = await self.web.repeat("conversations.replies", channel=channel, ts=ts, limit=200)
        for message in answer.get("messages") or ():
            if message.get("bot_id") and message.get("ts") != ts:
                await self.web.attempt("chat.delete", channel=channel, ts=message["ts"])
        said = self._line("slack.discarded", language)
        await self.web.attempt(
            "chat.update", channel=channel, ts=ts, text=said.text, blocks=said.blocks
        )


def _privately(place: Place) -> bool:
    """Whether what is answered was for our eyes alone: a command or a button, no message."""
    return place.answers is not None and not STAMP.match(place.answers)


def _is_brief(post: Post) -> bool:
    return any(block.kind is BlockKind.TITLE for block in post.blocks)
