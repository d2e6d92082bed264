"""Try a bot with no account: ``python -m bot.testing.telegram``.

Type as a person would; the chat is shown whenever it changes. Lines that begin with a colon are
for this program: ``:help``.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.testing.keyboard import converse
from bot.testing.telegram import Chat, FakeTelegram, Person
from bot.testing.telegram.render import render_html

HELP = """\
:tap LABEL      tap a button under the bot's last message that has it
:file PATH      send a file
:forward TEXT   forward a post of a channel
:group          go on in a group (the bot sees what is meant for it); :private goes back
:block          block the bot, or throw it out; :unblock takes it back
:page PATH      save the chat as a web page
:calls          show what the bot asked for
:quit           end
Anything else is a message."""


class Console:
    """A person at a keyboard, in one chat at a time."""

    def __init__(self, tg: FakeTelegram, name: str, language: str) -> None:
        self.tg = tg
        self.me: Person = tg.user(name, language=language, username=name.lower())
        self.group = tg.group("The desk", admins=[self.me])
        self.chat: Chat = self.me.chat
        self._shown: list[str] = []

    def show(self) -> None:
        """Print what is new on the screen, or all of it where something old has changed."""
        lines = self.chat.screen(links=True)
        if lines == self._shown:
            return
        kept = lines[: len(self._shown)] == self._shown
        click.echo("\n".join(lines[len(self._shown) :] if kept else ["", "-" * 40, *lines]))
        self._shown = lines

    def take(self, line: str) -> bool:
        """Do what a line says; false at the end."""
        if not line.startswith(":"):
            if line.strip():
                self.chat.says(self.me, line.replace("\\n", "\n"))
            return True
        verb, _, rest = line[1:].strip().partition(" ")
        return verb not in ("quit", "q") and self._do(verb, rest)

    def _do(self, verb: str, rest: str) -> bool:
        if verb == "tap":
            self._tap(rest)
        elif verb == "file":
            self.chat.sends_document(self.me, Path(rest).name, Path(rest).read_bytes())
        elif verb == "forward":
            self.chat.forwards(self.me, rest, "A channel")
        elif verb in ("group", "private"):
            self.chat = self.group if verb == "group" else self.me.chat
            self._shown = []
        elif verb in ("block", "unblock"):
            self.chat.my_chat_member("kicked" if verb == "block" else "member", self.me)
        elif verb == "page":
            Path(rest).write_text(render_html(self.chat), "utf-8")
        elif verb == "calls":
            for call in self.tg.calls[-20:]:
                click.echo(f"{call.status} {call.method} {call.description}")
            for found in self.tg.violations:
                click.echo(f"!!! {found.method}: {found.what}")
        else:
            click.echo(HELP)
        return True

    def _tap(self, label: str) -> None:
        for message in reversed(self.chat.posts):
            if any(label == button["text"] for row in message.buttons for button in row):
                found = self.chat.taps(self.me, message, label)
                if isinstance(found, str):
                    click.echo(f"(opens {found})")
                return
        click.echo("no such button")


async def run(port: int, name: str, language: str) -> None:
    """Serve until the input ends."""
    async with FakeTelegram(port=port, privacy=True) as tg:
        console = Console(tg, name, language)
        click.echo(
            f"A Telegram server of your own. In another terminal, start the bot with\n"
            f"  ISNAD_ADAPTERS__TELEGRAM__TOKEN={tg.token}\n"
            f"  ISNAD_ADAPTERS__TELEGRAM__BASE_URL={tg.base_url}\n"
            f"You are {name}; type, or :help."
        )
        await converse(console, tg.changes)


@click.command(help=__doc__)
@click.option("--port", default=8081, show_default=True)
@click.option("--name", default="Amina", show_default=True)
@click.option("--language", default="ar", show_default=True)
def main(port: int, name: str, language: str) -> None:
    """Run the server and the console."""
    asyncio.run(run(port, name, language))


if __name__ == "__main__":
    main()
