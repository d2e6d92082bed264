"""Run every bench: ``python -m bench [--write]``."""

from __future__ import annotations

import sys

from bench.check import main as check
from bench.results import circumstances
from bench.search import main as search

BENCHES = {"Checker": check, "Search": search}


def main() -> None:
    print(circumstances())
    for name, run in BENCHES.items():
        print(f"\n## {name}\n")
        run([option for option in sys.argv[1:] if option == "--write"])


if __name__ == "__main__":
    main()
