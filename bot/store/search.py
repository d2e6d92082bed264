"""What the archive of a chat is found by, written with it.

A paragraph is kept under the forms of ``bot.language.search``, each as a hash with a secret of the
chat's own. So a form of one chat is never found by another, every frequency is the chat's, and
what an index may still hold of a forgotten chat says nothing: its secret is gone.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from secrets import token_hex
from typing import TypeAlias

from sqlalchemy import Connection, exists, not_, select

from bot.store.database import insert
from bot.store.schema import articles, chat_articles, paragraphs, search_keys, searched

_HASHED = 5  # bytes of a form: 40 bits keep the words of one chat apart

Kept: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
"""The forms of each paragraph of an article, by its place."""


def kept_forms(title: str, language: str, texts: Iterable[tuple[int, str]]) -> Kept:
    """Return what the paragraphs (place, text) of an article are kept under.

    The first is found by the title too, which tells what the article is about.
    """
    from bot.language.search import forms_of  # its word lists take a while to load

    found = []
    for n, (place, said) in enumerate(texts):
        whole = f"{title}\n{said}" if n == 0 and title and title not in said else said
        found.append((place, forms_of(whole, language)))
    return tuple(found)


def write(c: Connection, chat: int, article: int, kept: Kept) -> None:
    """Keep the paragraphs of an article that came into the archive of a chat."""
    secret = make_secret(c, chat)
    rows = [
        {
            "chat": chat,
            "article": article,
            "place": place,
            "forms": " ".join(hashed(secret, form) for form in forms),
        }
        for place, forms in kept
    ]
    if rows:
        c.execute(searched.insert(), rows)


def write_missing(c: Connection, chat: int) -> None:
    """Keep those articles of a chat's archive that were not kept for search yet."""
    there = exists().where(
        searched.c.chat == chat_articles.c.chat, searched.c.article == chat_articles.c.article
    )
    query = select(articles.c.n, articles.c.title, articles.c.language).join(chat_articles)
    for row in c.execute(query.where(chat_articles.c.chat == chat, not_(there))).all():
        inside = select(paragraphs.c.n, paragraphs.c.text).where(paragraphs.c.article == row.n)
        texts = [(p.n, p.text) for p in c.execute(inside.order_by(paragraphs.c.n))]
        write(c, chat, row.n, kept_forms(row.title, row.language, texts))


def make_secret(c: Connection, chat: int) -> str:
    """Return the secret of a chat, which is made if there is none."""
    found = _secret_of(c, chat)
    if found is None:
        row = insert(c, search_keys).values(chat=chat, secret=token_hex(16))
        c.execute(row.on_conflict_do_nothing())
        found = _secret_of(c, chat)
        assert found is not None
    return found


def _secret_of(c: Connection, chat: int) -> str | None:
    return c.scalar(select(search_keys.c.secret).where(search_keys.c.chat == chat))


def hashed(secret: str, form: str) -> str:
    """Return a form as a chat keeps it: eight letters and digits."""
    data = form.encode("utf-8", "surrogatepass")
    digest = blake2b(data, key=secret.encode(), digest_size=_HASHED).digest()
    return b32encode(digest).decode().lower()
