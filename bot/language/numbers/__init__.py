"""The number reader: what figures a text holds, in Arabic and in English.

``read_numbers`` reads a text as written; ``scan`` reads its comparison form.
"""

from bot.language.numbers.bounds import binds, parted_bound
from bot.language.numbers.quantity import Bound, Kind, Quantity
from bot.language.numbers.reader import read_numbers, scan
from bot.language.numbers.roles import group_of
from bot.language.numbers.units import common, compatible, is_money, scale, unit_at

__all__ = [
    "Bound",
    "Kind",
    "Quantity",
    "binds",
    "common",
    "compatible",
    "group_of",
    "is_money",
    "parted_bound",
    "read_numbers",
    "scale",
    "scan",
    "unit_at",
]
