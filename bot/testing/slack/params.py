"""What parameters of the Web API look like: texts, but for some. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from bot.testing.slack.ledger import Json, SlackError

LISTS: Final = frozenset({"blocks", "attachments"})
LISTS_OF_OBJECTS: Final = frozenset({"prompts", "files", "chunks"})
OBJECTS: Final = frozenset({"metadata", "view"})
ANY: Final = frozenset({"manifest", "loading_messages", "users"})
AS_JSON: Final = LISTS | LISTS_OF_OBJECTS | OBJECTS | {"loading_messages"}
FLAGS: Final = frozenset(
    {"as_user", "include_all_metadata", "include_locale", "include_num_members", "inclusive"}
    | {"link_names", "mrkdwn", "prevent_creation", "reply_broadcast", "return_im"}
    | {"unfurl_links", "unfurl_media"}
)
NUMBERS: Final = frozenset({"limit", "length"})


def read(params: Json) -> Json:
    """Return parameters with the JSON in a form's fields read; ``SlackError``."""
    return {name: _read(name, value) for name, value in params.items() if value is not None}


def misfits(params: Json) -> Iterator[str]:
    """Yield what is of a wrong type, in Slack's words. Blocks have an error of their own."""
    for name, value in params.items():
        if name in LISTS_OF_OBJECTS:
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                yield f"must be an array of objects [json-pointer:/{name}]"
        elif name == "attachments":
            if not isinstance(value, list):
                yield f"must be an array [json-pointer:/{name}]"
        elif name in OBJECTS:
            if not isinstance(value, dict):
                yield f"must be an object [json-pointer:/{name}]"
        elif name in FLAGS or name in NUMBERS:
            if not isinstance(value, str | int):
                wanted = "number" if name in NUMBERS else "boolean"
                yield f"must be a {wanted} [json-pointer:/{name}]"
        elif name not in ANY | LISTS and not isinstance(value, str):
            yield f"must be a string [json-pointer:/{name}]"


def _read(name: str, value: Any) -> Any:
    if name not in AS_JSON or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(
            "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        ) from None
