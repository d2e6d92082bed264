"""Chat platforms, one module or package each; ``bot.build`` finds them by name."""
