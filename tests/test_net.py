"""The guard: public addresses and nothing else, whatever a name or a spelling says."""

import ipaddress
import json
import socket
from collections.abc import Callable
from pathlib import Path

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connections import GuardedBackend
from bot.errors import ConfigError, ReadError
from bot.fetch import Fetcher
from bot.link import LinkError
from bot.model import ProblemKind
from bot.net import AllowHosts, is_public, literal, proxies, system_resolver
from bot.testing.web import Loopback, Web, names

PUBLIC = ["93.184.215.14", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1"]
PUBLIC += ["223.255.255.254", "168.63.129.17", "2606:4700:4700::1111", "64:ff9c::1", "2003::1"]
CLOSED = ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "168.63.129.16", "169.254.169.254"]
CLOSED += ["172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1"]
CLOSED += ["198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "255.255.255.255"]
CLOSED += ["::", "::1", "::8.8.8.8", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8"]
CLOSED += ["64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:20::1", "2001:db8::1"]
CLOSED += ["2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1"]
CLOSED += ["fe80::1%eth0", "fec0::1", "ff02::1", "2a00:1450::5efe:10.0.0.1"]


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", CLOSED)
def test_a_special_address_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_calls_not_global_is_never_public(address: ipaddress.IPv4Address) -> None:
    assert address.is_global or not is_public(address)


def test_addresses_of_all_classes_are_told_apart(shared: Path) -> None:
    rows = (shared / "attacks" / "ip_classes.jsonl").read_text().splitlines()
    wrong = [
        row["ip"]
        for row in map(json.loads, rows)
        if is_public(ipaddress.ip_address(row["ip"])) != (row["expect"] == "allow")
    ]
    assert rows
    assert wrong == []


@pytest.mark.parametrize("host", ["example.org", "a1.example", "4chan.example", "x.0a"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("2130706433", ProblemKind.FORBIDDEN_ADDRESS),
        ("0x7f.1", ProblemKind.FORBIDDEN_ADDRESS),
        ("0177.0.0.1", ProblemKind.FORBIDDEN_ADDRESS),
        ("127.0.0.1.", ProblemKind.FORBIDDEN_ADDRESS),
        ("010.8.8.8", ProblemKind.BAD_LINK),
        ("7147006462", ProblemKind.BAD_LINK),
        ("1.2.3.4.5", ProblemKind.BAD_LINK),
        ("example.0x", ProblemKind.BAD_LINK),
    ],
)
def test_an_address_in_an_odd_spelling_is_refused(host: str, kind: ProblemKind) -> None:
    with pytest.raises(LinkError) as caught:
        literal(host)
    assert caught.value.kind is kind


SPELLINGS: list[Callable[[ipaddress.IPv4Address], str]] = [
    str,
    lambda a: str(int(a)),
    lambda a: hex(int(a)),
    lambda a: f"0{int(a):o}",
    lambda a: ".".join(hex(octet) for octet in a.packed),
    lambda a: ".".join(f"{octet:04o}" for octet in a.packed),
    lambda a: ".".join(f"{octet:03d}" for octet in a.packed),
    lambda a: f"{a.packed[0]}.{int(a) & 0xFFFFFF}",
    lambda a: f"{a.packed[0]}.{a.packed[1]}.{int(a) & 0xFFFF:#x}",
    lambda a: f"{a}.",
    lambda a: f"::ffff:{a}",
    lambda a: f"::{a}",
    lambda a: f"64:ff9b::{a}",
    lambda a: str(ipaddress.IPv6Address((0x2002 << 112) | int(a) << 80 | 1)),
    lambda a: f"[::ffff:{a}]",
]


@given(
    st.sampled_from([n for n in CLOSED if ":" not in n]).map(ipaddress.IPv4Address),
    st.sampled_from(SPELLINGS),
)
def test_a_closed_address_is_closed_in_every_spelling(
    address: ipaddress.IPv4Address, spell: Callable[[ipaddress.IPv4Address], str]
) -> None:
    try:
        read = literal(spell(address))
    except LinkError:
        return
    assert read is not None
    assert not is_public(read)


@given(
    st.lists(st.sampled_from(["0", "1", "8", "127", "0x7f", "x", "f", ".", ":", "010"]), max_size=9)
)
def test_what_the_system_takes_for_an_address_is_one_for_us_or_refused(pieces: list[str]) -> None:
    host = "".join(pieces)
    try:
        read = literal(host)
    except LinkError:
        return
    try:
        found = socket.getaddrinfo(host or ".", 80, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    assert {read} == {ipaddress.ip_address(entry[4][0]) for entry in found}


# --- hosts that an operator opened -----------------------------------------


@pytest.mark.parametrize(
    ("entry", "host", "port", "opened"),
    [
        ("intranet.example", "intranet.example", 8123, True),
        ("Intranet.Example.", "INTRANET.example.", 80, True),
        ("127.0.0.1:8000", "127.0.0.1", 8000, True),
        ("127.0.0.1:8000", "127.0.0.1", 8001, False),
        ("127.0.0.1", "127.0.0.2", 80, False),
        ("intranet.example", "x.intranet.example", 80, False),
        ("[::1]:8000", "::1", 8000, True),
        ("0:0::1", "::1", 80, True),
    ],
)
def test_a_host_is_opened_by_name(entry: str, host: str, port: int, opened: bool) -> None:
    assert AllowHosts.parse([entry]).opens(host, port) is opened


@pytest.mark.parametrize("entry", ["", "http://a.example/", "a.example:0", "a:99999", "::zz", "*"])
def test_what_is_no_host_cannot_be_opened(entry: str) -> None:
    with pytest.raises(ConfigError):
        AllowHosts.parse([entry])


# --- connecting ------------------------------------------------------------


async def _problem(url: str, **answers: object) -> tuple[ProblemKind | None, Loopback]:
    network = Loopback()
    resolve = names(answers)  # type: ignore[arg-type]
    async with Fetcher(resolve=resolve, connect=network) as fetcher:
        with pytest.raises(ReadError) as caught:
            await fetcher.fetch(url)
    return caught.value.problem.kind, network


@pytest.mark.parametrize(
    "answers", [["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["64:ff9b::7f00:1"], ["nonsense"]]
)
async def test_one_bad_answer_refuses_a_name(answers: list[str]) -> None:
    kind, network = await _problem("http://a.example/", **{"a.example": answers})
    assert (kind, network.connections) == (ProblemKind.FORBIDDEN_ADDRESS, [])


async def test_a_name_is_resolved_once_and_the_checked_address_is_connected() -> None:
    asked: list[str] = []
    resolve = names({"a.example": [["93.184.215.14"], ["127.0.0.1"]]}, asked)
    async with Web() as web, Fetcher(resolve=resolve, connect=web.network) as fetcher:
        web.page("/", "hello")
        page = await fetcher.fetch("http://a.example/")
    assert (page.body, asked) == (b"hello", ["a.example"])
    assert web.network.connections == [("93.184.215.14", 80)]
    assert web.requests[0].headers["host"] == "a.example"


async def test_a_dead_address_gives_way_to_the_next() -> None:
    resolve = names({"a.example": ["2606:4700::1", "93.184.215.14"]})
    async with Web() as web:
        network = Loopback(web, dead=["2606:4700::1"])
        async with Fetcher(resolve=resolve, connect=network) as fetcher:
            web.page("/", "hello")
            assert (await fetcher.fetch("http://a.example/")).status == 200
    assert [address for address, _ in network.connections] == ["2606:4700::1", "93.184.215.14"]


@pytest.mark.parametrize("name", ["a.example", "no-such-host.invalid"])
async def test_an_unknown_name_is_no_host(name: str) -> None:
    kind, network = await _problem(f"http://{name}/")
    assert (kind, network.connections) == (ProblemKind.NO_HOST, [])


@pytest.mark.parametrize(
    ("code", "kind"),
    [(socket.EAI_NONAME, ProblemKind.NO_HOST), (socket.EAI_AGAIN, ProblemKind.UNAVAILABLE)],
)
async def test_a_name_that_could_not_be_looked_up_is_not_said_to_be_unknown(
    monkeypatch: pytest.MonkeyPatch, code: int, kind: ProblemKind
) -> None:
    def lookup(*asked: object, **more: object) -> None:
        raise socket.gaierror(code, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    async with Fetcher() as fetcher:
        with pytest.raises(ReadError) as caught:
            await fetcher.fetch("http://a.example/")
    assert caught.value.problem.kind is kind


@pytest.mark.parametrize(
    "name", ["localhost", "foo.localhost", "router.local", "metadata.google.internal", "wpad"]
)
async def test_an_inner_name_is_refused_whatever_it_resolves_to(name: str) -> None:
    kind, network = await _problem(f"http://{name}/", **{name: "93.184.215.14"})
    assert (kind, network.connections) == (ProblemKind.FORBIDDEN_ADDRESS, [])


@pytest.mark.parametrize("port", [22, 25, 6379, 8000, 11434])
async def test_other_ports_are_closed(port: int) -> None:
    kind, network = await _problem(f"http://93.184.215.14:{port}/")
    assert (kind, network.connections) == (ProblemKind.FORBIDDEN_ADDRESS, [])


async def test_socket_files_are_closed() -> None:
    with pytest.raises(LinkError):
        await GuardedBackend(AllowHosts()).connect_unix_socket("/run/docker.sock")


async def test_this_machine_is_closed_under_its_public_address_too() -> None:
    class Here(httpcore2.AsyncMockStream):
        def get_extra_info(self, info: str) -> object:
            return ("93.184.215.14", 80 if info == "server_addr" else 50000)

    class Network(httpcore2.AsyncMockBackend):
        async def connect_tcp(self, *args: object, **more: object) -> httpcore2.AsyncNetworkStream:
            return Here([])

    guard = GuardedBackend(AllowHosts(), inner=Network([]))
    with pytest.raises(LinkError) as caught:
        await guard.connect_tcp("93.184.215.14", 80)
    assert caught.value.kind is ProblemKind.FORBIDDEN_ADDRESS


def test_proxies_of_the_environment_are_named_without_their_values() -> None:
    environ = {"HTTPS_PROXY": "http://me:secret@p.example", "http_proxy": "", "NO_PROXY": "*"}
    assert proxies({**environ, "all_proxy": "socks5://p.example"}) == ("HTTPS_PROXY", "all_proxy")


async def test_the_system_knows_no_address_of_an_impossible_name() -> None:
    assert await system_resolver("x" * 70 + ".invalid", 80) == ()


async def test_the_system_resolves_an_address_to_itself() -> None:
    assert await system_resolver("127.0.0.1", 80) == ("127.0.0.1",)
