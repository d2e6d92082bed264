"""The seams of the house, as Protocols. Each has two shipped implementations.

Before you widen a seam, try to do it above the seam.
"""

from bot.ports.chats import Adapter, Handler, Inbox, Pauses, Seal, Services, Standing, Trail
from bot.ports.tools import KEEP, Answerer, Model, PageReader, Progress, Reply, Store, Summarizer
from bot.ports.work import Charges, Digests, Jobs, Outbox, Tasks

__all__ = [
    "KEEP",
    "Adapter",
    "Answerer",
    "Charges",
    "Digests",
    "Handler",
    "Inbox",
    "Jobs",
    "Model",
    "Outbox",
    "PageReader",
    "Pauses",
    "Progress",
    "Reply",
    "Seal",
    "Services",
    "Standing",
    "Store",
    "Summarizer",
    "Tasks",
    "Trail",
]
