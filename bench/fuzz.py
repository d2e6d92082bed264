"""Fuzzing by coverage: ``make fuzz``, or ``python -m bench.fuzz [--seconds N] [TARGET ...]``.

Each target runs in a process of its own under atheris (libFuzzer for Python). What breaks one is
kept as a file in ``--found``, and its way there is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

RUN = "--run"
LONGEST = 4096  # bytes of one input


def main() -> None:
    """Fuzz every target for a while, or the named ones; the status is 1 if one broke."""
    if sys.argv[1:2] == [RUN]:
        _run(sys.argv[2], sys.argv[3:])
        return
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("targets", nargs="*", help="which; all if none is named")
    options.add_argument("--seconds", type=int, default=60, help="for each target")
    options.add_argument("--found", type=Path, default=Path(".fuzz"), help="folder for findings")
    given = options.parse_args()
    from bench.targets import TARGETS

    if unknown := set(given.targets) - set(TARGETS):
        options.error(f"no such target: {', '.join(sorted(unknown))}; {', '.join(TARGETS)}")
    broken = [
        name for name in given.targets or TARGETS if not _fuzz(name, given.seconds, given.found)
    ]
    print(f"broken: {', '.join(broken) or 'none'}")
    sys.exit(bool(broken))


def _fuzz(name: str, seconds: int, found: Path) -> bool:
    """Run one target; True if nothing broke it."""
    corpus = found / name
    corpus.mkdir(parents=True, exist_ok=True)
    flags = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10"]
    flags += [f"-artifact_prefix={found}/{name}-", "-verbosity=0", "-print_final_stats=1"]
    command = [sys.executable, "-m", "bench.fuzz", RUN, name, str(corpus), *flags]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    stats = [line for line in ran.stderr.splitlines() if "number_of_executed" in line]
    print(f"{name}: {'held' if ran.returncode == 0 else 'BROKEN'} {' '.join(stats)}")
    if ran.returncode:
        print(ran.stderr[-4000:], file=sys.stderr)
    return ran.returncode == 0


def _run(name: str, flags: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["bot", "adapters"]):
        from bench.targets import TARGETS
    atheris.Setup([sys.argv[0], *flags], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
