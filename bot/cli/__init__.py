"""The command ``isnad``: ``main`` with all its commands."""

from bot.cli import asking, digests, keeping, looking, reading, running, setup  # each adds its own
from bot.cli.base import main

__all__ = ["asking", "digests", "keeping", "looking", "main", "reading", "running", "setup"]
