"""Counting tokens as OpenAI's o200k_base does, without ever asking the network for it.

The vocabulary comes with the package (0.8 MB) and is built at the first count. Other models
count differently, mostly higher for Arabic; a count plans a request, it promises nothing.
"""

from __future__ import annotations

import base64
import logging
import lzma
import math
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Final

log = logging.getLogger(__name__)

SHA256: Final = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""Of the vocabulary in tiktoken's own text format, as tiktoken 0.14 expects it."""

# Where words end, from tiktoken's definition of o200k_base (MIT).
_WORDS: Final = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
_PIECE: Final = 10_000  # characters; one endless word would take time by the square of its length


def count(text: str) -> int:
    """Return how many tokens ``text`` is; an estimate where the vocabulary cannot be used."""
    return _counter()(text)


def estimate(text: str) -> int:
    """Estimate the tokens of ``text`` from its characters, rather too many than too few.

    Fitted to news in Arabic, Persian and English: ASCII characters and others weigh differently.
    """
    ascii = len(text.encode("ascii", "ignore"))
    return math.ceil(ascii / 4.0 + (len(text) - ascii) / 2.8)


def vocabulary() -> list[bytes]:
    """Unpack the vocabulary: every token in the order of its rank."""
    packed = resources.files("bot").joinpath("data", "o200k.packed.xz").read_bytes()
    return list(_unpack(lzma.decompress(packed)))


def as_text(tokens: list[bytes]) -> bytes:
    """Return a vocabulary in tiktoken's text format: base64, rank, one token a line."""
    return b"".join(b"%s %d\n" % (base64.b64encode(t), rank) for rank, t in enumerate(tokens))


def _unpack(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        end = at + 1 + data[at]
        yield data[at + 1 : end]
        at = end


@cache
def _counter() -> Callable[[str], int]:
    try:
        import tiktoken

        ranks = {token: rank for rank, token in enumerate(vocabulary())}
        encoding = tiktoken.Encoding(
            "o200k_base", pat_str=_WORDS, mergeable_ranks=ranks, special_tokens={}
        )
    except (ImportError, OSError, lzma.LZMAError, ValueError) as error:
        log.warning("tokens are estimated: %s", type(error).__name__)
        return estimate

    def exact(text: str) -> int:
        pieces = (text[i : i + _PIECE] for i in range(0, len(text), _PIECE))
        return sum(len(encoding.encode_ordinary(piece)) for piece in pieces)

    return exact
