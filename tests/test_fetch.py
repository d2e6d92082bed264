"""Fetching: pages in, or one problem each; bounded in time and size."""

import asyncio
import gzip
import os
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import structlog.testing

from bot import __version__
from bot.errors import ReadError
from bot.fetch import FEEDS, Fetcher, Page, Validators
from bot.headers import max_age, retry_after
from bot.model import Note, Problem, ProblemKind
from bot.net import proxies
from bot.testing.patience import PATIENCE
from bot.testing.web import Answer, Hit, Web, names

TLS = Path(__file__).parent / "data" / "tls"
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@pytest.fixture
async def fetcher(web: Web) -> AsyncIterator[Fetcher]:
    async with Fetcher(
        [web.host], timeout=PATIENCE, max_bytes=100_000, clock=lambda: NOW
    ) as fetcher:
        yield fetcher


async def problem(fetcher: Fetcher, url: str) -> Problem:
    with pytest.raises(ReadError) as caught:
        await fetcher.fetch(url)
    assert caught.value.problem.source == url
    return caught.value.problem


async def test_a_page_comes_as_it_was_sent(web: Web, fetcher: Fetcher) -> None:
    url = web.bytes("/a", "خبر".encode("windows-1256"), "text/html; charset=windows-1256")
    page = await fetcher.fetch(url + "#part")
    assert page == Page(
        url + "#part", url, 200, "text/html; charset=windows-1256", "خبر".encode("cp1256"), NOW
    )


async def test_we_say_who_we_are_and_nothing_else(web: Web, fetcher: Fetcher) -> None:
    await fetcher.fetch(web.page("/a", "x"))
    headers = web.requests[0].headers
    assert headers["user-agent"] == f"Isnad/{__version__}"
    assert headers.keys() == {"host", "user-agent", "accept", "accept-language", "accept-encoding"}


async def test_a_body_without_content_type_is_still_a_page(web: Web, fetcher: Fetcher) -> None:
    page = await fetcher.fetch(web.bytes("/a", b"x", None))
    assert (page.content_type, page.body) == ("", b"x")


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
async def test_a_packed_page_is_unpacked(
    web: Web, fetcher: Fetcher, name: str, pack: object
) -> None:
    body = pack(b"word " * 1000)  # type: ignore[operator]
    url = web.answer("/a", Answer(headers=[("Content-Encoding", name)], body=body))
    assert (await fetcher.fetch(url)).body == b"word " * 1000


# --- what a site may answer ------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, ProblemKind.NOT_FOUND),
        (410, ProblemKind.NOT_FOUND),
        (401, ProblemKind.REFUSED),
        (403, ProblemKind.REFUSED),
        (451, ProblemKind.REFUSED),
        (429, ProblemKind.UNAVAILABLE),
        (500, ProblemKind.UNAVAILABLE),
        (503, ProblemKind.UNAVAILABLE),
        (304, ProblemKind.UNAVAILABLE),
    ],
)
async def test_a_status_is_a_problem(
    web: Web, fetcher: Fetcher, status: int, kind: ProblemKind
) -> None:
    found = await problem(fetcher, web.status("/a", status))
    assert (found.kind, found.values["status"]) == (kind, status)


async def test_a_site_says_how_long_to_wait(web: Web, fetcher: Fetcher) -> None:
    found = await problem(fetcher, web.status("/a", 429, retry_after="120"))
    assert found.values == {"status": 429, "retry_after": 120}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Sat, 21 Nov 2026 08:05:00 GMT", 300),
        ("Sat, 21 Nov 2026 07:00:00 GMT", 0),
        ("9" * 30, 86400),
        ("-5", None),
        ("١٢", None),
        ("soon", None),
        ("", None),
        ("Mon, 99 Foo 2026 08:00:00 GMT", None),
        ("Sun, 06 Nov 99999999999 08:00:00 GMT", None),
        ("0000000000120", 120),
    ],
)
def test_the_wait_is_read_in_seconds_or_as_a_date(header: str, seconds: int | None) -> None:
    assert retry_after(header, NOW) == seconds


async def test_a_bot_check_is_told_from_a_refusal(web: Web, fetcher: Fetcher) -> None:
    url = web.status("/a", 403, cf_mitigated="challenge")
    assert (await problem(fetcher, url)).kind is ProblemKind.CHALLENGE


async def test_a_film_is_not_read(web: Web, fetcher: Fetcher) -> None:
    headers = [("Content-Type", "video/mp4")]
    url = web.answer("/a", Answer(headers=headers, length=2_000_000_000, hang=True))
    found = await problem(fetcher, url)
    assert (found.kind, found.values) == (ProblemKind.NOT_HTML, {"what": Note("what.video")})


# --- size ------------------------------------------------------------------


async def test_a_length_that_is_too_large_is_not_read(web: Web, fetcher: Fetcher) -> None:
    url = web.answer("/a", Answer(length=2_000_000_000, hang=True))
    found = await problem(fetcher, url)
    assert (found.kind, found.values) == (ProblemKind.TOO_LARGE, {"megabytes": "0.1"})


async def test_an_untold_length_is_counted(web: Web, fetcher: Fetcher) -> None:
    url = web.huge("/a", 1, told=False)
    assert (await problem(fetcher, url)).kind is ProblemKind.TOO_LARGE


async def test_a_bomb_is_stopped(web: Web, fetcher: Fetcher) -> None:
    url = web.bomb("/a")
    assert (await problem(fetcher, url)).kind is ProblemKind.TOO_LARGE


async def test_a_brotli_bomb_is_stopped(web: Web, fetcher: Fetcher) -> None:
    body = brotli.compress(b" " * 20_000_000, quality=1)
    url = web.answer("/a", Answer(headers=[("Content-Encoding", "br")], body=body))
    assert (await problem(fetcher, url)).kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize(
    "encoding", ["gzip, gzip, gzip", "gzip", "br", "deflate", "identity, gzip, br"]
)
async def test_a_body_that_does_not_unpack_is_unreadable(
    web: Web, fetcher: Fetcher, encoding: str
) -> None:
    answer = Answer(headers=[("Content-Encoding", encoding)], body=b"\x01not packed at all")
    assert (await problem(fetcher, web.answer("/a", answer))).kind is ProblemKind.UNREADABLE


# --- time and broken lines -------------------------------------------------


@pytest.mark.parametrize("verb", ["drip", "hang"])
async def test_a_slow_site_runs_into_the_deadline(web: Web, verb: str) -> None:
    url = getattr(web, verb)("/a")
    web.silence = 20.0
    clock = asyncio.get_running_loop().time
    async with Fetcher([web.host], timeout=web.silence) as fetcher:
        started = clock()
        assert (await problem(fetcher, url)).kind is ProblemKind.TIMEOUT
        assert clock() - started < web.silence + PATIENCE


async def test_a_length_that_lies_runs_into_the_deadline(web: Web) -> None:
    url = web.answer("/a", Answer(body=b"x", length=50, hang=True))
    web.silence = 20.0
    async with Fetcher([web.host], timeout=web.silence) as fetcher:
        found = await problem(fetcher, url)
    assert (found.kind, found.values) == (ProblemKind.TIMEOUT, {"seconds": 20})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\1\2 nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    ],
)
async def test_a_broken_answer_is_unavailable(web: Web, fetcher: Fetcher, raw: bytes) -> None:
    found = await problem(fetcher, web.answer("/a", Answer(raw=raw)))
    assert (found.kind, found.values) == (ProblemKind.UNAVAILABLE, {"reason": "connection"})


async def test_long_headers_are_no_problem(web: Web, fetcher: Fetcher) -> None:
    url = web.answer("/a", Answer(headers=[("X", "y" * 60_000)], body=b"x"))
    assert (await fetcher.fetch(url)).body == b"x"


async def test_nobody_listening_is_unavailable(web: Web) -> None:
    async with Web() as gone:
        url, host = gone.page("/a", "x"), gone.host
    async with Fetcher([host]) as fetcher:
        assert (await problem(fetcher, url)).kind is ProblemKind.UNAVAILABLE


# --- redirects -------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(web: Web, fetcher: Fetcher, status: int) -> None:
    web.page("/b", "here")
    page = await fetcher.fetch(web.redirect("/a", "b?q=1", status))
    assert (page.body, page.final_url) == (b"here", web.url("/b?q=1"))


async def test_a_redirect_to_an_arabic_path_is_followed(web: Web, fetcher: Fetcher) -> None:
    web.page("/%D8%AE%D8%A8%D8%B1", "here")
    assert (await fetcher.fetch(web.redirect("/a", "/خبر"))).body == b"here"


async def test_five_redirects_are_followed_and_no_more(web: Web, fetcher: Fetcher) -> None:
    for n in range(6):
        web.redirect(f"/{n}", f"/{n + 1}")
    web.page("/6", "here")
    assert (await fetcher.fetch(web.url("/1"))).body == b"here"
    assert (await problem(fetcher, web.url("/0"))).kind is ProblemKind.REDIRECTS


async def test_a_circle_ends(web: Web, fetcher: Fetcher) -> None:
    assert (await problem(fetcher, web.redirect("/a", "/a"))).kind is ProblemKind.REDIRECTS
    assert web.hits("/a") == 6


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("http://127.0.0.1:22/", ProblemKind.FORBIDDEN_ADDRESS),
        ("http://169.254.169.254/latest/", ProblemKind.FORBIDDEN_ADDRESS),
        ("//10.0.0.1/", ProblemKind.FORBIDDEN_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", ProblemKind.FORBIDDEN_ADDRESS),
        ("http://2130706433/", ProblemKind.FORBIDDEN_ADDRESS),
        ("http://localhost/", ProblemKind.FORBIDDEN_ADDRESS),
        ("file:///etc/passwd", ProblemKind.FORBIDDEN_ADDRESS),
        ("javascript:alert(1)", ProblemKind.FORBIDDEN_ADDRESS),
        ("/\\127.0.0.1/", ProblemKind.BAD_LINK),
        ("http://user@127.0.0.1/", ProblemKind.BAD_LINK),
        ("http://[", ProblemKind.BAD_LINK),
    ],
)
async def test_every_redirect_is_checked(
    web: Web, fetcher: Fetcher, target: str, kind: ProblemKind
) -> None:
    assert (await problem(fetcher, web.redirect("/a", target))).kind is kind


async def test_nothing_is_carried_over_a_redirect(web: Web, fetcher: Fetcher) -> None:
    headers = [("Location", "/b"), ("Set-Cookie", "id=1; Path=/")]
    url = web.answer("/a", Answer(302, headers))
    web.page("/b", "here")
    await fetcher.fetch(url)
    assert not {"cookie", "authorization", "referer"} & web.requests[1].headers.keys()


# --- TLS -------------------------------------------------------------------


def _certificate(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / name)
    return context


async def _over_tls(
    site: str, link: str, trusted: str | None, target: str = "/"
) -> Page | ProblemKind:
    trust = ssl.create_default_context(cafile=str(TLS / trusted)) if trusted else None
    resolve = names({"news.example": "93.184.215.14", "other.example": "93.184.215.14"})
    async with Web(tls=_certificate(site)) as web:
        web.page("/", "here")
        web.redirect("/down", "http://news.example/")
        async with Fetcher(
            connect=web.network, resolve=resolve, tls=trust, timeout=PATIENCE
        ) as fetcher:
            try:
                return await fetcher.fetch(link + target)
            except ReadError as error:
                return error.problem.kind


async def test_the_name_of_the_link_is_the_name_in_the_certificate() -> None:
    page = await _over_tls("news.example.pem", "https://news.example", "news.example.pem")
    assert isinstance(page, Page)
    assert page.body == b"here"


@pytest.mark.parametrize(
    ("site", "link", "trusted"),
    [
        ("news.example.pem", "https://news.example", None),
        ("news.example.pem", "https://other.example", "news.example.pem"),
        ("expired.pem", "https://news.example", "expired.pem"),
    ],
)
async def test_a_bad_certificate_is_refused(site: str, link: str, trusted: str | None) -> None:
    assert await _over_tls(site, link, trusted) is ProblemKind.TLS


async def test_https_is_never_left_for_http() -> None:
    found = await _over_tls("news.example.pem", "https://news.example", "news.example.pem", "/down")
    assert found is ProblemKind.REDIRECTS


# --- many at once ----------------------------------------------------------


async def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with Web() as web, Fetcher([web.host]) as fetcher:
        assert (await fetcher.fetch(web.page("/a", "A"))).body == b"A"


async def test_a_proxy_in_the_environment_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in proxies(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@p.example")
    with structlog.testing.capture_logs() as logs:
        async with Fetcher():
            pass
    assert [(line["log_level"], line["ignored"]) for line in logs] == [
        ("warning", ("HTTPS_PROXY",))
    ]


async def test_nothing_private_is_opened_by_default() -> None:
    async with Web() as web, Fetcher() as fetcher:
        found = await problem(fetcher, web.page("/a", "A"))
    assert (found.kind, web.requests) == (ProblemKind.FORBIDDEN_ADDRESS, [])


# --- asking again ----------------------------------------------------------


async def test_a_page_that_is_still_the_same_is_not_sent_again(web: Web, fetcher: Fetcher) -> None:
    def answer(hit: Hit) -> Answer:
        tag = [("ETag", 'W/"a1"'), ("Last-Modified", "Sat, 21 Nov 2026 07:00:00 GMT")]
        known = hit.headers.get("if-none-match") == 'W/"a1"'
        return Answer(304, tag) if known else Answer(200, tag, b"news")

    url = web.answer("/feed", answer)
    first = await fetcher.fetch(url)
    assert first.validators == Validators('W/"a1"', "Sat, 21 Nov 2026 07:00:00 GMT")
    second = await fetcher.fetch(url, validators=first.validators)
    assert (second.status, second.body, second.validators) == (304, b"", first.validators)
    assert web.requests[1].headers["if-modified-since"] == "Sat, 21 Nov 2026 07:00:00 GMT"


async def test_unchanged_is_a_problem_if_nobody_asked(web: Web, fetcher: Fetcher) -> None:
    url = web.status("/a", 304)
    with pytest.raises(ReadError):
        await fetcher.fetch(url, accept=FEEDS)


async def test_feeds_are_asked_for_as_feeds(web: Web, fetcher: Fetcher) -> None:
    await fetcher.fetch(web.page("/a", "x"), accept=FEEDS)
    assert web.requests[0].headers["accept"] == FEEDS


@pytest.mark.parametrize("bad", ["x" * 2000, "tag\x01", "علامة"])
async def test_a_validator_that_cannot_be_sent_back_is_dropped(
    web: Web, fetcher: Fetcher, bad: str
) -> None:
    page = await fetcher.fetch(web.answer("/a", Answer(headers=[("ETag", bad)])))
    assert page.validators == Validators()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=600", 600),
        ("public, Max-Age=600, s-maxage=5", 600),
        ('max-age="60"', 60),
        ("s-maxage=5", None),
        ("no-cache, max-age=600", None),
        ("no-store", None),
        ("max-age=31536000", 86400),
        ("max-age=-1", None),
        ("", None),
    ],
)
def test_how_long_a_page_is_fresh(header: str, seconds: int | None) -> None:
    assert max_age(header) == seconds


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/1"), ((308, 301), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((307,), "")],
)
async def test_only_what_moved_for_good_has_moved(
    web: Web, fetcher: Fetcher, statuses: tuple[int, ...], moved: str
) -> None:
    for n, status in enumerate(statuses):
        web.redirect(f"/{n}", f"/{n + 1}", status)
    web.page(f"/{len(statuses)}", "x")
    page = await fetcher.fetch(web.url("/0"))
    assert page.moved == (web.url(moved) if moved else "")
