"""What goes through the pipes to a worker: lengths, headers, documents."""

from __future__ import annotations

import json
import struct
from datetime import datetime

LENGTH = struct.Struct(">I")
"""Before every header and every answer: its length in bytes."""


def request(data: bytes, url: str, content_type: str | None, fetched: datetime) -> bytes:
    """Return the bytes that ask a worker to read ``data``."""
    header = {
        "url": url,
        "content_type": content_type,
        "fetched": fetched.isoformat(),
        "size": len(data),
    }
    body = json.dumps(header).encode()
    return LENGTH.pack(len(body)) + body + data
