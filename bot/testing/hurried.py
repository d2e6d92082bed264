"""``isnad`` without the pace that platforms ask for: ``python -m bot.testing.hurried serve``."""

from __future__ import annotations

from functools import partial

import adapters.slack.limits
import adapters.telegram.limits
from adapters.slack.adapter import Slack
from adapters.telegram import adapter
from adapters.telegram.api import Pace
from bot.cli import main
from bot.traffic.turns import Rule

GAP = 0.05  # seconds between two stages of a placeholder

if __name__ == "__main__":
    adapters.telegram.limits.CHAT = Rule(1000, 1.0)
    adapters.slack.limits.CHANNEL = Rule(1000, 1.0)
    setattr(adapter, "Pace", partial(Pace, edits=GAP))  # noqa: B010  (it is not exported)
    Slack.stage_gap = GAP
    main()
