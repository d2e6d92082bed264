"""Pages under links: who gets them, what they may do, and that nothing else is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.errors import ConfigError, StoreError
from bot.page import POLICY
from bot.seal import PAGES, PageLinks
from bot.testing.nouns import make_brief
from bot.web import ADDRESSES, BURST, PER_SECOND, Allowance, address, of_store, serving

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BASE = "https://briefs.example"


class Shelf:
    """A store that has one brief, until it is forgotten."""

    def __init__(self) -> None:
        self.has: Any = make_brief()
        self.broken = False

    async def brief(self, id: str, chat: object = None) -> Any:
        if self.broken:
            raise StoreError(place="here", detail="gone")
        return self.has if self.has and self.has.id == id else None


class Site:
    """Pages that are served, and whoever asks for them."""

    def __init__(self, shelf: Shelf, links: PageLinks, port: int, session: Any) -> None:
        self.shelf = shelf
        self.links = links
        self.now = NOON
        self._port = port
        self._session = session

    def path(self, language: str = "en") -> str:
        return self.links.link(make_brief().id, language).removeprefix(BASE)

    async def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Any, str]:
        url = f"http://127.0.0.1:{self._port}{path}"
        async with self._session.request(method, url, headers=headers) as response:
            return response.status, response.headers, await response.text()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    shelf, made = Shelf(), list[Site]()
    links = PageLinks(BASE, b"key", lambda: made[0].now, 3)
    store: Any = shelf
    async with (
        serving("127.0.0.1", 0, of_store(links, store)) as port,
        aiohttp.ClientSession() as session,
    ):
        made.append(Site(shelf, links, port, session))
        yield made[0]


async def test_a_link_shows_its_brief_with_the_readers_language_first(site: Site) -> None:
    status, headers, body = await site.ask(site.path("en"))
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.startswith("<!doctype html>")
    assert '<html lang="en"' in body
    assert '<html lang="ar"' in (await site.ask(site.path("ar")))[2]


async def test_a_page_may_do_nothing_and_is_kept_nowhere(site: Site) -> None:
    _, headers, _ = await site.ask(site.path())
    assert headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in headers["Cache-Control"]
    assert "Set-Cookie" not in headers
    assert "Python" not in headers["Server"]


async def test_head_is_the_same_without_the_page(site: Site) -> None:
    status, headers, body = await site.ask(site.path(), "HEAD")
    _, whole, page = await site.ask(site.path())
    assert (status, body) == (200, "")
    assert headers["Content-Length"] == whole["Content-Length"] == str(len(page.encode()))


def _wrong(site: Site) -> list[tuple[str, str]]:
    good = site.path()
    token = good.removeprefix(PAGES)
    other = PageLinks(BASE, b"another key", lambda: NOON, 3)
    stranger = other.link(make_brief().id, "en").removeprefix(BASE)
    altered = good[:-1] + ("A" if good[-1] != "A" else "B")
    longer = good.replace("~en~", "~en~f")
    paths = ("/", "/b", "/b/", f"/b/{token}/", f"/{token}", "/b/a/../b", "/robots.txt", "/b/%00~~~")
    made = [("GET", path) for path in (stranger, altered, longer, f"/b/{'~' * 9}", *paths)]
    return [*made, ("POST", good), ("PUT", good), ("OPTIONS", good), ("DELETE", good)]


async def test_whatever_is_no_link_of_ours_is_one_and_the_same_answer(site: Site) -> None:
    answers = [await site.ask(path, method) for method, path in _wrong(site)]
    kinds = {
        (status, body, tuple(sorted((k, v) for k, v in headers.items() if k != "Date")))
        for status, headers, body in answers
    }
    assert len(kinds) == 1
    assert kinds.pop()[:2] == (404, "There is no such page.")


async def test_a_link_ends(site: Site) -> None:
    path = site.path()
    site.now = NOON + timedelta(days=3)
    assert (await site.ask(path))[0] == 200
    site.now = NOON + timedelta(days=3, hours=2)
    assert (await site.ask(path))[0] == 404


async def test_a_brief_that_is_forgotten_is_shown_no_more(site: Site) -> None:
    path = site.path()
    assert (await site.ask(path))[0] == 200
    site.shelf.has = None
    gone, wrong = await site.ask(path), await site.ask("/b/wrong")
    assert gone[0] == wrong[0] == 404
    assert gone[2] == wrong[2]


async def test_a_store_that_is_down_is_said_without_its_name(site: Site) -> None:
    site.shelf.broken = True
    status, headers, body = await site.ask(site.path())
    assert (status, body) == (503, "Not now.")
    assert headers["Content-Security-Policy"]


async def test_who_asks_too_often_waits_and_others_do_not(site: Site) -> None:
    asked = [
        await site.ask("/b/x", **{"X-Forwarded-For": "10.9.9.9, 203.0.113.7"}) for _ in "x" * 40
    ]
    refused = [headers for status, headers, _ in asked if status == 429]
    assert len(refused) >= 40 - BURST - 5
    assert all(int(headers["Retry-After"]) >= 1 for headers in refused)
    assert (await site.ask(site.path(), **{"X-Forwarded-For": "203.0.113.8"}))[0] == 200


def test_an_allowance_fills_again() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    assert [allowance.wait("a") for _ in range(BURST)] == [0.0] * BURST
    assert allowance.wait("a") == pytest.approx(1 / PER_SECOND)
    now[0] = 1 / PER_SECOND
    assert allowance.wait("a") == 0.0
    assert allowance.wait("a") > 0


def test_no_more_addresses_are_remembered_than_there_is_room_for() -> None:
    allowance = Allowance(lambda: 0.0)
    for n in range(ADDRESSES + 500):
        allowance.wait(str(n))
    assert len(allowance._left) == ADDRESSES


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # no proxy of ours
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "no address", "127.0.0.1"),
        ("", "", ""),
    ],
)
def test_who_asks_is_told_by_our_own_proxy_alone(peer: str, forwarded: str, expected: str) -> None:
    assert address(peer, forwarded) == expected


def test_one_network_of_ipv6_is_one_address() -> None:
    assert address("2001:db8::1", "") == address("2001:db8::ffff", "")
    assert address("2001:db8::1", "") != address("2001:db8:0:1::1", "")


async def test_a_port_that_is_taken_is_said() -> None:
    async def nothing(_: str) -> None:
        return None

    async with serving("127.0.0.1", 0, nothing) as port:
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{port}"):
            async with serving("127.0.0.1", port, nothing):
                pass
