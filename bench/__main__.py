"""What Isnad takes: ``python -m bench [NAME ...] [--write]``.

Without a name one table is made, each row measured beside a bare peer where there is one. A name
runs one of the longer benches. ``--write`` keeps the figures in ``RESULTS.md``.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence

from bench.results import circumstances, write_section

LONGER = {
    "acks": "acknowledgements beside bare Bolt, in detail",
    "check": "the checker against labelled claims",
    "fanout": "one digest to many chats",
    "grouping": "which articles tell the same story",
    "hostile": "pages beside pages that occupy the parser",
    "kills": "killed at every named point, and at random",
    "polling": "hundreds of feeds",
    "search": "questions to the archive of a chat",
    "tokens": "what a brief sends to a model, in detail",
    "work": "tasks on several workers",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the table, or run the benches that are named."""
    listed = "\n".join(f"  {name:9} {what}" for name, what in LONGER.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog=f"names:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5, help="of the table")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in LONGER]
    if unknown:
        parser.error(f"there is no bench {', '.join(unknown)}; there are {', '.join(LONGER)}")
    print(circumstances())
    for name in given.names:
        print(f"\n## {name}\n")
        importlib.import_module(f"bench.{name}").main(["--write"] if given.write else [])
    if not given.names:
        from bench.table import report

        text = report(given.rounds)
        print(f"\n{text}")
        if given.write:
            write_section("All in one table", text)


if __name__ == "__main__":
    main()
