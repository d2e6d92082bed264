"""The command ``isnad``: ``main`` with all its commands."""

from bot.cli import asking, keeping, looking, reading, running, setup  # each adds its own
from bot.cli.base import main

__all__ = ["asking", "keeping", "looking", "main", "reading", "running", "setup"]
