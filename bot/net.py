"""The guard between Isnad and the network: public web addresses, and nothing else.

Strangers choose the links that Isnad opens, so the decision where a connection may go is
made in one place, at the moment of connecting (``bot.connections``): the name is resolved
once, every answer must be public by the table below, and the connection goes to an answer
that was checked. Host header and TLS name stay the name of the link.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.errors import ConfigError
from bot.link import LinkError
from bot.model import Note, ProblemKind

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host name and a port to addresses, in the order to try; none for an unknown name."""

PORTS: Final = frozenset({80, 443, 8080, 8443})
TRIES: Final = 4  # addresses of one name; a dead one costs ATTEMPT seconds of the deadline
ATTEMPT: Final = 4.0

# IANA special-purpose registries (RFC 6890 and its updates, read November 2026), multicast,
# and what clouds put on addresses that look public. Everything that embeds an IPv4 address is
# refused as a whole: no site lives there, and what it leads to depends on the network.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's wire server
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
        "::/32",  # unspecified, loopback, v4-compatible, v4-mapped, SIIT
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "100::/64",  # discard
        "100:0:0:1::/64",  # dummy prefix
        "2001::/23",  # IETF: Teredo, benchmarking, AMT, ORCHID, DRIP
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",  # unique local; AWS's and Google's metadata
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)

# Names that are never public: RFC 6761, 6762 (with appendix G), 8375, 9476, ICANN's .internal.
_INNER_NAMES: Final = frozenset(
    {"alt", "arpa", "corp", "home", "internal", "intranet", "lan", "local"}
    | {"localdomain", "localhost", "onion", "private"}
)
_NO_NAME: Final = "invalid"  # RFC 6761, 6.4: names under it are never those of a host
_UNKNOWN: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})

_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}", re.ASCII)
_NUMERIC: Final = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet, by our own table."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        # ISATAP (RFC 5214) hides an IPv4 address behind any prefix.
        marker, inner = divmod(int(address) & (1 << 64) - 1, 1 << 32)
        if marker in (0x5EFE, 0x02005EFE):
            return is_public(ipaddress.IPv4Address(inner)) and _outside_table(address)
    return _outside_table(address)


def _outside_table(address: Address) -> bool:
    return not any(address in net for net in _NOT_PUBLIC if net.version == address.version)


def literal(host: str) -> Address | None:
    """Read a host that is written as an address; ``None`` for a name.

    Only the plain spelling is an address. A host that ends in a number in any other spelling
    (octal, hexadecimal, short, too long) means different things to different programs and
    raises ``LinkError``.
    """
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    if ":" in host:
        raise LinkError(ProblemKind.BAD_LINK)
    if not _NUMERIC.fullmatch(host.lower().rstrip(".").rpartition(".")[2]):
        return None
    try:
        lenient = ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        raise LinkError(ProblemKind.BAD_LINK) from None
    kind = ProblemKind.BAD_LINK if is_public(lenient) else ProblemKind.FORBIDDEN_ADDRESS
    raise LinkError(kind, host=host)


def check_name(host: str) -> None:
    """Raise ``LinkError`` for a name that is no public host name (RFC 1123, underscores too).

    NO_HOST where it cannot be any host's.
    """
    labels = host.lower().rstrip(".").split(".")
    if len(host) > 254 or not all(_LABEL.fullmatch(label) for label in labels):
        raise LinkError(ProblemKind.BAD_LINK)
    if labels[-1] == _NO_NAME:
        raise LinkError(ProblemKind.NO_HOST, host=host)
    if len(labels) == 1 or labels[-1] in _INNER_NAMES:
        raise LinkError(ProblemKind.FORBIDDEN_ADDRESS, host=host)


@dataclass(frozen=True, slots=True)
class AllowHosts:
    """Hosts that an operator opened by name: on one port, or (``None``) on every port."""

    entries: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def parse(cls, hosts: Iterable[str]) -> AllowHosts:
        """Read "host", "host:port", "::1" or "[::1]:port"; ConfigError for anything else."""
        return cls(frozenset(_entry(host) for host in hosts))

    def opens(self, host: str, port: int) -> bool:
        """Tell whether this host may be opened on this port wherever it leads."""
        name = host.lower().strip("[]").rstrip(".")
        return (name, None) in self.entries or (name, port) in self.entries


_ENTRY: Final = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::(?P<port>\d+))?")


def _entry(text: str) -> tuple[str, int | None]:
    folded = text.strip().lower()
    if folded.count(":") > 1 and not folded.startswith("["):
        folded = f"[{folded}]"
    match = _ENTRY.fullmatch(folded)
    if not match or int(match["port"] or 1) not in range(1, 65536):
        raise ConfigError(detail=Note("config.no_host", {"host": text}))
    name = match["v6"] or match["name"].rstrip(".")
    if match["v6"]:
        try:
            name = str(ipaddress.IPv6Address(name))
        except ValueError:
            raise ConfigError(detail=Note("config.no_host", {"host": text})) from None
    return name, int(match["port"]) if match["port"] else None


def proxies(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Name the variables of an environment that would send requests through a proxy.

    They are not followed: behind a proxy, a name that was checked here is resolved once more
    there. Names only, since the values may hold passwords.
    """
    kinds = ("http_proxy", "https_proxy", "all_proxy")
    return tuple(name for name, value in environ.items() if name.lower() in kinds and value)


_threads: ThreadPoolExecutor | None = None


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the operating system. Raises nothing for an unknown name: it has no addresses.

    ``LinkError`` (UNAVAILABLE) where nobody could be asked: that says nothing of the name.
    A slow name server blocks a thread for as long as it likes, so these threads are our own.
    """
    global _threads
    _threads = _threads or ThreadPoolExecutor(16, thread_name_prefix="resolver")
    ask = socket.getaddrinfo
    try:
        found = await asyncio.get_running_loop().run_in_executor(
            _threads, lambda: ask(host, port, type=socket.SOCK_STREAM)
        )
    except UnicodeError:
        return ()
    except OSError as error:
        if error.errno in _UNKNOWN:
            return ()
        raise LinkError(ProblemKind.UNAVAILABLE, host=host, reason="name_server") from error
    return tuple(str(entry[4][0]) for entry in found)


def public_answer(answer: str) -> bool:
    """Tell whether what a name server answered is a public address."""
    try:
        return is_public(ipaddress.ip_address(answer))
    except ValueError:
        return False
