"""What the methods do that put messages into chats and change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from bot.testing.telegram import compose
from bot.testing.telegram.chat import Chat
from bot.testing.telegram.ledger import Call, bad_request
from bot.testing.telegram.message import Content, Message, Upload
from bot.testing.telegram.world import World

Method: TypeAlias = Callable[[World, Call], Any]
DELETE_WINDOW: Final = 48 * 3600
CHAT_ACTIONS: Final = (
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
)
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(world: World, call: Call) -> Any:
    """``sendMessage``."""
    text = compose.formatted(world, call.method, call.params)
    preview = call.params.get("link_preview_options")
    return _send(world, call, Content(text, preview=preview))


def send_rich_message(world: World, call: Call) -> Any:
    """``sendRichMessage``."""
    return _send(world, call, Content(rich=compose.rich(world, call.method, call.params)))


def send_document(world: World, call: Call) -> Any:
    """``sendDocument``: with an uploaded file, or the id of one that is known."""
    caption = compose.formatted(
        world,
        call.method,
        call.params,
        field="caption",
        most=compose.MAX_CAPTION,
        may_be_empty=True,
    )
    said = str(call.params["document"])
    upload = world.files.get(said) or uploaded(call, "document")
    if upload is None:
        raise bad_request("wrong remote file identifier specified: wrong string length")
    if not upload.data:
        raise bad_request("file must be non-empty")
    world.keep(upload)
    return _send(world, call, Content(caption, {"document": upload.json()}))


def uploaded(call: Call, field: str) -> Upload | None:
    """Return the file that came with a call, directly or as attach://name."""
    said = str(call.params.get(field, ""))
    data = call.files.get(said.removeprefix("attach://") if said.startswith("attach://") else field)
    name = said.removeprefix("attach://")
    return None if data is None else Upload(call.names.get(name, name or field), data)


def _send(world: World, call: Call, content: Content) -> dict[str, Any]:
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    markup = compose.keyboard(world, call.method, call.params, chat)
    reply_to = compose.reply_target(call.params, chat)
    thread = compose.thread(call.params, chat, reply_to)
    whole = Content(content.formatted, content.media, content.rich, markup, content.preview)
    message = chat.post(whole, reply_to=reply_to, thread=thread)
    message.force_reply = compose.force_reply(world, call.method, call.params)
    chat.drafts.clear()
    return message.json()


def edit_message_text(world: World, call: Call) -> Any:
    """``editMessageText``: a text, or a rich message in its place."""
    params = call.params
    if "rich_message" in params and params.get("text"):
        raise bad_request("only one of text and rich_message may be specified")
    content = (
        Content(rich=compose.rich(world, call.method, params))
        if "rich_message" in params
        else Content(
            compose.formatted(world, call.method, params),
            preview=params.get("link_preview_options"),
        )
    )
    return _edit(world, call, lambda old: content)


def edit_message_caption(world: World, call: Call) -> Any:
    """``editMessageCaption``."""
    caption = compose.formatted(
        world,
        call.method,
        call.params,
        field="caption",
        most=compose.MAX_CAPTION,
        may_be_empty=True,
    )
    return _edit(world, call, lambda old: Content(caption, old.media))


def edit_message_reply_markup(world: World, call: Call) -> Any:
    """``editMessageReplyMarkup``."""
    return _edit(world, call, lambda old: old)


def _edit(world: World, call: Call, make: Callable[[Content], Content]) -> Any:
    params = call.params
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if not params.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat(params["chat_id"])
    chat.check_access(write=False)
    markup = compose.keyboard(world, call.method, params, chat)
    message = chat.message(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    blocked = chat.type == "private" and chat.bot_status == "kicked"
    fixed = message.force_reply is not None  # only with an inline keyboard, or with none
    if not message.by_bot or fixed or chat.migrated_to is not None or blocked:
        raise bad_request("message can't be edited")
    old, new = message.content, make(message.content)
    if bool(old.media) != bool(new.media):
        raise bad_request(
            f"there is no {'text' if old.media else 'caption'} in the message to edit"
        )
    content = Content(new.formatted, new.media, new.rich, markup, new.preview)
    if _shown(content) == _shown(old):
        raise bad_request(NOT_MODIFIED)
    marks = _shown(content, markup=False) != _shown(old, markup=False)
    message.change(content, world.now(), marks=marks)
    return message.json()


def _shown(content: Content, *, markup: bool = True) -> Mapping[str, Any]:
    said = content.json()
    said.pop("link_preview_options", None)
    if not markup:
        said.pop("reply_markup", None)
    return said


def delete_message(world: World, call: Call) -> Any:
    """``deleteMessage``: the bot's own, and in private chats anybody's, for 48 hours."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    message = chat.message(call.params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, chat, message)
    return True


def delete_messages(world: World, call: Call) -> Any:
    """``deleteMessages``: those that are not there are skipped."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    ids = call.params["message_ids"]
    if not 1 <= len(ids) <= 100:
        raise bad_request("there must be from 1 to 100 messages to delete")
    for message in filter(None, map(chat.message, ids)):
        _delete(world, chat, message)
    return True


def _delete(world: World, chat: Chat, message: Message) -> None:
    allowed = message.by_bot or chat.type == "private" or chat.bot_status == "administrator"
    if not allowed or world.now() - message.date >= DELETE_WINDOW:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True


def copy_message(world: World, call: Call) -> Any:
    """``copyMessage``: the same content as a message of the bot's own."""
    return {"message_id": _again(world, call)["message_id"]}


def forward_message(world: World, call: Call) -> Any:
    """``forwardMessage``."""
    return _again(world, call)


def _again(world: World, call: Call) -> dict[str, Any]:
    source = world.chat(call.params["from_chat_id"])
    message = source.message(call.params["message_id"])
    if message is None:
        raise bad_request(f"message to {call.method.removesuffix('Message')} not found")
    return _send(world, call, Content(message.content.formatted, message.content.media))


def send_message_draft(world: World, call: Call) -> Any:
    """``sendMessageDraft``: shown for half a minute, in private chats only."""
    text = compose.formatted(world, call.method, call.params, may_be_empty=True)
    return _draft(world, call, Content(text))


def send_rich_message_draft(world: World, call: Call) -> Any:
    """``sendRichMessageDraft``."""
    return _draft(world, call, Content(rich=compose.rich(world, call.method, call.params)))


def _draft(world: World, call: Call, content: Content) -> bool:
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    if chat.type != "private":
        raise bad_request("drafts can be sent in private chats only")
    if call.params["draft_id"] == 0:
        raise bad_request("draft identifier must be non-zero")
    chat.drafts[call.params["draft_id"]] = content
    return True


def send_chat_action(world: World, call: Call) -> Any:
    """``sendChatAction``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    if call.params["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append((world.now(), call.params["action"]))
    return True


def pin_chat_message(world: World, call: Call) -> Any:
    """``pinChatMessage``: in groups for administrators."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    if chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = chat.message(call.params["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    if message not in chat.pinned:
        chat.pinned.append(message)
    return True


def unpin_chat_message(world: World, call: Call) -> Any:
    """``unpinChatMessage``: one message, or the newest."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    id = call.params.get("message_id")
    found = [m for m in chat.pinned if id in (None, m.id)]
    if not found:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(found[-1])
    return True


def set_message_reaction(world: World, call: Call) -> Any:
    """``setMessageReaction``."""
    chat = world.chat(call.params["chat_id"])
    chat.check_access()
    if chat.message(call.params["message_id"]) is None:
        raise bad_request("message to react not found")
    chat.reactions[call.params["message_id"]] = call.params.get("reaction") or []
    return True


METHODS: Final[Mapping[str, Method]] = {
    "sendMessage": send_message,
    "sendRichMessage": send_rich_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendMessageDraft": send_message_draft,
    "sendRichMessageDraft": send_rich_message_draft,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "setMessageReaction": set_message_reaction,
}
