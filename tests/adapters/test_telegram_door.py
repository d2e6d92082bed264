"""The port to which Telegram posts: who may, and how that is compared."""

import hmac
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.telegram import listening
from adapters.telegram.listening import HEADER, Door

SECRET = "the-secret-of-this-door"


@pytest.mark.parametrize(
    ("given", "status"),
    [(SECRET, 200), ("", 403), ("the-secret-of-this-doom", 403), (SECRET + "\udcff", 403)],
)
async def test_the_secret_is_compared_in_constant_time(
    monkeypatch: pytest.MonkeyPatch, given: str, status: int
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def spy(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(listening, "hmac", SimpleNamespace(compare_digest=spy))

    class Intake:
        async def take(self, updates: object) -> None:
            assert status == 200, "read although it was refused"

    async def read() -> bytes:
        return b"{}"

    nothing: Any = None
    door = Door(nothing, Intake(), "https://isnad.example/hook", "", 0, SECRET)  # type: ignore[arg-type]
    request: Any = SimpleNamespace(headers={HEADER: given} if given else {}, read=read)
    assert (await door._post(request)).status == status
    assert [other for _, other in compared] == [SECRET.encode()]
