"""The first tables: articles, briefs with their claims, chats, paid results."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    _chats()
    _articles()
    _search()
    _briefs()
    _answers()
    _claims()
    _inbox()
    _outbox()
    _tasks()
    _digests()


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("poster", sa.Text(), nullable=True),
        sa.Column("leased", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("n", name="pk_chats"),
        sa.UniqueConstraint("platform", "id", name="uq_chats_platform_id"),
    )
    op.create_table(
        "chat_settings",
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.n"], name="fk_chat_settings_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "key", name="pk_chat_settings"),
    )
    op.create_table(
        "kept",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_kept_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_kept"),
    )
    op.create_index("ix_kept_at", "kept", ["at"])
    op.create_index("ix_kept_chat", "kept", ["chat"])
    op.create_table(
        "charges",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_charges_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_charges"),
        sa.UniqueConstraint("key", name="uq_charges_key"),
    )
    op.create_index("ix_charges_at", "charges", ["at"])
    op.create_index("ix_charges_chat", "charges", ["chat"])


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("published_day", sa.Date(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("published_sure", sa.Boolean(), nullable=False),
        sa.Column("fetched", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_articles"),
        sa.UniqueConstraint("address", "digest", name="uq_articles_address_digest"),
    )
    op.create_index("ix_articles_digest", "articles", ["digest"])
    op.create_table(
        "paragraphs",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.n"], name="fk_paragraphs_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("row", name="pk_paragraphs"),
        sa.UniqueConstraint("article", "n", name="uq_paragraphs_article_n"),
    )
    op.create_table(
        "chat_articles",
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.n"], name="fk_chat_articles_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.n"], name="fk_chat_articles_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "article", name="pk_chat_articles"),
    )
    op.create_index("ix_chat_articles_article", "chat_articles", ["article"])


def _search() -> None:
    op.create_table(
        "search_keys",
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.n"], name="fk_search_keys_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", name="pk_search_keys"),
    )
    op.create_table(
        "searched",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat", "article"],
            ["chat_articles.chat", "chat_articles.article"],
            name="fk_searched_chat_article",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("n", name="pk_searched"),
    )
    op.create_index("ix_searched_chat_article", "searched", ["chat", "article"])
    op.create_index("ix_searched_chat_n", "searched", ["chat", "n"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE searched ADD COLUMN vector tsvector "
            "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(forms, ' '))) STORED"
        )
        op.execute("CREATE INDEX ix_searched_vector ON searched USING gin (vector)")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(forms, content='searched', "
        "content_rowid='n', detail=none, columnsize=0, tokenize='ascii')"
    )
    op.execute(
        "CREATE TRIGGER searched_kept AFTER INSERT ON searched BEGIN "
        "INSERT INTO search_index(rowid, forms) VALUES (new.n, new.forms); END"
    )
    op.execute(
        "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
        "INSERT INTO search_index(search_index, rowid, forms) "
        "VALUES ('delete', old.n, old.forms); END"
    )


def _briefs() -> None:
    op.create_table(
        "briefs",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_briefs_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_briefs"),
        sa.UniqueConstraint("id", name="uq_briefs_id"),
    )
    op.create_index("ix_briefs_chat_created", "briefs", ["chat", "created"])
    op.create_table(
        "brief_articles",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.n"], name="fk_brief_articles_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["brief"], ["briefs.n"], name="fk_brief_articles_brief", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief", "article", "id", name="pk_brief_articles"),
    )
    op.create_index("ix_brief_articles_article", "brief_articles", ["article"])
    op.create_table(
        "usage",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_usage_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_usage"),
    )
    op.create_index("ix_usage_at", "usage", ["at"])
    op.create_index("ix_usage_chat", "usage", ["chat"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.Column("brief", sa.Text(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_answers_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_answers"),
        sa.UniqueConstraint("id", name="uq_answers_id"),
    )
    op.create_index("ix_answers_chat_created", "answers", ["chat", "created"])


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief"], ["briefs.n"], name="fk_claims_brief", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brief", "n", name="pk_claims"),
    )
    op.create_table(
        "findings",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("check", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brief", "claim"],
            ["claims.brief", "claims.n"],
            name="fk_findings_brief_claim",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("brief", "claim", "n", name="pk_findings"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_inbox"),
        sa.UniqueConstraint("platform", "event", name="uq_inbox_platform_event"),
    )
    op.create_index("ix_inbox_platform_done", "inbox", ["platform", "done"])
    op.create_index("ix_inbox_at", "inbox", ["at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("post", sa.LargeBinary(), nullable=True),
        sa.Column("passing", sa.Boolean(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_outbox_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_waiting_turn", "outbox", ["waiting", "turn"])
    op.create_index("ix_outbox_chat_waiting", "outbox", ["chat", "waiting"])
    op.create_index("ix_outbox_turn", "outbox", ["turn"])
    op.create_index("ix_outbox_fate", "outbox", ["fate"])
    op.create_table(
        "posts",
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_posts_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot"], ["outbox.n"], name="fk_posts_slot", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "id", name="pk_posts"),
    )
    op.create_index("ix_posts_slot", "posts", ["slot"])
    op.create_table(
        "pauses",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "scope", name="pk_pauses"),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("worker", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_tasks_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_tasks"),
        sa.UniqueConstraint("key", name="uq_tasks_key"),
    )
    op.create_index("ix_tasks_state_chat", "tasks", ["state", "chat"])
    op.create_index("ix_tasks_chat_turn", "tasks", ["chat", "turn"])
    op.create_index("ix_tasks_worker", "tasks", ["worker"])
    op.create_index("ix_tasks_turn", "tasks", ["turn"])
    op.create_index("ix_tasks_ended", "tasks", ["ended"])


def _digests() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.n"], name="fk_subscriptions_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("n", name="pk_subscriptions"),
        sa.UniqueConstraint("chat", "id", name="uq_subscriptions_chat_id"),
    )
    op.create_index("ix_subscriptions_due", "subscriptions", ["due"])
    op.create_table(
        "feeds",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_feeds"),
        sa.UniqueConstraint("address", name="uq_feeds_address"),
    )
    op.create_index("ix_feeds_due", "feeds", ["due"])
    op.create_table(
        "follows",
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_follows_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["feed"], ["feeds.n"], name="fk_follows_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "feed", name="pk_follows"),
    )
    op.create_index("ix_follows_feed", "follows", ["feed"])
    op.create_table(
        "entries",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=True),
        sa.Column("chat", sa.Integer(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.n"], name="fk_entries_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["feed"], ["feeds.n"], name="fk_entries_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_entries"),
        sa.UniqueConstraint("chat", "id", name="uq_entries_chat_id"),
        sa.UniqueConstraint("feed", "id", name="uq_entries_feed_id"),
    )
    op.create_index("ix_entries_at", "entries", ["at"])
