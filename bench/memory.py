"""How much memory processes have, and had at most, in MB."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path


def resident(pid: int) -> float:
    """Return the memory (RSS) of a process and all below it in MB, 0 where it is gone."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return 0.0
    return _said(pid, "VmRSS") + sum(resident(int(child)) for child in children)


def peak() -> float:
    """Return the most memory that this process has had, in MB.

    ``getrusage`` would do, but Linux begins a child's peak with its parent's (getrusage(2): it is
    kept over execve); what stands in /proc begins anew with the program.
    """
    if found := _said("self", "VmHWM"):
        return found
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


def _said(pid: int | str, what: str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    found = re.search(rf"{what}:\s+(\d+)", status)  # one that has ended has none
    return int(found[1]) / 1024 if found else 0.0
