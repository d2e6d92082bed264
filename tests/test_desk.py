"""What a desk says of work that came to nothing."""

from pathlib import Path
from typing import Any

from bot.codec import dump
from bot.desk import Desk, Job
from bot.model import Chat, Message, Note, Showing, Source, SourceKind, Task, TaskKind
from bot.testing.nouns import READ

HERE, NEW = Chat("telegram", "-1"), Chat("telegram", "-1001")


class Outbox:
    """Keeps what is put there."""

    def __init__(self) -> None:
        self.put_there: list[Showing] = []

    async def put(self, showings: list[Showing]) -> None:
        self.put_there += showings


async def test_who_wanted_a_brief_again_is_told_where_the_chat_is_now_that_it_is_given_up() -> None:
    outbox, nothing = Outbox(), Any
    desk = Desk(nothing, nothing, outbox, ("en",), Path(), nothing, nothing)  # type: ignore[arg-type]
    link = Source(SourceKind.LINK, "https://a.example/")
    job = Job(Message(HERE, "7", "amina", "/retry"), (link,), "en", "b1", slot="first")
    task = Task("second", TaskKind.BRIEF, NEW, dump(job), READ)
    await desk.gave_up(task, Note("error.unexpected"))
    (said,) = outbox.put_there
    assert (said.key, said.place.chat) == ("second", NEW)
