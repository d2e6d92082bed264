"""The tables, for SQLite and PostgreSQL alike.

What belongs to a chat hangs on its row in ``chats`` and goes when that row goes; a table that a
later migration adds for a chat does the same, and ``forget`` needs no change for it. Articles
belong to nobody: ``chat_articles`` and ``brief_articles`` say who uses them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from bot.store.types import Instant, Json, Words

HEAD = "0001"
"""The newest revision in ``migrations/versions``; revisions are numbered, so they compare."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

version = Table("isnad_version", MetaData(), Column("version_num", String(32), primary_key=True))


def _within(table: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    """A column for the row of ``table`` that this row cannot outlive."""
    column = {"outbox": "slot"}.get(table, table.removesuffix("s"))
    parent = ForeignKey(f"{table}.n", ondelete="CASCADE")
    return Column(column, Integer, parent, primary_key=key, nullable=null)


chats = Table(
    "chats",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("poster", Words),  # the process that shows its posts, or did so last
    Column("leased", Instant),  # until when nobody else does; NULL: free
    UniqueConstraint("platform", "id"),
)

chat_settings = Table(
    "chat_settings",
    metadata,
    _within("chats", key=True),
    Column("key", Words, primary_key=True),
    Column("value", Json, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("n", Integer, primary_key=True),
    # sha256 of the canonical URL, else of the source as given: URLs are too long for an index
    Column("address", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("canonical", Words, nullable=False),
    Column("outlet", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("author", Words),
    Column("published_day", Date),
    Column("published_at", Words),  # ISO 8601 with the page's own offset
    Column("published_sure", Boolean, nullable=False),
    Column("fetched", Instant, nullable=False),
    Column("language", Words, nullable=False),
    Column("completeness", Words, nullable=False),
    Column("removed", Json, nullable=False),
    UniqueConstraint("address", "digest"),
    Index(None, "digest"),
)

paragraphs = Table(
    "paragraphs",
    metadata,
    Column("row", Integer, primary_key=True),  # one plain number: full-text indexes want it
    _within("articles"),
    Column("n", Integer, nullable=False),
    Column("id", Words, nullable=False),  # "p3", without the story's prefix
    Column("kind", Words, nullable=False),
    Column("text", Words, nullable=False),
    UniqueConstraint("article", "n"),
)

chat_articles = Table(
    "chat_articles",
    metadata,
    _within("chats", key=True),
    _within("articles", key=True),
    Column("added", Instant, nullable=False),
    Index(None, "article"),
)

search_keys = Table(
    "search_keys",
    metadata,
    _within("chats", key=True),
    Column("secret", Words, nullable=False),  # see ``search``
)

searched = Table(
    "searched",
    metadata,
    Column("n", Integer, primary_key=True),  # the newer the higher
    Column("chat", Integer, nullable=False),
    Column("article", Integer, nullable=False),
    Column("place", Integer, nullable=False),  # the paragraph's ``n``
    Column("forms", Text, nullable=False),  # hashed, with spaces between them
    ForeignKeyConstraint(
        ["chat", "article"], ["chat_articles.chat", "chat_articles.article"], ondelete="CASCADE"
    ),
    Index(None, "chat", "article"),
    Index(None, "chat", "n"),
)

# SQLite's full-text index keeps no text, only which row has a form (detail=none)
_FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_index USING fts5(forms, content='searched', content_rowid='n', "
    "detail=none, columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER searched_kept AFTER INSERT ON searched BEGIN "
    "INSERT INTO search_index(rowid, forms) VALUES (new.n, new.forms); END",
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
    "INSERT INTO search_index(search_index, rowid, forms) VALUES ('delete', old.n, old.forms); END",
)
_VECTORS = (
    "ALTER TABLE searched ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(forms, ' '))) STORED",
    "CREATE INDEX ix_searched_vector ON searched USING gin (vector)",
)
for _dialect, _statements in (("sqlite", _FULL_TEXT), ("postgresql", _VECTORS)):
    for _statement in _statements:
        event.listen(searched, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

briefs = Table(
    "briefs",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    _within("chats", null=True),
    Column("created", Instant, nullable=False),
    Column("engine", Words, nullable=False),
    Column("languages", Json, nullable=False),
    Column("headline", Json, nullable=False),
    Column("model", Words),
    Column("prompt", Words),
    Column("payload", LargeBinary, nullable=False),  # the whole brief, as posted
    Index(None, "chat", "created"),
)

brief_articles = Table(
    "brief_articles",
    metadata,
    _within("briefs", key=True),
    _within("articles", key=True),
    Column("id", Words, primary_key=True),  # "a1"; two sources may hold the same text
    Index(None, "article"),
)

answers = Table(
    "answers",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    _within("chats", null=True),
    Column("brief", Words),  # the id of the brief whose sources were asked; NULL: the archive
    Column("created", Instant, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # the whole answer, as posted
    Index(None, "chat", "created"),
)

claims = Table(
    "claims",
    metadata,
    _within("briefs", key=True),
    Column("n", Integer, primary_key=True),
    Column("posted", Boolean, nullable=False),  # else it was dropped
    Column("id", Words),
    Column("section", Words),
    Column("status", Words),
    Column("text", Json, nullable=False),
    Column("label", Words),
    Column("checks", Json, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("brief", Integer, primary_key=True),
    Column("claim", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("check", Words, nullable=False),
    Column("label", Words, nullable=False),
    Column("side", Words),
    Column("reason", Words, nullable=False),  # the note's key
    ForeignKeyConstraint(["brief", "claim"], ["claims.brief", "claims.n"], ondelete="CASCADE"),
)

usage = Table(
    "usage",
    metadata,
    Column("n", Integer, primary_key=True),
    _within("chats", null=True),
    Column("user", Words, nullable=False),  # who asked for it; "": nobody, the clock
    Column("at", Instant, nullable=False),
    Column("model", Words),
    Column("calls", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Index(None, "at"),
    Index(None, "chat"),
)

charges = Table(
    "charges",
    metadata,
    Column("n", Integer, primary_key=True),
    _within("chats"),
    Column("key", Words, unique=True),  # of the task; NULL: of a chat that was forgotten
    Column("piece", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("links", Integer, nullable=False),
    Index(None, "at"),
    Index(None, "chat"),
)

kept = Table(
    "kept",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    _within("chats", null=True),
    Column("at", Instant, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index(None, "chat"),
    Index(None, "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    _within("chats"),
    Column("thread", Words),
    Column("answers", Words),
    Column("user", Words),
    Column("post", LargeBinary),  # the newest version, until it is shown; NULL: to be taken away
    Column("passing", Boolean, nullable=False),
    Column("brief", Words),  # a brief's id
    Column("version", Integer, nullable=False),
    Column("waiting", Boolean, nullable=False),  # the newest version is neither shown nor over
    Column("turn", Integer, nullable=False),  # the order in which what waits was put there
    Column("due", Instant),  # NULL: at once
    Column("tries", Integer, nullable=False),  # of the newest version
    Column("unsure", Boolean, nullable=False),
    Column("owner", Words),  # the process that tried last
    Column("at", Instant, nullable=False),  # when the newest version was put
    Column("ids", Json, nullable=False),  # the messages, in order
    Column("fate", Words),  # of the newest version, once it is over
    Column("reason", Words, nullable=False),
    Index(None, "waiting", "turn"),
    Index(None, "chat", "waiting"),
    Index(None, "turn"),
    Index(None, "fate"),
)

posts = Table(
    "posts",
    metadata,
    _within("chats", key=True),
    Column("id", Words, primary_key=True),  # the message, as its platform names it
    _within("outbox"),  # what it shows; the newest where several posts share a message
    Index(None, "slot"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("platform", Words, primary_key=True),
    Column("scope", Words, primary_key=True),
    Column("until", Instant, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    _within("chats"),
    Column("kind", Words, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # empty once the task is done or cancelled
    Column("asked", Instant, nullable=False),
    Column("state", Words, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("worker", BigInteger),  # who does it, where there are several
    Column("due", Instant),  # NULL: at once
    Column("turn", Integer, nullable=False),  # the order in which tasks were begun
    Column("reason", LargeBinary),  # a note: why it failed last
    Column("ended", Instant),
    Index(None, "state", "chat"),
    Index(None, "chat", "turn"),
    Index(None, "worker"),
    Index(None, "turn"),
    Index(None, "ended"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("n", Integer, primary_key=True),
    _within("chats"),
    Column("id", Words, nullable=False),
    Column("due", Instant),
    Column("payload", Json, nullable=False),
    UniqueConstraint("chat", "id"),
    Index(None, "due"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("address", Words, nullable=False, unique=True),  # sha256 of its URL
    Column("due", Instant),
    Column("payload", Json, nullable=False),
    Index(None, "due"),
)

follows = Table(
    "follows",
    metadata,
    _within("chats", key=True),
    _within("feeds", key=True),
    Column("payload", Json, nullable=False),
    Index(None, "feed"),
)

entries = Table(
    "entries",
    metadata,
    Column("n", Integer, primary_key=True),
    # of a feed, or shared in a chat: one of the two
    _within("feeds", null=True),
    _within("chats", null=True),
    Column("id", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("payload", Json, nullable=False),
    UniqueConstraint("feed", "id"),
    UniqueConstraint("chat", "id"),
    Index(None, "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("event", Words, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # empty once the event is done
    Column("at", Instant, nullable=False),
    Column("done", Boolean, nullable=False),
    UniqueConstraint("platform", "event"),
    Index(None, "platform", "done"),
    Index(None, "at"),
)
