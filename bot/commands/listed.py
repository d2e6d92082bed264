"""The only list of commands, in the order in which help shows them. Menus are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.access import Role
from bot.model import MenuEntry
from prompts import languages, text

TERMINAL = frozenset({"console"})

_HOME = Path(__file__).resolve().parents[2]
# in a checkout they stand at the top, in an installed wheel beside our modules
_INSTALLED = _HOME / "bot" / "samples"
SAMPLES = _INSTALLED if _INSTALLED.is_dir() else _HOME / "samples"


@dataclass(frozen=True, slots=True)
class Listed:
    """A slash command as it is shown. Its help is the text ``command.<name>``."""

    name: str
    argument: str = ""  # how help shows it: "N"
    role: Role = Role.READER  # who may use it: they, and those who may do more
    platforms: frozenset[str] | None = None  # None: everywhere


LISTED = (
    Listed("start"),
    Listed("help"),
    Listed("brief", "LINKS", Role.EDITOR),
    Listed("add", "LINKS", Role.EDITOR),
    Listed("ask", "[--all] QUESTION"),
    Listed("sources"),
    Listed("source", "N"),
    Listed("why", "N"),
    Listed("page"),
    Listed("who", "[NAME]"),
    Listed("quotes"),
    Listed("numbers"),
    Listed("timeline"),
    Listed("differences"),
    Listed("announcement"),
    Listed("reactions"),
    Listed("background"),
    Listed("silent"),
    Listed("changed"),
    Listed("check", "TEXT", Role.EDITOR),
    Listed("lang", "ar|en|both"),
    Listed("length", "short|full"),
    Listed("links", "every|addressed", Role.EDITOR),
    Listed("keep", "30 days|forever", Role.EDITOR),
    Listed("retry", "[N]", Role.EDITOR),
    Listed("errors", role=Role.EDITOR),
    Listed("cancel", role=Role.EDITOR),
    Listed("status"),
    Listed("digest", "add 08:00 …", Role.EDITOR),
    Listed("follow", "FEED", Role.EDITOR),
    Listed("unfollow", "N", Role.EDITOR),
    Listed("feeds", "[opml]"),
    Listed("usage"),
    Listed("allow", "[reader|editor]", Role.OWNER),
    Listed("deny", role=Role.OWNER),
    Listed("invite", "[ROLE] [HOURS]", Role.OWNER),
    Listed("people", "[remove N]", Role.OWNER),
    Listed("forget", role=Role.EDITOR),
    Listed("sample", platforms=TERMINAL),
    Listed("quit", platforms=TERMINAL),
)


@dataclass(frozen=True, slots=True)
class Help(Mapping[str, str]):
    """What a command is for, by language. Texts are read when somebody is to see them."""

    name: str

    def __getitem__(self, language: str) -> str:
        if language not in languages():
            raise KeyError(language)
        return text(f"command.{self.name}", language)

    def __iter__(self) -> Iterator[str]:
        return iter(languages())

    def __len__(self) -> int:
        return len(languages())


@dataclass(frozen=True, slots=True)
class Also(Iterable[str]):
    """A command's other names, read when somebody is to see or to type them."""

    name: str

    def __iter__(self) -> Iterator[str]:
        from bot.commands.names import other_names

        return iter(other_names(self.name))


def menu(platform: str) -> tuple[MenuEntry, ...]:
    """Return the commands of a platform as its menu shows them."""
    return tuple(
        MenuEntry(c.name, c.argument, Help(c.name), Also(c.name))
        for c in LISTED
        if c.platforms is None or platform in c.platforms
    )
