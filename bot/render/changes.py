"""What a brief has that an earlier one of the same story had not, for whoever shows it."""

from bot.digest.changes import changed as changes

__all__ = ["changes"]
