"""Isnad as a process of its own, killed while people wait for their briefs."""

import asyncio

import pytest

from bot.failpoint import Point, arm, reached
from bot.testing.hurried import Hurried
from bot.testing.kill import Life, Plot, Scene, Seen

KILLS = {
    "telegram": (Life(Point.ANSWER_KEPT), Life(Point.CALLED, 3), Life(asked=True)),
    "slack": (Life(Point.BRIEF_SAVED), Life(Point.CALLED, 2)),
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Seen, Seen]]:
    """What people saw on each platform where nothing was killed, and where something was."""

    async def one(isnad: Hurried, platform: str, *lives: Life) -> Seen:
        folder = tmp_path_factory.mktemp(platform)
        url = f"sqlite:///{folder / 'isnad.db'}"
        async with Scene(isnad, platform, url, folder, Plot(people=1, length=1)) as scene:
            return await scene.play(*lives)

    async def all() -> dict[str, tuple[Seen, Seen]]:
        async with Hurried() as isnad:
            return {p: (await one(isnad, p), await one(isnad, p, *KILLS[p])) for p in KILLS}

    return asyncio.run(all())


@pytest.mark.parametrize("platform", KILLS)
def test_who_is_killed_again_and_again_loses_and_doubles_nothing(
    platform: str, played: dict[str, tuple[Seen, Seen]]
) -> None:
    calm, killed = played[platform]
    assert killed.died == len(KILLS[platform])
    assert any(calm.shown.values())
    assert (killed.shown, killed.ever) == (calm.shown, calm.ever)
    assert killed.wrong == calm.wrong == ()
    assert killed.calls <= calm.calls + 1


def test_a_moment_kills_at_the_time_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr("os.kill", lambda pid, number: killed.append(number))
    arm("called:2")
    reached(Point.CALLED)
    reached(Point.KEPT)
    assert not killed
    reached(Point.CALLED)
    assert len(killed) == 1
    arm("")
    reached(Point.CALLED)
    assert len(killed) == 1


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="lunch"):
        arm("lunch")
