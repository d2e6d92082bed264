"""Hostile links against a witness of every socket: no packet to a closed address."""

import ipaddress
import json
import socket
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from bot.article import refresh_target
from bot.errors import ReadError
from bot.fetch import Fetcher
from bot.model import ProblemKind
from bot.net import is_public
from bot.testing.spy import watching
from bot.testing.web import Web

PUBLIC = "93.184.215.14"
ANSWERS = {
    "mixed.test": [PUBLIC, "127.0.0.1"],
    "mixed6.test": [PUBLIC, "::1"],
    "nat64.test": ["64:ff9b::7f00:1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "tunnel.test": ["2002:7f00:1::1"],
    "teredo.test": ["2001:0:4136:e378:8000:63bf:80ff:fffe"],
    "scoped.test": ["fe80::1%eth0"],
    "inner.test": ["10.0.0.5"],
    "cloud.test": ["169.254.169.254"],
    "wire.test": ["168.63.129.16"],
    "zero.test": ["0.0.0.0"],
    "odd.test": ["0x7f.1"],
    "front.example": [PUBLIC],
}
WITH_DOTS = [
    "%31%32%37.0.0.1",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "١٢٧.٠.٠.١",
    "۱۲۷.۰.۰.۱",
    "１２７.０.０.１",
]
HOSTS = [
    *("127.0.0.1", "2130706433", "0x7f000001", "0X7F000001", "017700000001", "0177.0.0.1"),
    *("127.1", "127.0.1", "127.0.0.1.", "0x7f.0.0.1", "0", "00000", "0.0.0.0", "4294967295"),
    *("6425673729", "127.0.0.1.nip.io.localhost", "127%2e0%2e0%2e1", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "127．0．0．1"),
    *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::a00:1]"),
    *("[2002:7f00:1::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2a00:1450::5efe:a00:1]"),
    *("[fe80::1%25eth0]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[::ffff:127.0.0.1%25lo]"),
    *("10.0.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192"),
    *("198.18.0.1", "203.0.113.5", "224.0.0.1", "255.255.255.255", "169.16689662"),
    *("localhost", "localhost.", "LOCALHOST", "x.localhost", "printer", "router.local"),
    *("metadata.google.internal", "kubernetes.default.svc.cluster.local", "a.home.arpa"),
    *("%31%32%37.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①", "١٢٧.٠.٠.١", "۱۲۷.۰.۰.۱"),
    *(name for name, answers in ANSWERS.items() if answers != [PUBLIC]),
]
LINKS = [f"http://{host}/" for host in HOSTS]
LINKS += [f"https://{host}/" for host in HOSTS[:8]]
LINKS += [f"http://{PUBLIC}:{port}/" for port in (21, 22, 25, 3306, 5432, 6379, 9200, 11434)]
LINKS += [
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "ftp://front.example/",
    "unix:///run/docker.sock",
    "data:text/html,x",
    "jar:http://front.example!/",
    "view-source:http://127.0.0.1/",
    "//127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "http:\\\\127.0.0.1\\",
    "http://127.0.0.1\\@front.example/",
    "http://front.example\\@127.0.0.1/",
    "http://front.example@127.0.0.1/",
    "http://front.example:80@127.0.0.1/",
    "http://127.0.0.1\t.front.example/",
    "http://127.0.0.1\x00.front.example/",
    "http://127.0.0.1%00.front.example/",
    "http://127.0.0.1%09.front.example/",
    "http://[127.0.0.1]/",
    "http://[::1]front.example/",
    "http://[::1]:80:80/",
    "http://front.example\r\nHost: 127.0.0.1/",
    "http://127.0.0.1:80\u2028/",
    "http://127.0.0.1;front.example/",
    "http://127.0.0.1,front.example/",
]
ALLOWED = [
    "http://front.example/",
    "https://front.example:8443/a?u=http://127.0.0.1/#x",
    f"http://{PUBLIC}/",
    "http://[2606:4700:4700::1111]/",
    "http://172.32.0.1:8080/",
    "http://100.63.255.254/",
    "http://[64:ff9c::1]/",
    "https://front.example/127.0.0.1",
    "http://front.example/@127.0.0.1",
    "http://front.example#@127.0.0.1:80@127.0.0.1/",
    "http://front.example?@127.0.0.1/",
    "http://127.0.0.1.front.example./",
    "https://خبر.example/خبر ١",
]


async def _resolve(host: str, port: int) -> Sequence[str]:
    """Know the names above and every other one as public: its spelling alone must refuse it."""
    return ANSWERS.get(host, [] if host.endswith(".test") else [PUBLIC])


async def _reached(link: str) -> list[tuple[str, int]]:
    """Fetch a link over real sockets; return which addresses packets would have gone to."""
    with watching() as spy:
        async with Fetcher(resolve=_resolve, timeout=10) as fetcher:
            with pytest.raises(ReadError):
                await fetcher.fetch(link)
    assert spy.asked == []
    return spy.reached


@pytest.mark.parametrize("link", LINKS)
async def test_no_packet_goes_to_a_closed_address(link: str) -> None:
    assert await _reached(link) == []


@pytest.mark.parametrize("link", ALLOWED)
async def test_a_plain_link_is_not_refused(link: str) -> None:
    reached = await _reached(link)
    assert reached
    assert all(is_public(ipaddress.ip_address(address)) for address, _ in reached)


def test_the_witness_sees_and_stops_what_is_sent() -> None:
    with watching() as spy, socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        with pytest.raises(OSError, match="no network"):
            tcp.connect((PUBLIC, 80))
        with pytest.raises(OSError, match="no network"):
            udp.sendto(b"x", (PUBLIC, 53))
    assert spy.reached == [(PUBLIC, 80), (PUBLIC, 53)]


async def test_the_witness_sees_what_this_program_connects_to() -> None:
    async with Web() as web, Fetcher([web.host]) as fetcher:
        url = web.page("/", "x")
        with watching() as spy, pytest.raises(ReadError):
            await fetcher.fetch(url)
        assert spy.reached == [("127.0.0.1", web.port)]


async def test_a_name_that_moves_between_two_links_is_checked_each_time() -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    with watching() as spy:
        async with Fetcher(resolve=rebinding) as fetcher:
            kinds = []
            for _ in range(2):
                with pytest.raises(ReadError) as caught:
                    await fetcher.fetch("http://moving.example/")
                kinds.append(caught.value.problem.kind)
    assert kinds == [ProblemKind.UNAVAILABLE, ProblemKind.FORBIDDEN_ADDRESS]
    assert spy.reached == [(PUBLIC, 80)]


# --- over a public page ----------------------------------------------------


async def _led_on(web: Web, location: str, status: int = 302) -> list[str]:
    """Follow a redirect of a public site; return the addresses reached after that site."""
    web.network.connections.clear()
    web.redirect("/go", location, status)
    with watching(let=[("127.0.0.1", web.port)]) as spy, pytest.raises(ReadError):
        async with Fetcher(resolve=_resolve, connect=web.network) as fetcher:
            await fetcher.fetch("http://front.example/go")
    assert spy.reached == []
    return [address for address, _ in web.network.connections[1:]]


async def test_no_redirect_leads_to_a_closed_address() -> None:
    async with Web() as web:
        for link in LINKS:
            if "\r" not in link and "\x00" not in link:
                assert set(await _led_on(web, link)) <= {PUBLIC}, link


INWARD = "http://169.254.169.254/latest/meta-data/"
POINTERS = {
    "refresh": '<meta http-equiv="refresh" content="0;url={}">',
    "canonical": '<link rel="canonical" href="{}">',
    "og:url": '<meta property="og:url" content="{}">',
    "amp": '<link rel="amphtml" href="{}">',
    "base": '<base href="{}">',
    "next": '<link rel="next" href="{}"><link rel="prefetch" href="{}">',
    "frame": '<iframe src="{}"></iframe><img src="{}"><object data="{}"></object>',
}


@pytest.mark.parametrize("kind", POINTERS)
async def test_nothing_in_a_page_leads_to_a_closed_address(kind: str) -> None:
    pointer = POINTERS[kind].replace("{}", INWARD)
    async with Web() as web, Fetcher(resolve=_resolve, connect=web.network) as fetcher:
        web.page("/a", f"<html><head>{pointer}</head><body><p>Moved</p></body></html>")
        with watching(let=[("127.0.0.1", web.port)]) as spy:
            page = await fetcher.fetch("http://front.example/a")
            target = refresh_target(page.body, page.final_url)
            assert target == (INWARD if kind == "refresh" else None)
            if target:
                with pytest.raises(ReadError) as caught:
                    await fetcher.fetch(target)
                assert caught.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
        assert (spy.reached, len(web.network.connections)) == ([], 1)


# --- the whole list --------------------------------------------------------


def _rows(shared: Path) -> list[dict[str, str]]:
    lines = (shared / "attacks" / "ssrf_urls.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def _closed(addresses: Iterable[str]) -> list[str]:
    return [a for a in addresses if not is_public(ipaddress.ip_address(a))]


async def test_every_listed_link_is_treated_as_it_should_be(shared: Path) -> None:
    rows = [row for row in _rows(shared) if not row["url"].startswith(("page:", "redirect:"))]
    wrong = []
    for row in rows:
        reached = [address for address, _ in await _reached(row["url"])]
        refused = row["expect"] in ("block", "error")
        if _closed(reached) or (refused and reached) or (row["expect"] == "allow" and not reached):
            wrong.append((row["url"], reached))
    assert len(rows) > 100
    assert wrong == []


async def test_no_listed_redirect_leads_to_a_closed_address(shared: Path) -> None:
    rows = [row["url"] for row in _rows(shared) if row["url"].startswith("redirect:")]
    async with Web() as web:
        for row in rows:
            status, _, location = row.removeprefix("redirect:").partition(":")
            if status.isdigit():
                assert await _led_on(web, location, int(status)) == [], row
    assert rows


async def test_every_listed_address_is_treated_as_it_should_be(shared: Path) -> None:
    """As it stands in a link, and as the answer of a name server."""
    lines = (shared / "attacks" / "ip_classes.jsonl").read_text().splitlines()
    wrong = []
    for row in map(json.loads, lines):
        host = f"[{row['ip']}]" if ":" in row["ip"] else row["ip"]
        ANSWERS["listed.example"] = [row["ip"]]
        for link in (f"http://{host}/", "http://listed.example/"):
            reached = await _reached(link)
            if (row["expect"] == "allow") != bool(reached):
                wrong.append((row["ip"], link, reached))
    assert len(lines) > 50
    assert wrong == []
