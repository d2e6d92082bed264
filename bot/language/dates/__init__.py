"""Reads the times that a text names, in Arabic and English."""

from bot.language.dates.reader import read_dates
from bot.language.dates.values import Calendar, DateMention, Kind, compatible, covers, interval

__all__ = ["Calendar", "DateMention", "Kind", "compatible", "covers", "interval", "read_dates"]
