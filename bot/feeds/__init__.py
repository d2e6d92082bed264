"""Feeds: read, found, asked again in time; lists of them in and out.

    bytes ──▶ document ──▶ syndication | jsonfeed ──▶ reading ──▶ Feed  (in ``reader``'s workers)
    what a person typed ──▶ find ──▶ Polled, Feed
    [Polled] ──▶ poll ──▶ [Poll]        ``schedule.after`` decides when next

Everything is a function of its input but ``Reader`` (processes), ``poll`` and ``find`` (network).
"""
