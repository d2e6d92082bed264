"""A PostgreSQL server of one's own, for as long as a test needs it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, ``None`` without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _major(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdecimal() else 0


@contextmanager
def server() -> Iterator[str]:
    """Run a server in a new folder, on a socket in it; give the URL without a database's name.

    The URL ends in ``/{}``. The server refuses to run as root, so root runs it as another user.
    RuntimeError where there is no PostgreSQL; CalledProcessError if it does not start.
    """
    folder = binaries()
    if folder is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    with tempfile.TemporaryDirectory(prefix="isnad-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        user = _user(home)
        data = str(home / "data")

        def run(program: str, *arguments: str) -> None:
            command = [str(folder / program), "-D", data, *arguments]
            # /dev/null: the server would hold a pipe open, and we would wait for its end
            subprocess.run(  # noqa: S603
                command, check=True, user=user, stdout=subprocess.DEVNULL, cwd=home
            )

        run("initdb", "--no-sync", "-A", "trust", "-U", "isnad", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {setting}" for setting in _SETTINGS)
        options += f" -c listen_addresses='' -k {home}"
        run("pg_ctl", "start", "-w", "-s", "-l", str(home / "log"), "-o", options)
        try:
            yield f"postgresql+psycopg://isnad@/{{}}?host={home}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-s")


def _user(home: Path) -> str | None:
    """Return whom to run the server as, and give them its folder."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, user)
    return user
