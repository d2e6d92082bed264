"""A page behind a link in a real browser, under the policy that its server sends with it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.page import brief_page
from bot.seal import PAGES
from bot.testing.nouns import make_brief
from bot.web import serving

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright here")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve one page, in a thread of its own: the browser is driven from this one."""
    listening: list[int] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def page(token: str) -> str | None:
        return brief_page(make_brief(), ("en", "ar")) if token == "known" else None

    async def serve() -> None:
        async with serving("127.0.0.1", 0, page) as at:
            listening.append(at)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    yield listening[0]
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_behind_a_link_is_whole_asks_for_nothing_and_keeps_nothing(
    browser: Any, port: int, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    url = f"http://127.0.0.1:{port}{PAGES}known"
    assert page.goto(url).status == 200
    cite = page.locator("#side-en .cite").first
    assert not cite.locator(".card").is_visible()  # its own style is let through
    cite.locator("> button").click()
    cite.locator(".card").wait_for(state="visible")
    assert [one for one in asked if not one.endswith("/favicon.ico")] == [url]
    assert [line for line in said if "favicon" not in line and "404" not in line] == []
    assert context.cookies() == []
    context.close()


def test_no_other_page_may_frame_it(browser: Any, port: int) -> None:
    page = browser.new_page()
    with page.expect_console_message() as refused:
        page.set_content(f'<iframe src="http://127.0.0.1:{port}{PAGES}known"></iframe>')
    assert "frame" in refused.value.text.lower()
    assert "Announcement" not in "".join(frame.content() for frame in page.frames)
    page.close()
