"""One tree of errors, each with the text key that a person sees.

BotError
├── ConfigError          a setting is unknown or wrong
├── NotTextError         a file that is to be read as text is none
├── NoLabelsError        rows to measure a judge by have no labels
├── ReadError            a source gives no article (carries a ``Problem``)
├── ModelError           the model did not give a usable answer
│   ├── ModelKeyError        401, 403: the key is wrong or may not use the model
│   ├── ModelUnknownError    404: no such model, or no endpoint at that address
│   ├── ModelQuotaError      the account has no money left; not retryable
│   ├── ModelBusyError       429, 5xx, connection failures; retryable
│   ├── ModelTimeoutError    the total deadline passed; retryable
│   ├── ModelRefusalError    the model or its filter refused
│   ├── ModelContextError    the request does not fit the model's context
│   └── ModelNonsenseError   no JSON that fits, after one repair
├── DeliveryError        a platform did not show a post (carries ``fate``)
├── FeedError            a feed, or a list of feeds, cannot be read
│   ├── NotAFeedError        a web page or something else stands there
│   ├── HostileFeedError     it declares entities of its own
│   ├── LargeFeedError       it is larger than any feed
│   ├── BrokenFeedError      no text, or no end to the reading of it
│   ├── NoFeedFoundError     neither the page nor its site names a feed
│   └── OutlineError         it is no OPML list
├── ScheduleError        what somebody typed for a digest is no schedule
│   ├── NoTimeError          it names no time of day
│   ├── WrongTimeError       25:00 is none
│   ├── ManyTimesError       it names more times than a day may have
│   ├── NoDaysError          no day of the week is left
│   ├── UnknownZoneError     there is no such time zone or city
│   └── SeveralZonesError    a country with more than one time
└── StoreError           the database did not do it (carries ``place`` and ``detail``)
    ├── StoreNotEmptyError   it is to be filled and holds something already
    ├── LostError            another took this work over; what came of it here is not kept
    ├── StoreTakenError      another process of Isnad works on it
    ├── StoreLockedError     another process holds it for too long; retryable
    ├── StoreFullError       the disk is full; retryable
    ├── StoreUnreachableError  it cannot be opened or reached; retryable
    ├── StoreCorruptError    it is damaged, or is no store of Isnad
    └── StoreNewerError      a newer Isnad wrote it

An error carries ``key`` (of ``prompts/lang/*.toml``) and ``values``; ``str`` of it is for logs
and holds no text of users or articles.
"""

from __future__ import annotations

from typing import ClassVar

from bot.model import Fate, Note, Problem


class BotError(Exception):
    """An error that a person is told of, in their language."""

    key = "error.unexpected"
    retryable = False

    def __init__(self, **values: object) -> None:
        super().__init__(self.key, values)
        self.values = values

    @property
    def note(self) -> Note:
        """The text key and values of this error."""
        return Note(self.key, self.values)


class ConfigError(BotError):
    """A setting is unknown or wrong; ``detail`` says which and where: a note, or several."""

    key = "error.config"


class NotTextError(BotError):
    """``file`` is not text in UTF-8."""

    key = "error.not_text"


class NoLabelsError(BotError):
    """Not one row of a set has a label to measure by."""

    key = "error.no_labels"


class ReadError(BotError):
    """A source gives no article."""

    key = "error.read"

    def __init__(self, problem: Problem) -> None:
        super().__init__(kind=problem.kind)
        self.problem = problem

    @property
    def note(self) -> Note:
        """The problem's own text key and values."""
        return self.problem.note


class ModelError(BotError):
    """The model did not give a usable answer; ``for_owner``: only the owner can mend it."""

    key = "error.model"
    for_owner = False


class ModelKeyError(ModelError):
    """The key is wrong or may not use the model."""

    key = "error.model_key"
    for_owner = True


class ModelUnknownError(ModelError):
    """There is no such model, or no endpoint at that address."""

    key = "error.model_unknown"
    for_owner = True


class ModelQuotaError(ModelError):
    """The account behind the key has nothing left."""

    key = "error.model_quota"
    for_owner = True


class ModelBusyError(ModelError):
    """The endpoint is overloaded or out of reach."""

    key = "error.model_busy"
    retryable = True


class ModelTimeoutError(ModelError):
    """The total deadline for one answer passed."""

    key = "error.model_timeout"
    retryable = True


class ModelRefusalError(ModelError):
    """The model, or a filter before it, refused."""

    key = "error.model_refusal"


class ModelContextError(ModelError):
    """The request is longer than the model's context."""

    key = "error.model_context"


class ModelNonsenseError(ModelError):
    """No JSON that fits what was asked, after one repair."""

    key = "error.model_nonsense"


class FeedError(BotError):
    """A feed, or a list of feeds, cannot be read; ``source`` names it."""

    key = "error.feed"


class NotAFeedError(FeedError):
    """A web page or something else stands there."""

    key = "error.feed_none"


class HostileFeedError(FeedError):
    """It declares entities of its own; no honest feed needs them, so nothing of it is read."""

    key = "error.feed_hostile"


class LargeFeedError(FeedError):
    """It is larger than ``megabytes``."""

    key = "error.feed_large"


class BrokenFeedError(FeedError):
    """Its letters cannot be told, or reading it took more time or memory than any feed needs."""

    key = "error.feed_broken"


class NoFeedFoundError(FeedError):
    """Neither the page nor its site names a feed that can be read."""

    key = "error.feed_not_found"


class OutlineError(FeedError):
    """It is no OPML list of feeds."""

    key = "error.feed_outline"


class StoreError(BotError):
    """The database did not do it; ``place`` names it, ``detail`` is the driver's reason."""

    key = "error.store"


class StoreTakenError(StoreError):
    """Another process of Isnad works on the same file."""

    key = "error.store_taken"


class StoreLockedError(StoreError):
    """Another process holds the database, and waiting did not help."""

    key = "error.store_locked"
    retryable = True


class StoreFullError(StoreError):
    """The disk is full."""

    key = "error.store_full"
    retryable = True


class StoreUnreachableError(StoreError):
    """The file cannot be opened, or the server does not answer."""

    key = "error.store_unreachable"
    retryable = True


class StoreCorruptError(StoreError):
    """The database is damaged, or it is not Isnad's."""

    key = "error.store_corrupt"


class StoreNewerError(StoreError):
    """A newer Isnad wrote the database: this one would damage it."""

    key = "error.store_newer"


class StoreNotEmptyError(StoreError):
    """Something is to be copied into a store that holds something already."""

    key = "error.store_not_empty"


class LostError(StoreError):
    """Another attempt took a task over: nothing of this one is kept or shown."""


class DeliveryError(BotError):
    """A platform did not show a post; ``fate`` says what became of it.

    ``after``: seconds for which the platform wants to be left alone; ``stopped``: nothing can be
    shown there until somebody changes the configuration.
    """

    fate: ClassVar[Fate] = Fate.REFUSED
    stopped: ClassVar[bool] = False
    after: float = 0.0


class ScheduleError(BotError):
    """What somebody typed for a digest is no schedule."""

    key = "error.schedule"


class NoTimeError(ScheduleError):
    """It names no time of day."""

    key = "error.schedule_no_time"


class WrongTimeError(ScheduleError):
    """``time`` is no time of day."""

    key = "error.schedule_time"


class ManyTimesError(ScheduleError):
    """It names more than ``most`` times a day."""

    key = "error.schedule_many"


class NoDaysError(ScheduleError):
    """No day of the week is left."""

    key = "error.schedule_days"


class UnknownZoneError(ScheduleError):
    """There is no time zone or known city ``zone``; ``near``, if it is not "", may be meant."""

    key = "error.schedule_zone"

    @property
    def note(self) -> Note:
        """Asks for the zone that may be meant, if there is one."""
        return (
            Note("error.schedule_zone_near", self.values) if self.values["near"] else super().note
        )


class SeveralZonesError(ScheduleError):
    """``place`` has several times; ``zones`` are some of them."""

    key = "error.schedule_zones"
