"""What goes through the pipes to a worker and back."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Final

LENGTH: Final = struct.Struct(">I")
"""Before every header and every answer: its length in bytes."""


def request(header: Mapping[str, object], data: bytes) -> bytes:
    """Return the bytes that ask a worker about ``data``; the header is JSON."""
    head = json.dumps({**header, "size": len(data)}).encode()
    return LENGTH.pack(len(head)) + head + data


def answer(data: bytes) -> bytes:
    """Return an answer as it goes back."""
    return LENGTH.pack(len(data)) + data
