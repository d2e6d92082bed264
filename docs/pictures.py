"""Makes the pictures of this folder again: ``python docs/pictures.py [FOLDER]``.

The sample story is briefed without a model, on the shipped servers of Telegram and Slack, and what
people would see is photographed by Chromium at the width of a phone. Needs what ``make test``
needs. With a folder more is made there to be looked at: the page dark, on a phone, on paper.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.slack.manifest import manifest
from bot import build
from bot.article.reading import read
from bot.commands import menu
from bot.config import Settings
from bot.house import House
from bot.model import Chat
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.slack.render import PHONE
from bot.testing.slack.render import render_html as slack_page
from bot.testing.telegram import FakeTelegram, Person
from bot.testing.telegram.render import render_html as telegram_page
from bot.testing.web import Web

HERE = Path(__file__).parent
PAGES = sorted((HERE.parent / "samples").glob("harbour-*.html"))
ASK = {"ar": "أوجز لي هذه المقالات:", "en": "please read these:"}
CHAT_HIGH = 1100  # pixels of a picture of a chat, at most
HIGH = 900  # of a page on a desk
CITATION = "#side-ar .cite > button"


async def chats() -> dict[str, str]:
    """Return the chats as web pages, by the names of their pictures."""
    made: dict[str, str] = {}
    async with Web() as web, FakeTelegram() as tg, FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        links = [web.bytes(f"/{path.stem}", path.read_bytes(), "text/html") for path in PAGES]
        keys = {"bot_token": slack.token, "app_token": slack.app_token, "base_url": slack.base_url}
        sections: dict[str, Any] = {
            "fetch": {"allow_hosts": (web.host,)},
            "access": {"open": True},
            "brief": {"engine": "extractive"},
            "adapters": {"slack": keys, "telegram": {"token": tg.token, "base_url": tg.base_url}},
        }
        settings = Settings(**sections)
        adapters = {name: build.adapter(name, settings) for name in ("telegram", "slack")}
        async with build.house(settings, adapters, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            await slack.sockets.connected(2)
            for language in ASK:
                who = tg.user("Amina", language=language)
                await _telegram(house, tg, who, links, language)
                made[f"telegram-{language}"] = telegram_page(who.chat)
                made[f"slack-{language}"] = await _slack(house, slack, links, language)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        assert not tg.violations and not slack.violations
    return made


async def _telegram(
    house: House, tg: FakeTelegram, who: Person, links: list[str], language: str
) -> None:
    chat = Chat("telegram", str(who.id))
    await house.tools.store.set_chat_setting(chat, "side", language)
    text, entities = ASK[language], list[dict[str, Any]]()
    for path, link in zip(PAGES, links, strict=True):
        text += " "
        name = _outlet(path)
        at = len(text.encode("utf-16-le")) // 2
        entities.append({"type": "text_link", "offset": at, "length": len(name), "url": link})
        text += name + ("،" if language == "ar" else ",") * (path != PAGES[-1])
    who.says(text, entities=entities)
    await tg.until(lambda: who.chat.posts and who.chat.last.buttons, 60)
    await house.outbox.settled(chat)


async def _slack(house: House, slack: FakeSlack, links: list[str], language: str) -> str:
    amina = slack.user("Amina", locale={"ar": "ar-EG", "en": "en-GB"}[language])
    room = slack.channel({"ar": "أخبار", "en": "news"}[language])
    await house.tools.store.set_chat_setting(Chat("slack", room.id), "side", language)
    named = " ".join(f"[{_outlet(p)}]({link})" for p, link in zip(PAGES, links, strict=True))
    room.says(amina, f"{slack.bot} {ASK[language]} {named}")
    await slack.until(lambda: any(post.in_thread for post in room.posts), 60)
    await slack.settle(60)
    await house.outbox.settled(Chat("slack", room.id))
    return slack_page(room, PHONE)


def _outlet(path: Path) -> str:
    article = read(path.read_bytes(), path.as_uri(), "text/html", datetime.now(UTC)).article
    assert article is not None
    return article.outlet or path.stem.split("-", 2)[2].replace("-", " ").title()


def page(first: str) -> str:
    """Return the brief as a page, with a language first."""
    other = "en" if first == "ar" else "ar"
    command = [sys.executable, "-m", "bot", "brief", *map(str, PAGES), "--format", "html"]
    command += ["--engine", "extractive", "--languages", f"{first},{other}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


@contextmanager
def camera() -> Iterator[Any]:
    """Give a function that photographs HTML."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def take(html: str, to: Path, size: tuple[int, int], scale: float = 1, **how: Any) -> None:
            media, whole = how.pop("media", "screen"), how.pop("whole", False)
            opened = how.pop("opened", "")
            file = Path(folder) / "page.html"
            file.write_text(html, "utf-8")
            view: Any = {"width": size[0], "height": size[1]}
            context = browser.new_context(viewport=view, device_scale_factor=scale, **how)
            shot = context.new_page()
            shot.goto(file.as_uri())
            shot.emulate_media(media=media)
            if opened:
                shot.locator(opened).first.click()
            high = shot.evaluate("document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": size[0], "height": min(high, size[1])}
            shot.screenshot(path=to, **({"full_page": True} if whole else {"clip": clip}))
            context.close()

        yield take
        browser.close()


def main(more: Path | None) -> None:
    """Make the pictures; ``more``: further ones, to be looked at, into this folder."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["ISNAD_HOME"] = home
        told = asyncio.run(chats())
        sides = {first: page(first) for first in ("ar", "en")}
    with camera() as take:
        for name, html in told.items():
            take(html, HERE / f"{name}.png", (PHONE, CHAT_HIGH), 1.5)
            if more:
                take(html, more / f"{name}-whole.png", (PHONE, HIGH), whole=True)
        take(sides["ar"], HERE / "page-ar.png", (1360, HIGH), opened=CITATION)
        take(sides["en"], HERE / "page-phone-en.png", (PHONE, 844), 2)
        if more:
            take(sides["en"], more / "page-en.png", (1360, HIGH))
            take(sides["ar"], more / "page-dark.png", (1360, HIGH), color_scheme="dark")
            take(sides["ar"], more / "page-phone-ar.png", (PHONE, 844), 2, color_scheme="dark")
            take(sides["ar"], more / "page-paper.png", (800, 1400), media="print")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
