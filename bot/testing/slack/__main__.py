"""Try a bot with no account: ``python -m bot.testing.slack``.

Type as a person would; what the app shows is printed as it changes. Lines that begin with a slash
are commands to the app, lines that begin with a colon are for this program: ``:help``.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.testing.keyboard import converse
from bot.testing.slack import Channel, FakeSlack, Message, View
from bot.testing.slack.render import render_html

HELP = """\
:click WORDS        use a button of the app (its words, action id or value)
:submit KEY=VALUE   send the open modal off; :close closes it
:reply TEXT         answer in the thread of the last message
:file PATH          share a file
:shortcut ID        use a message shortcut on the last message
:home               open the app's home tab
:channel            go on in #news (address the app with @isnad); :dm goes back
:page PATH          save the conversation as a web page
:calls              show what the app asked for
:quit               end
Anything else is a message."""


class Console:
    """A person at a keyboard, in one conversation at a time."""

    def __init__(self, slack: FakeSlack, name: str, locale: str) -> None:
        self.slack = slack
        self.me = slack.user(name, locale=locale)
        self.news = slack.channel("news")
        self.here: Channel = slack.dm(self.me)
        self._shown: dict[str, str] = {}

    def show(self) -> None:
        """Print what the app said or changed since the last time."""
        for room in self.slack.rooms.values():
            for said in room.messages:
                if said.by_app:
                    where = f"{room.name}, thread" if said.in_thread else room.name
                    self._tell(said.ts, where, "(deleted)" if said.deleted else said.screen)
        for view in [*self.slack.modals, *self.slack.homes.values()]:
            self._tell(view.id, view.content["type"], f"{view.title}\n{view.screen}")

    def take(self, line: str) -> bool:
        """Do what a line says; false at the end."""
        if line.startswith("/"):
            command, _, text = line.partition(" ")
            self.me.commands(self.here, command, text)
        elif not line.startswith(":"):
            self._say(line)
        else:
            verb, _, rest = line[1:].strip().partition(" ")
            return verb not in ("quit", "q") and self._do(verb, rest)
        return True

    def _do(self, verb: str, rest: str) -> bool:
        if verb == "click":
            self._click(rest)
        elif verb == "submit":
            given = dict(pair.split("=", 1) for pair in rest.split() if "=" in pair)
            self.me.submits(self.slack.modals[-1], **given)
        elif verb == "close":
            self.me.closes(self.slack.modals[-1])
        elif verb == "reply":
            self._say(rest, self.here.messages[-1])
        elif verb == "file":
            self.here.says(self.me, files=[(Path(rest).name, Path(rest).read_bytes())])
        elif verb == "shortcut":
            self.me.shortcut(self.here.messages[-1], rest)
        elif verb == "home":
            self.me.opens_home()
        elif verb in ("channel", "dm"):
            self.here = self.news if verb == "channel" else self.slack.dm(self.me)
        elif verb == "page":
            Path(rest).write_text(render_html(self.here, viewer=self.me.id), "utf-8")
        elif verb == "calls":
            self._calls()
        else:
            click.echo(HELP)
        return True

    def _say(self, text: str, thread: Message | None = None) -> None:
        if text.strip():
            told = text.replace("@" + self.slack.who.name, self.slack.bot).replace("\\n", "\n")
            self.here.says(self.me, told, thread=thread)

    def _click(self, what: str) -> None:
        places: list[View | Message] = [*self.here.messages, *self.slack.modals]
        for where in reversed(places):
            try:
                self.me.clicks(where, what)
            except LookupError:
                continue
            return
        click.echo("no such button")

    def _calls(self) -> None:
        for call in self.slack.calls[-20:]:
            click.echo(f"{call.status} {call.method} {call.error}")
        for found in self.slack.violations:
            click.echo(f"!!! {found.method}: {found.what}")

    def _tell(self, id: str, where: str, state: str) -> None:
        if self._shown.get(id) != state:
            self._shown[id] = state
            click.echo(f"[{where}] {state}")


async def run(port: int, events: str, name: str, locale: str) -> None:
    """Serve until the input ends."""
    async with FakeSlack(port=port, request_url=events) as slack:
        slack.leisure = 1.0  # whoever tries an app out wants to see whether it is late
        console = Console(slack, name, locale)
        click.echo(
            f"A Slack of your own. In another terminal, start the bot with\n"
            f"  ISNAD_ADAPTERS__SLACK__BASE_URL={slack.base_url}\n"
            f"  ISNAD_ADAPTERS__SLACK__BOT_TOKEN={slack.token}\n"
            f"  ISNAD_ADAPTERS__SLACK__APP_TOKEN={slack.app_token}\n"
            f"You are {name}; type, or :help."
        )
        await converse(console, lambda: slack.changed.wait())


@click.command(help=__doc__)
@click.option("--port", default=8082, show_default=True)
@click.option("--events", default="", help="The app's Request URL; without it, Socket Mode.")
@click.option("--name", default="Amina", show_default=True)
@click.option("--locale", default="ar-SA", show_default=True)
def main(port: int, events: str, name: str, locale: str) -> None:
    """Run the server and the console."""
    asyncio.run(run(port, events, name, locale))


if __name__ == "__main__":
    main()
