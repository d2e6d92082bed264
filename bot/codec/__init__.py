"""Briefs and other nouns as JSON: for readers (``public``, ``schema``), for us (``stored``).

The readers' form is a contract with programs outside; the stored form is our own and loses nothing.
"""

from bot.codec.public import brief_to_json
from bot.codec.schema import brief_schema
from bot.codec.stored import (
    CodecError,
    dump,
    dump_article,
    dump_brief,
    load,
    load_article,
    load_brief,
)

__all__ = [
    "CodecError",
    "brief_schema",
    "brief_to_json",
    "dump",
    "dump_article",
    "dump_brief",
    "load",
    "load_article",
    "load_brief",
]
