"""The command ``isnad``: ``main`` with all its commands."""

from bot.cli import keeping, looking, reading, running  # each adds its commands to ``main``
from bot.cli.base import main

__all__ = ["keeping", "looking", "main", "reading", "running"]
