"""Random updates of every kind, made from the description of the API.

    for update in updates(seed=7, n=500):
        telegram.Update.de_json(update, bot)

Each is valid by Bot API 10.1 (``api.misfits`` finds nothing), with random optional fields. With
``strange`` some carry what a later version might: fields, kinds and types that nobody knows yet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from bot.testing.telegram import api
from bot.testing.telegram.api import ARRAY, Field, Kind
from bot.testing.telegram.entities import units
from bot.testing.telegram.queue import all_kinds

DEPTH: Final = 5
NOW: Final = 1_795_000_000
TEXTS: Final = (
    "https://example.com/news/1 and https://example.org/ar/2",
    "/brief@isnad_bot https://example.com/a",
    "قال الوزير إن ٢٥٪ من القرى بلا ماء https://example.net/خبر",
    "/ask what happened in the port?",
    "👩‍👩‍👧‍👦 family, \u2067نص\u2069 and \u202etrick",
    "a\u0000b\ufeffc\u200f",
    "x" * 4096,
    ".",
    "@isnad_bot https://t.me/c/1/2",
)
WORDS: Final = ("Amina", "أمينة", "x", "نور الدين", "Z̷alg̈o", "0", "🙂", "a_b")
CONTENT: Final = (
    *("text", "rich_message", "animation", "audio", "document", "photo", "sticker", "story"),
    *("video", "video_note", "voice", "checklist", "contact", "dice", "game", "poll", "venue"),
    *("location", "paid_media", "live_photo", "new_chat_members", "left_chat_member", "invoice"),
    *("new_chat_title", "new_chat_photo", "pinned_message", "migrate_to_chat_id", "giveaway"),
    *("successful_payment", "forum_topic_created", "web_app_data", "video_chat_started"),
    *("users_shared", "chat_shared", "gift", "unique_gift", "boost_added", "passport_data"),
    *("forum_topic_closed", "giveaway_winners", "chat_background_set", "write_access_allowed"),
)
CAPTIONED: Final = ("animation", "audio", "document", "photo", "video", "voice", "paid_media")
AROUND: Final = (
    *("message_thread_id", "sender_chat", "forward_origin", "is_topic_message", "edit_date"),
    *("reply_to_message", "external_reply", "quote", "via_bot", "has_protected_content"),
    *("media_group_id", "author_signature", "link_preview_options", "reply_markup", "effect_id"),
    *("is_automatic_forward", "sender_boost_count", "business_connection_id", "reply_to_story"),
)


def updates(seed: int, n: int, *, strange: float = 0.0) -> Iterator[dict[str, Any]]:
    """Yield ``n`` updates, the kinds in turn; ``strange`` is the share from a later version."""
    maker = _Maker(random.Random(seed))  # noqa: S311 - nothing here is a secret
    kinds = all_kinds()
    fields = api.types()["Update"].fields
    for i in range(n):
        kind = kinds[i % len(kinds)]
        update = {"update_id": 10_000 + i, kind: maker.value(fields[kind].types[0], 0, kind)}
        yield maker.stranger(update, kind) if maker.random.random() < strange else update


class _Maker:
    def __init__(self, random_: random.Random) -> None:
        self.random = random_

    def stranger(self, update: dict[str, Any], kind: str) -> dict[str, Any]:
        """Return an update as a later version of the API might send it."""
        turn = self.random.randrange(4)
        if turn == 0:
            return {"update_id": update["update_id"], "dream_shared": {"id": 1, "from": None}}
        said = update[kind]
        if turn == 1:
            said["hologram"] = {"type": "hologram", "parts": [[1, None], {}]}
        elif turn == 2 and "entities" in said:
            said["entities"].append({"type": "scent", "offset": 0, "length": 1, "note": "rose"})
        elif "chat" in said:
            said["chat"] |= {"type": "assembly"}
        return update

    def value(self, kind: str, depth: int, name: str) -> Any:
        """Return a random value of a type."""
        if kind.startswith(ARRAY):
            inner = kind.removeprefix(ARRAY)
            count = self.random.randint(1, 3) if depth < DEPTH else 1
            return [self.value(inner, depth + 1, name) for _ in range(count)]
        known = api.types().get(kind)
        if known is None:
            return self.plain(kind, name)
        if known.subtypes:
            return self.value(self.subtype(known, depth), depth + 1, name)
        if kind == "Message":
            return self.message(known, depth)
        return self.object(known, depth)

    def object(self, kind: Kind, depth: int) -> dict[str, Any]:
        """Return an object with all that is required and some of the rest."""
        chance = 0.5 if depth < 2 else 0.2 if depth < DEPTH else 0.0
        made = {
            field.name: self.field(field, depth)
            for field in kind.fields.values()
            if field.required or self.random.random() < chance
        }
        if kind.name == "Chat":
            made["id"] = self.chat_id(made["type"])
        if kind.name == "InaccessibleMessage":
            made["date"] = 0
        return made

    def field(self, field: Field, depth: int) -> Any:
        if field.values and field.types == ("String",):
            return self.random.choice(field.values)
        return self.value(self.random.choice(field.types), depth + 1, field.name)

    def message(self, kind: Kind, depth: int) -> dict[str, Any]:
        """Return a message with one content, and a few of the fields around it."""
        content = self.random.choice(CONTENT) if depth < DEPTH - 1 else "text"
        around = [name for name in AROUND if self.random.random() < (0.25 if depth < 2 else 0.05)]
        wanted = ["message_id", "date", "chat", "from", content, *around]
        made = {name: self.field(kind.fields[name], depth) for name in wanted}
        if content == "text":
            made |= self.text("text", "entities")
        elif content in CAPTIONED and self.random.random() < 0.5:
            made |= self.text("caption", "caption_entities")
        return made

    def text(self, text: str, entities: str) -> dict[str, Any]:
        """Return a text with entities that lie within it."""
        said = self.random.choice(TEXTS)
        end = units(said)
        made = []
        for _ in range(self.random.randint(0, 3)):
            offset = self.random.randrange(end)
            length = self.random.randint(1, end - offset)
            kind = api.types()["MessageEntity"]
            entity = {"type": self.random.choice(kind.fields["type"].values)}
            entity |= {"offset": offset, "length": length}  # type: ignore[dict-item]
            if entity["type"] == "text_link":
                entity["url"] = "https://example.com/x?y=1"
            if entity["type"] == "text_mention":
                entity["user"] = self.value("User", DEPTH, "user")
            made.append(entity)
        return {text: said} | ({entities: made} if made else {})

    def subtype(self, kind: Kind, depth: int) -> str:
        """Return one of the types that a type stands for; deep down, the simplest."""
        if depth < DEPTH:
            return self.random.choice(kind.subtypes)
        if "String" in kind.subtypes:
            return "String"
        known = api.types()
        return min(
            (s for s in kind.subtypes if s in known),
            key=lambda s: sum(f.required for f in known[s].fields.values()),
        )

    def plain(self, kind: str, name: str) -> Any:
        if kind == "Boolean":
            return True if name.startswith("is_") else self.random.random() < 0.8
        if kind == "Float":
            return round(self.random.uniform(-90, 90), 4)
        if kind == "Integer":
            return self.integer(name)
        if "url" in name:
            return "https://example.com/x"
        return self.random.choice(WORDS)

    def integer(self, name: str) -> int:
        if name.endswith("date") or name.startswith(("unix", "date")):
            return NOW - self.random.randrange(10_000_000)
        if name in ("id", "user_id", "chat_id", "migrate_to_chat_id"):
            return self.random.randrange(1, 2**41)
        return self.random.randrange(1, 100)

    def chat_id(self, kind: str) -> int:
        number = self.random.randrange(1, 2**31)
        return {"private": number, "group": -number}.get(kind, -1_000_000_000_000 - number)
