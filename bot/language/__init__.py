"""What the whole product needs to know about languages and scripts. Pure, no I/O.

``bot.language.dates`` and ``bot.language.names`` are imported by their own names.
"""

from bot.language.asking import goes_on, is_question
from bot.language.bidi import (
    Direction,
    direction,
    isolate,
    isolate_whole,
    strip_bidi,
    text_direction,
)
from bot.language.detect import detect
from bot.language.fold import Folded, ascii_digits, fold, folded
from bot.language.quotes import find, find_all, locate
from bot.language.sentences import sentences
from bot.language.words import stem, stopwords, terms, words

__all__ = [
    "Direction",
    "Folded",
    "ascii_digits",
    "detect",
    "direction",
    "find",
    "find_all",
    "fold",
    "folded",
    "goes_on",
    "is_question",
    "isolate",
    "isolate_whole",
    "locate",
    "sentences",
    "stem",
    "stopwords",
    "strip_bidi",
    "terms",
    "text_direction",
    "words",
]
