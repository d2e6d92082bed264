"""A PostgreSQL server of one's own, for as long as a test needs it."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# without fsync a crash of the server loses nothing; a power cut would
_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=40",
    "dynamic_shared_memory_type=mmap",  # a file in its folder: nothing stays behind
)


def binaries() -> Path | None:
    """Return the folder of a PostgreSQL server's programs, ``None`` without one.

    The machine's own newest comes first, then the ``pgserver`` wheel's.
    """
    return installed() or bundled()


def installed() -> Path | None:
    """Return the folder of the newest PostgreSQL server that this machine has."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def bundled() -> Path | None:
    """Return the folder of the PostgreSQL server in the ``pgserver`` wheel."""
    spec = importlib.util.find_spec("pgserver")  # not imported: it takes hold of a folder
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places))) / "pginstall" / "bin" if places else None
    return folder if folder and (folder / "initdb").is_file() else None


def _major(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdecimal() else 0


@contextmanager
def server(programs: Path | None = None, place: str | None = None) -> Iterator[str]:
    """Run a server in a new folder, on a socket in it; give the URL without a database's name.

    The URL has ``{}`` in its place. ``programs`` is their folder, else that of ``binaries``;
    ``place`` is where the new folder is made, else where temporary files are. The server refuses
    to run as root, so root runs it as another user. RuntimeError where there is no PostgreSQL;
    CalledProcessError if it does not start.
    """
    folder = programs or binaries()
    if folder is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    with _folder(place) as name:
        home = Path(name)
        user = _user(home)
        folder = _reachable(folder, home) if user else folder
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


def _folder(place: str | None) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="isnad-pg-", dir=place, ignore_cleanup_errors=True)


def create(url: str, name: str) -> None:
    """Make a new database on the server of ``url``."""
    import psycopg  # tests that need no server need no driver

    address = url.replace("+psycopg", "").format("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())


def restart(url: str) -> None:
    """Restart the server of ``url`` as if it had crashed: connections break, it recovers."""
    home = Path(url.partition("host=")[2])
    data = home / "data"
    program = Path((data / "postmaster.opts").read_text().split(None, 1)[0]).with_name("pg_ctl")
    user = data.owner() if os.geteuid() == 0 else None
    command = [str(program), "restart", "-D", str(data), "-m", "immediate", "-w", "-s"]
    log = ["-l", str(home / "log")]
    subprocess.run([*command, *log], check=True, user=user, cwd=home)  # noqa: S603


def _reachable(folder: Path, home: Path) -> Path:
    """Return programs that any user can run: a copy in ``home`` where they lie too deep."""
    if all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents)):
        return folder
    copy = home / "programs" / "pgserver" / "pginstall"
    shutil.copytree(folder.parent, copy, symlinks=True)
    libraries = folder.parents[2] / "pgserver.libs"  # the wheel's programs look for them there
    if libraries.is_dir():
        shutil.copytree(libraries, home / "programs" / libraries.name, symlinks=True)
    return copy / folder.name


def _user(home: Path) -> str | None:
    """Return whom to run the server as, and give them its folder."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, user)
    return user
