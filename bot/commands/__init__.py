"""What people can ask for by name: one table, and the functions behind it."""

from bot.commands.making import SAMPLES
from bot.commands.table import menu, table

__all__ = ["SAMPLES", "menu", "table"]
