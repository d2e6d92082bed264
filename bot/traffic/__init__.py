"""What adapters of every chat platform need to come and go.

``arrivals``: work in lines, in each of which it is done in order. ``attachments``: the files that
people sent, in a folder for each chat. ``faults`` (pure): what can go wrong with a call.
``turns`` (pure) and ``limiter``: whose turn it is under a platform's limits, and the pauses that
it asks for.
"""
