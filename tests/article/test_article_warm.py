"""Processes that are started ahead are the ones that read."""

from bot.article import Reader
from bot.testing.pages import NOW, article


async def test_what_was_warmed_reads_and_is_ended() -> None:
    reader = Reader(workers=2)
    await reader.warm(5)
    warmed = list(reader._workers._idle)
    assert len(warmed) == 2
    assert (await reader.read(article().encode(), "https://a.example/x", None, NOW)).article
    assert {worker.process.pid for worker in reader._workers._idle} == {
        worker.process.pid for worker in warmed
    }
    await reader.close()
    assert all(worker.process.returncode is not None for worker in warmed)


async def test_one_document_warms_one_process() -> None:
    reader = Reader(workers=2)
    await reader.warm(1)
    assert len(reader._workers._idle) == 1
    await reader.close()
