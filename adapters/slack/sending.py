"""Posts on their way to people: in the channel, to one person alone, into a modal, as an edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from adapters.slack.buttons import below, decision
from adapters.slack.faults import CallError, StoppedError
from adapters.slack.intake import OWN_COMMANDS
from adapters.slack.look import OURS, context, typed
from adapters.slack.nouns import Means
from adapters.slack.outgoing import Outgoing
from adapters.slack.parts import Part, parts
from adapters.slack.people import Memory
from adapters.slack.stages import Stages
from adapters.slack.web import Web
from adapters.slack.words import Json
from bot.model import Action, BlockKind, Chat, MenuEntry, Place, Post, Ref
from bot.ports import Seal
from prompts import languages
from prompts import text as say

log = structlog.get_logger()

STAMP = re.compile(r"\d+\.\d+\Z", re.ASCII)  # a message's id; commands and buttons have none
RESPONSES = 4  # of the five answers that a response address takes


@dataclass(slots=True)
class Occasion:
    """How a message that is being handled came, and (``sink``) posts that are shown elsewhere."""

    means: Means
    sink: list[Post] | None = None
    answers: int = 0  # that its response address took


@dataclass(frozen=True, slots=True)
class Spot:
    """Messages of ours: the channel, their ids, the thread of somebody else's message."""

    channel: str
    ids: tuple[str, ...]
    thread: str | None = None

    def ref(self, chat: Chat) -> Ref:
        """Return what the house keeps: elsewhere than in the chat, the channel is in the id.

        The root of the thread is one of the messages, so that an answer there finds the brief.
        """
        id = self.ids[0] if self.channel == chat.id else f"{self.channel}/{self.ids[0]}"
        root = (self.thread,) if self.thread else ()
        return Ref(chat, id, (*self.ids[1:], *root), self.thread)


def spot(ref: Ref) -> Spot:
    """Return where a post of ours stands."""
    channel, _, id = ref.id.rpartition("/")
    more = tuple(ts for ts in ref.more if ts != ref.thread)
    return Spot(channel or ref.chat.id, (id, *more), ref.thread)


class Sender:
    """Sends posts. ``preview``: briefs go to their asker first."""

    def __init__(
        self, web: Web, seal: Seal, preview: bool, interface: str, menu: Sequence[MenuEntry] = ()
    ) -> None:
        self.web = web
        self.out = Outgoing(web)
        self.seal = seal
        self.occasions: dict[tuple[Chat, str], Occasion] = {}  # by the message that is answered
        self.threads = Memory()  # of others in which we answered: "channel/ts"
        self.answered = Memory()  # "channel/ts" of a message: the id of our answer
        self.published = Memory()  # id of a preview: "channel ts ts ..." of what became of it
        self._stages = Stages(self._stage)
        self._preview = preview
        self._named = tuple(entry.name for entry in menu)
        self._interface = interface

    async def send(self, place: Place, post: Post, shown: Ref | None = None) -> Ref:
        """Show a post at a place, or in the place of another. Raises ``CallError``."""
        kinds = tuple(BlockKind) if post.quiet else OURS  # help and errors are ours throughout
        blocks = (typed(block, self._named, OWN_COMMANDS, kinds) for block in post.blocks)
        post = replace(post, blocks=tuple(blocks))
        occasion = self.occasions.get((place.chat, place.answers or ""))
        if occasion is not None and occasion.sink is not None and shown is None:
            occasion.sink.append(post)
            return Ref(place.chat, place.answers or "")
        if shown is not None:
            return await self._again(place, post, self._where(shown))
        private = occasion is not None and occasion.means.private
        if post.quiet or (private and not post.passing and not _is_brief(post)):
            return await self.whisper(place, post, occasion)
        return await self._new(place, post)

    def _where(self, ref: Ref) -> Spot:
        """Return where a post stands: a preview that was published stands in its channel."""
        made = self.published.get(ref.id, "").split()
        return Spot(made[0], tuple(made[1:])) if made else spot(ref)

    async def _again(self, place: Place, post: Post, at: Spot) -> Ref:
        if post.passing:
            first, *_ = self._parts(post, place.chat)
            await self._stages.show(at.channel, at.ids[0], first)
            return at.ref(place.chat)
        await self._stages.end(at.channel, at.ids[0])
        previewed = self._preview and at.channel.startswith("D") and at.channel != place.chat.id
        made = self._previewed(post, place, at.channel) if previewed else None
        ids = await self.out.show(
            at.channel, at.thread, made or self._parts(post, place.chat), at.ids
        )
        return self._remember(place, replace(at, ids=ids))

    async def _new(self, place: Place, post: Post) -> Ref:
        channel, thread = place.chat.id, place.thread
        direct = channel.startswith("D")
        made = self._parts(post, place.chat)
        brief = post.passing or _is_brief(post)
        if brief and self._preview and not direct and place.user:
            channel, thread = await self._direct(place.user), None
            made = self._previewed(post, place, channel)
        elif not brief and not direct and place.answers and STAMP.match(place.answers):
            thread = thread or place.answers
        ids = await self.out.show(channel, thread, made)
        return self._remember(place, Spot(channel, ids, thread))

    def _remember(self, place: Place, at: Spot) -> Ref:
        ref = at.ref(place.chat)
        if at.thread:
            self.threads[f"{at.channel}/{at.thread}"] = ref.id
        if place.answers:
            self.answered[f"{place.chat.id}/{place.answers}"] = ref.id
        return ref

    async def _stage(self, channel: str, ts: str, part: Part) -> None:
        said = {"text": part.text, "blocks": part.blocks}
        await self.web.attempt("chat.update", channel=channel, ts=ts, **said)

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
        sealed = self.seal.sign(target, Chat(place.chat.platform, channel), place.user)
        ask = [context(say("slack.preview", language), language), *decision(sealed, language)]
        return parts(post, ask, language)

    def language(self, post: Post) -> str:
        """Return the reader's language: that of what is said last in a post."""
        spoken = (block.language for block in reversed(post.blocks))
        return next((code for code in spoken if code in languages()), self._interface)

    # --- to one person alone -----------------------------------------------

    async def whisper(self, place: Place, post: Post, occasion: Occasion | None = None) -> Ref:
        """Show a post to the person who asked; in a conversation with them it is a message."""
        means = occasion.means if occasion else Means()
        direct = place.chat.id.startswith("D")
        if (direct and not means.response_url) or not place.user:
            return await self._new(place, replace(post, quiet=False))
        for part in self._parts(post, place.chat, place.user):
            if occasion is None or not await self._respond(occasion, part):
                await self._ephemeral(place, part)
        return Ref(place.chat, place.answers or "")

    async def _respond(self, occasion: Occasion, part: Part) -> bool:
        if not occasion.means.response_url or occasion.answers >= RESPONSES:
            return False
        occasion.answers += 1
        body: Json = {"text": part.text, "replace_original": False, "response_type": "ephemeral"}
        if part.blocks:
            body["blocks"] = part.blocks
        return await self.web.respond(occasion.means.response_url, body)

    async def _ephemeral(self, place: Place, part: Part) -> None:
        said = {"text": part.text, "blocks": part.blocks or None, "thread_ts": place.thread}
        await self.web.call("chat.postEphemeral", channel=place.chat.id, user=place.user, **said)

    async def _direct(self, user: str) -> str:
        answer = await self.web.repeat("conversations.open", users=user)
        return str(answer["channel"]["id"])

    # --- previews ----------------------------------------------------------

    async def publish(self, channel: str, ts: str, target: str, language: str) -> bool:
        """Post what stands in a preview to its channel; whether that could be done."""
        said = await self._preview_messages(channel, ts)
        to, _, thread = target.partition(" ")
        made = [Part(str(m.get("text") or "…"), _without_buttons(m)) for m in said]
        if not made:
            return False
        again = below(_usual(language), self.seal, Chat("slack", to), language)
        made[0] = Part(made[0].text, (*made[0].blocks, *again))
        try:
            ids = await self.out.show(to, thread or None, made)
        except StoppedError:
            raise
        except CallError as error:
            log.warning("slack brief not published", error=error.name)
            return False
        self.published[f"{channel}/{ts}"] = " ".join((to, *ids))
        if thread:
            self.threads[f"{to}/{thread}"] = ids[0]
        return True

    async def discard(self, channel: str, ts: str) -> None:
        """Take the further messages of a preview away."""
        for message in (await self._preview_messages(channel, ts))[1:]:
            await self.web.attempt("chat.delete", channel=channel, ts=message["ts"])

    async def settle(self, channel: str, ts: str, key: str, language: str) -> None:
        """Let a preview say what was decided in place of its buttons."""
        line = context(say(key, language), language)
        text = say(key, language)
        await self.web.attempt("chat.update", channel=channel, ts=ts, text=text, blocks=[line])

    async def _preview_messages(self, channel: str, ts: str) -> list[Json]:
        answer = await self.web.attempt("conversations.replies", channel=channel, ts=ts, limit=200)
        return [m for m in (answer or {}).get("messages") or () if m.get("bot_id")]


def _usual(language: str) -> Post:
    """Return the buttons of a brief that any chat has."""
    labels = {"/sources": "action.sources", "/retry": "action.retry"}
    return Post((), actions=tuple(Action(say(key, language), c) for c, key in labels.items()))


def _is_brief(post: Post) -> bool:
    return any(block.kind is BlockKind.TITLE for block in post.blocks)


def _without_buttons(message: Json) -> tuple[Json, ...]:
    """Return the blocks of a message but its buttons, and what is said above them."""
    blocks = [{k: v for k, v in b.items() if k != "block_id"} for b in message.get("blocks") or ()]
    at = next((n for n, block in enumerate(blocks) if block.get("type") == "actions"), None)
    return tuple(blocks if at is None else blocks[: at - 1])
