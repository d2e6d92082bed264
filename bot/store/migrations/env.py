"""Runs the revisions in the transaction that ``bot.store.migrate`` hands over."""

from alembic import context

from bot.store import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    version_table=schema.version.name,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
