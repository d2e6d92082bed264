"""Whatever a site does, a link ends in the right text or in one clear problem, and soon."""

import bz2
import gzip
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]
import pytest

from bot.article import refresh_target
from bot.article.reading import read
from bot.errors import ReadError
from bot.fetch import Fetcher
from bot.model import Article, Completeness, Problem, ProblemKind
from bot.testing.pages import ARABIC, ENGLISH, article, page, paragraphs
from bot.testing.patience import PATIENCE
from bot.testing.web import Answer, Hit, Web

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HTML = ("Content-Type", "text/html; charset=utf-8")
GOOD = article().encode()
ARAB = article(ARABIC)
DEEP = b"<div>" * 200_000 + b"x"
FAULTS: dict[str, tuple[Callable[[Web], str], ProblemKind | str]] = {}
"""A fault's name, what serves it, and how it ends: a problem, or a text that is read."""


def served(
    name: str,
    end: ProblemKind | str,
    body: bytes,
    *headers: tuple[str, str],
    status: int = 200,
    length: int | None = -1,
    hang: bool = False,
) -> None:
    answer = Answer(status, headers, body, length, hang=hang)
    FAULTS[name] = (lambda web: web.answer("/a", answer), end)


def packed(encoding: str) -> tuple[str, str]:
    return ("Content-Encoding", encoding)


def typed(content_type: str) -> tuple[str, str]:
    return ("Content-Type", content_type)


def soft(text: str, extra: str = "") -> bytes:
    return page(f"<h1>{text}</h1><p>{text}.</p>{extra}", title=text).encode()


def _packed_thrice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(data, 1), 1), 1)


ZEROS = b" " * 20_000_000
served(
    "windows-1256 in the header",
    ARABIC[0],
    ARAB.encode("cp1256", "ignore"),
    typed("text/html; charset=windows-1256"),
)
served(
    "windows-1256 in the page",
    ARABIC[0],
    article(ARABIC, '<meta charset="windows-1256">').encode("cp1256", "ignore"),
    typed("text/html"),
)
served("windows-1256 untold", ARABIC[0], ARAB.encode("cp1256", "ignore"), typed("text/html"))
served(
    "iso-8859-6",
    ARABIC[0],
    ARAB.encode("iso8859-6", "ignore"),
    typed("text/html; charset=iso-8859-6"),
)
served("utf-16", ARABIC[0], ARAB.encode("utf-16"), typed("text/html"))
served("a charset that lies", ARABIC[0], ARAB.encode(), typed("text/html; charset=iso-8859-1"))
served("a charset that is none", ENGLISH[0], GOOD, typed("text/html; charset=klingon"))
served("zero bytes", ENGLISH[0], GOOD.replace(b"<p>", b"<p>\0"), HTML)
served("no content type", ENGLISH[0], GOOD)
served("a wrong content type", ENGLISH[0], GOOD, typed("application/octet-stream"))
served("a film of 2 GB", ProblemKind.NOT_HTML, b"", typed("video/mp4"), length=2**31, hang=True)
served("a PDF", ProblemKind.NOT_HTML, b"%PDF-1.7 x", typed("application/pdf"))
served("a picture called a page", ProblemKind.NOT_HTML, b"\x89PNG\r\n\x1a\n" * 50, HTML)
served("a length too long", ProblemKind.TIMEOUT, GOOD, HTML, length=len(GOOD) + 50, hang=True)
served("a length too large", ProblemKind.TOO_LARGE, b"", HTML, length=2**31, hang=True)
served(
    "a length that is no number",
    ProblemKind.UNAVAILABLE,
    GOOD,
    HTML,
    ("Content-Length", "x"),
    length=None,
)
served("a head of 64 KB", ENGLISH[0], GOOD, HTML, ("X", "y" * 64_000))
served("a head of 10,000 lines", ProblemKind.UNAVAILABLE, GOOD, HTML, *[("X", "y" * 9)] * 10_000)
served("gzip", ENGLISH[0], gzip.compress(GOOD), HTML, packed("gzip"))
served("deflate", ENGLISH[0], zlib.compress(GOOD), HTML, packed("deflate"))
served("deflate without its head", ENGLISH[0], zlib.compress(GOOD)[2:-4], HTML, packed("deflate"))
served("brotli", ENGLISH[0], brotli.compress(GOOD), HTML, packed("br"))
served("a bomb in gzip", ProblemKind.TOO_LARGE, gzip.compress(ZEROS), HTML, packed("gzip"))
served(
    "a bomb in brotli", ProblemKind.TOO_LARGE, brotli.compress(ZEROS, quality=1), HTML, packed("br")
)
served(
    "a bomb packed thrice",
    ProblemKind.UNREADABLE,
    _packed_thrice(ZEROS),
    HTML,
    packed("gzip, gzip, gzip"),
)
served("packed, and not told", ProblemKind.NOT_HTML, gzip.compress(GOOD), HTML)
served("said to be packed", ProblemKind.UNREADABLE, GOOD, HTML, packed("gzip"))
served(
    "an encoding that we do not know",
    ProblemKind.NOT_HTML,
    bz2.compress(GOOD),
    HTML,
    packed("x-bz"),
)
served("nothing", ProblemKind.EMPTY, b"", HTML)
served("only spaces", ProblemKind.EMPTY, b" \n\t" * 99, HTML)
served("50 MB", ProblemKind.TOO_LARGE, b"<p>word</p>" * 4_600_000, HTML, length=None)
served("200,000 nested elements", ProblemKind.STUB, DEEP, HTML)
served(
    "a million attributes",
    ProblemKind.UNREADABLE,
    b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x",
    HTML,
)
served(
    "one paragraph of 100 KB",
    ENGLISH[0],
    page(f"<article><p>{' '.join(ENGLISH * 200)}</p></article>").encode(),
    HTML,
)
served("a page that is not there", ProblemKind.STUB, soft("Page not found"), HTML)
served("an error as JSON", ProblemKind.NOT_HTML, b'{"error": "gone"}', typed("application/json"))
served(
    "a wall of cookies",
    ProblemKind.WALL,
    soft("We use cookies. Accept all cookies to continue"),
    HTML,
)
served("a bot check", ProblemKind.CHALLENGE, soft("Just a moment... Checking your browser"), HTML)
served(
    "an empty shell",
    ProblemKind.CHALLENGE,
    page("<div id=root></div><script>" + "x=1;" * 2000 + "</script>").encode(),
    HTML,
)
served("gone", ProblemKind.NOT_FOUND, b"", HTML, status=410)
served("paid for", ProblemKind.REFUSED, b"", HTML, status=402)
served(
    "too many",
    ProblemKind.UNAVAILABLE,
    b"",
    ("Retry-After", "Sat, 21 Nov 2026 09:00:00 GMT"),
    status=429,
)
served("down", ProblemKind.UNAVAILABLE, b"", ("Retry-After", "3600"), status=503)
served("unchanged, though nobody asked", ProblemKind.UNAVAILABLE, b"", status=304)
served("an unheard-of status", ProblemKind.UNAVAILABLE, b"", status=599)
served("a redirect to nowhere", ProblemKind.UNAVAILABLE, b"", status=302)
served(
    "a redirect inwards",
    ProblemKind.FORBIDDEN_ADDRESS,
    b"",
    ("Location", "http://169.254.169.254/"),
    status=302,
)
served(
    "a redirect to a file",
    ProblemKind.FORBIDDEN_ADDRESS,
    b"",
    ("Location", "file:///etc/passwd"),
    status=302,
)
served("a redirect to itself", ProblemKind.REDIRECTS, b"", ("Location", "/a"), status=302)
served(
    "a refresh inwards",
    ProblemKind.FORBIDDEN_ADDRESS,
    page("Moved", '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">').encode(),
    HTML,
)
FAULTS["slow, byte by byte"] = (lambda web: web.drip("/a"), ProblemKind.TIMEOUT)
FAULTS["silence"] = (lambda web: web.hang("/a"), ProblemKind.TIMEOUT)


async def follow(fetcher: Fetcher, url: str) -> Article | Problem:
    """Fetch and read a link the way a brief does."""
    try:
        found = await fetcher.fetch(url)
        if target := refresh_target(found.body, found.final_url):
            found = await fetcher.fetch(target)
    except ReadError as error:
        return error.problem
    reading = read(found.body, found.final_url, found.content_type, found.fetched)
    end = reading.article or reading.problem
    assert end is not None
    return end


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_ends_as_it_should(name: str) -> None:
    serve, wanted = FAULTS[name]
    async with Web() as web, Fetcher([web.host], timeout=PATIENCE, clock=lambda: NOW) as fetcher:
        web.silence = PATIENCE if wanted is ProblemKind.TIMEOUT else 0.0
        end = await follow(fetcher, serve(web))
    if isinstance(wanted, ProblemKind):
        assert isinstance(end, Problem), end
        assert end.kind is wanted
    else:
        assert isinstance(end, Article), end
        assert wanted[:60] in end.paragraphs[0].text
        assert "\0" not in end.paragraphs[0].text


async def test_a_teaser_is_called_one() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}'
    async with Web() as web, Fetcher([web.host]) as fetcher:
        end = await follow(fetcher, web.page("/a", article(ENGLISH[:2], head + "</script>")))
    assert isinstance(end, Article)
    assert end.completeness is Completeness.TEASER


async def test_no_cookie_follows_to_another_host() -> None:
    cookie = [("Set-Cookie", "id=1"), ("WWW-Authenticate", "Basic")]
    async with Web() as other, Web() as web, Fetcher([web.host, other.host]) as fetcher:
        other.page("/b", article())
        web.answer("/a", Answer(302, [*cookie, ("Location", other.url("/b"))]))
        assert isinstance(await follow(fetcher, web.url("/a")), Article)
    assert not {"cookie", "authorization", "referer"} & other.requests[0].headers.keys()


async def test_ten_thousand_paragraphs_are_read() -> None:
    texts = tuple(f"{ENGLISH[n % 4]} Report {n}." for n in range(10_000))
    async with Web() as web, Fetcher([web.host], timeout=30) as fetcher:
        end = await follow(fetcher, web.page("/a", page(f"<article>{paragraphs(texts)}</article>")))
    assert isinstance(end, Article)
    assert len(end.paragraphs) == 10_000


async def test_a_link_that_only_differs_in_its_fragment_is_one_request_target() -> None:
    async with Web() as web, Fetcher([web.host]) as fetcher:
        web.page("/a", article())
        ends = [await fetcher.fetch(web.url(f"/a{part}")) for part in ("", "#one", "#two")]
    assert {end.final_url for end in ends} == {web.url("/a")}
    assert {hit.path for hit in web.requests} == {"/a"}


@pytest.mark.parametrize("path", ["/خبر/١", "/%D8%AE", "/a b", "/" + "a" * 8000])
async def test_any_path_is_asked_for(path: str) -> None:
    def answer(hit: Hit) -> Answer:
        return Answer(headers=[HTML], body=GOOD)

    async with Web() as web, Fetcher([web.host]) as fetcher:
        with pytest.raises(ReadError):
            await fetcher.fetch(web.url(path) + "x")
        web._answers[web.requests[0].path] = answer
        assert isinstance(await follow(fetcher, web.url(path) + "x"), Article)


MEASURE = """
import asyncio, resource, sys
import brotli
from bot.errors import ReadError
from bot.fetch import Fetcher
from bot.testing.web import Answer, Web
from bot.testing.patience import PATIENCE

async def main(encoding):
    many = b"<p>x</p>" * (1 << 16)
    stream = {"gzip": gzip_stream, "br": br_stream, "zstd": zstd_stream}[encoding](many, 400)
    async with Web() as web, Fetcher([web.host], timeout=60) as fetcher:
        small = web.page("/small", "<p>x</p>")
        await fetcher.fetch(small)
        url = web.answer("/a", Answer(headers=[("Content-Encoding", encoding)], body=stream))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            await fetcher.fetch(url)
        except ReadError as error:
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            print(error.problem.kind, len(stream), grown // 1024)

def gzip_stream(piece, times):
    import zlib
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])

def br_stream(piece, times):
    packer = brotli.Compressor(quality=5)
    return b"".join([*(packer.process(piece) for _ in range(times)), packer.finish()])

def zstd_stream(piece, times):
    from backports.zstd import ZstdCompressor
    packer = ZstdCompressor()
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_of_200_megabytes_takes_less_than_64(encoding: str) -> None:
    """In a process of its own, whose largest size the system tells."""
    if encoding == "zstd":
        pytest.importorskip("backports.zstd")
    command = [sys.executable, "-c", MEASURE, encoding]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    kind, wire, megabytes = run.stdout.split()
    assert kind == "too_large"
    assert int(wire) < 1_500_000
    assert int(megabytes) < 64
