"""What a store does with the file that it finds."""

import asyncio
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.errors import StoreCorruptError, StoreError, StoreNewerError, StoreUnreachableError
from bot.model import Chat
from bot.store import SqlStore, migrate, schema
from bot.testing.nouns import make_brief

CHAT = Chat("telegram", "1")

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("chats", recreate="always") as chats:
        chats.add_column(sa.Column("title", sa.Text(), nullable=True))
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "home" / "isnad.db"


async def opened(file):
    store = SqlStore(f"sqlite:///{file}", busy=0.05)
    await store.open()
    return store


async def filled(file):
    store = await opened(file)
    await store.save_brief(make_brief(), CHAT)
    await store.close()


@pytest.fixture
def newer_code(tmp_path, monkeypatch):
    """An Isnad with one more revision than today's."""

    def install(script=NEXT):
        scripts = tmp_path / "scripts"
        shutil.copytree(migrate.SCRIPTS, scripts)
        (scripts / "versions" / "0002_next.py").write_text(script)
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(schema, "HEAD", "0002")

    return install


def version(file):
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT version_num FROM isnad_version").fetchone()[0]


def test_the_newest_script_is_the_version_of_new_stores():
    assert ScriptDirectory(str(migrate.SCRIPTS)).get_heads() == [schema.HEAD]


def test_scripts_from_nothing_make_the_tables_of_a_new_store():
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate._upgrade(connection, "memory")
        options = {
            "version_table": schema.version.name,
            "compare_type": True,
            "include_name": lambda name, kind, _: not (name or "").startswith("search_index"),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


async def test_a_new_store_is_for_its_owner_only(file):
    await filled(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_a_store_is_in_wal_mode(file):
    await filled(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_opening_an_up_to_date_store_does_without_alembic(file):
    await filled(file)
    code = (
        "import asyncio, sys; from bot.store import SqlStore\n"
        "async def main():\n"
        "    store = SqlStore(sys.argv[1]); await store.open(); await store.close()\n"
        "asyncio.run(main()); sys.exit('alembic' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    arguments = ("-c", code, f"sqlite:///{file}")
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=root)
    assert await process.wait() == 0


async def test_an_old_store_is_brought_up_to_date_with_everything_in_it(file, newer_code):
    await filled(file)
    newer_code()
    store = await opened(file)
    assert await store.last_brief(CHAT) == make_brief()
    await store.forget(CHAT)  # foreign keys are enforced again
    assert await store.brief("b1") is None
    await store.close()
    assert version(file) == "0002"


async def test_an_old_store_is_backed_up_first(file, newer_code):
    await filled(file)
    newer_code()
    await (await opened(file)).close()
    copy = file.with_name("isnad.before-0002.db")
    assert version(copy) == "0001"
    assert copy.stat().st_mode & 0o777 == 0o600


async def test_a_backup_is_never_written_over(file, newer_code):
    await filled(file)
    newer_code()
    first = file.with_name("isnad.before-0002.db")
    first.write_text("precious")
    await (await opened(file)).close()
    assert first.read_text() == "precious"
    assert version(file.with_name("isnad.before-0002-2.db")) == "0001"


async def test_a_revision_that_fails_leaves_the_old_store_as_it_was(file, newer_code):
    await filled(file)
    newer_code(NEXT + "    op.execute('INSERT INTO nowhere VALUES (1)')\n")
    with pytest.raises(StoreError):
        await opened(file)
    assert version(file) == "0001"
    with sqlite3.connect(file) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(chats)")]
    assert columns == ["n", "platform", "id", "poster", "leased"]


async def test_a_revision_that_orphans_rows_is_taken_back(file, newer_code):
    await filled(file)
    newer_code(NEXT + "    op.execute('DELETE FROM chats')\n")
    with pytest.raises(StoreCorruptError):
        await opened(file)
    assert version(file) == "0001"


async def test_a_newer_store_is_refused_and_not_touched(file):
    await filled(file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE isnad_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreNewerError) as caught:
        await opened(file)
    assert caught.value.values["place"] == str(file)
    assert file.read_bytes() == before


async def test_another_programs_database_is_refused_and_not_touched(file):
    file.parent.mkdir()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE moz_places (url TEXT)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreCorruptError):
        await opened(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + b"\xff" * 5000, b"hello\n" * 900])
async def test_a_damaged_file_is_refused_and_not_touched(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(StoreCorruptError) as caught:
        await opened(file)
    assert caught.value.values["place"] == str(file)
    assert file.read_bytes() == content


async def test_damage_that_shows_later_is_an_error_of_the_store(file):
    await filled(file)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = connection.execute("SELECT DISTINCT rootpage FROM sqlite_master").fetchall()
    connection.close()
    data = bytearray(file.read_bytes())
    for (page,) in pages:
        if page > 1:
            data[(page - 1) * 4096 : (page - 1) * 4096 + 200] = b"\xff" * 200
    file.write_bytes(data)
    with pytest.raises(StoreCorruptError):
        store = await opened(file)
        await store.last_brief(CHAT)


async def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path):
    (tmp_path / "home").write_text("a file, not a folder")
    with pytest.raises(StoreUnreachableError):
        await opened(tmp_path / "home" / "isnad.db")


async def test_a_folder_in_place_of_the_file_is_an_error_of_the_store(file):
    file.mkdir(parents=True)
    with pytest.raises(StoreUnreachableError):
        await opened(file)
