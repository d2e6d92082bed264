"""``isnad`` without the pace that platforms ask for: ``python -m bot.testing.hurried serve``."""

from __future__ import annotations

import adapters.slack.limits
import adapters.telegram.adapter
import adapters.telegram.limits
from adapters.slack.adapter import Slack
from adapters.telegram.api import Pace
from bot.cli import main
from bot.traffic.turns import Rule

if __name__ == "__main__":
    adapters.telegram.limits.CHAT = Rule(1000, 1.0)
    adapters.slack.limits.CHANNEL = Rule(1000, 1.0)
    adapters.telegram.adapter.Pace = lambda: Pace(edits=0.05)
    Slack.stage_gap = 0.05
    main()
