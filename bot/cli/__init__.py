"""The command ``isnad``: ``main`` with all its commands."""

from bot.cli import asking, keeping, looking, reading, running  # each adds its commands to ``main``
from bot.cli.base import main

__all__ = ["asking", "keeping", "looking", "main", "reading", "running"]
