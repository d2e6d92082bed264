"""``python -m bot`` is ``isnad``."""

from bot.cli import main

main()
