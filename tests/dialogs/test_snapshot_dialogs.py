"""An article that changes or goes after it was read: what was cited stays to be looked at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.testing.web import Web

READ = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""
CHANGED = READ.replace("nine weeks", "thirty weeks")


@pytest.mark.parametrize("later", ["changed", "gone"])
async def test_a_citation_opens_what_was_read_then(
    dialog: Callable[..., Any], web: Web, later: str
) -> None:
    talk = dialog(brief={"interface": "en"})
    await talk.says(web.text("/a", READ))
    if later == "changed":
        web.text("/a", CHANGED)
    else:
        web.status("/a", 404)
    said = await talk.says("/source 1", "/ask How long did the repairs take?")
    assert "nine weeks of repairs" in said
    assert "thirty weeks" not in said


async def test_a_change_is_told_where_the_brief_is_made_again(
    dialog: Callable[..., Any], web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.FRESH", timedelta(minutes=-1))
    talk = dialog(brief={"interface": "en"})
    await talk.says(web.text("/a", READ))
    web.text("/a", CHANGED)
    said = await talk.says("/retry")
    assert "thirty weeks of repairs" in said
    assert "• NEW The Selmar bridge reopened on Monday after thirty weeks" in said
    assert "Made again on " in said
