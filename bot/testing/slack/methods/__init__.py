"""The methods of the Web API, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.testing.slack.ledger import Json
from bot.testing.slack.methods import chat, conversations, files, rest, streams, views
from bot.testing.slack.world import World

Method: TypeAlias = Callable[[World, Json], Json]

METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "api.test": rest.api_test,
        "auth.test": rest.auth_test,
        "team.info": rest.team_info,
        "bots.info": rest.bots_info,
        "users.info": rest.users_info,
        "users.conversations": conversations.mine,
        "chat.postMessage": chat.post,
        "chat.postEphemeral": chat.post_ephemeral,
        "chat.update": chat.update,
        "chat.delete": chat.delete,
        "chat.getPermalink": chat.permalink,
        "chat.startStream": streams.start,
        "chat.appendStream": streams.append,
        "chat.stopStream": streams.stop,
        "conversations.info": conversations.info,
        "conversations.members": conversations.members,
        "conversations.history": conversations.history,
        "conversations.replies": conversations.replies,
        "conversations.open": conversations.open_room,
        "views.open": views.open_view,
        "views.push": views.push,
        "views.update": views.update,
        "views.publish": views.publish,
        "files.getUploadURLExternal": files.upload_url,
        "files.completeUploadExternal": files.complete,
        "files.info": files.info,
        "reactions.add": rest.react,
        "assistant.threads.setStatus": rest.set_status,
        "assistant.threads.setSuggestedPrompts": rest.set_prompts,
        "assistant.threads.setTitle": rest.set_title,
        "apps.manifest.validate": rest.validate_manifest,
    }
)
