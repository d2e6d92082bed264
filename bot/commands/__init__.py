"""What people can ask for by name: one table, and the functions behind it.

The names (``listed``) are known at once; what the commands do (``runs``) is loaded with the first
message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.commands.listed import SAMPLES, menu

if TYPE_CHECKING:
    from bot.app import Command

__all__ = ["SAMPLES", "menu", "table"]


def table() -> Mapping[str, Command]:
    """Return every command by its name."""
    from bot.commands.runs import commands

    return commands()
