"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ValidationError

from bot.errors import BrokenFeedError, NotAFeedError
from bot.feeds.raw import MOST, RawEntry, RawFeed

VERSION: Final = ("https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1")


def _text(value: object) -> str:
    """Take text and numbers; anything else counts as missing, so that the rest can be read."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


Text = Annotated[str, BeforeValidator(_text)]
Objects = Annotated[list[Any], BeforeValidator(_list)]


class _Author(BaseModel):
    name: Text = ""


class _Item(BaseModel):
    id: Text = ""
    url: Text = ""
    external_url: Text = ""
    title: Text = ""
    summary: Text = ""
    content_text: Text = ""
    content_html: Text = ""
    date_published: Text = ""
    date_modified: Text = ""
    language: Text = ""
    authors: Objects = []
    author: Any = None  # version 1.0


class _Document(BaseModel):
    version: Text = ""
    title: Text = ""
    home_page_url: Text = ""
    language: Text = ""
    items: Objects = []
    expired: Any = False


def looks_like(text: str) -> bool:
    """Whether a document is JSON and not markup."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read(text: str, source: str) -> RawFeed:
    """Read a JSON feed; items that are no objects are left out.

    Raises ``NotAFeedError`` for other JSON, ``BrokenFeedError`` for what is none.
    """
    try:
        document = _Document.model_validate(json.loads(text.lstrip("\ufeff")))
    except ValidationError as error:
        raise NotAFeedError(source=source) from error
    except (ValueError, RecursionError) as error:
        raise BrokenFeedError(source=source) from error
    if not document.version.startswith(VERSION):
        raise NotAFeedError(source=source)
    items = [item for item in document.items if isinstance(item, dict)][:MOST]
    return RawFeed(
        document.title,
        document.home_page_url,
        document.language,
        tuple(_entry(_Item.model_validate(item)) for item in items),
        finished=document.expired is True,
    )


def _entry(item: _Item) -> RawEntry:
    return RawEntry(
        item.id,
        item.url or item.external_url,
        item.title,
        (item.summary, item.content_html, _escaped(item.content_text)),
        (item.date_published, item.date_modified),
        ", ".join(filter(None, map(_name, item.authors or [item.author]))),
        item.language,
    )


def _name(author: object) -> str:
    return _Author.model_validate(author).name if isinstance(author, dict) else ""


def _escaped(text: str) -> str:
    """Protect plain text from being read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
