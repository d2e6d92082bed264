"""A model that is left alone for a while after it has failed again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import ModelBusyError, ModelError, ModelTimeoutError
from bot.ports import Model, Reply

FAILURES: Final = 4  # in a row, of all briefs at one endpoint
REST: Final = 60.0  # seconds until one call tries it again

_OUTAGES: Final = (ModelBusyError, ModelTimeoutError)


@dataclass
class _State:
    failures: int = 0
    until: float = 0.0
    trying: bool = False
    last: ModelError | None = None


class BreakerModel:
    """Wraps a ``Model``: after FAILURES outages in a row its calls fail at once, for REST seconds.

    Then one call tries the endpoint while others still fail; if it is answered, all goes on, if
    not, the rest begins anew. A wrong key, an empty account or an unknown model opens it at once:
    asking again would help nobody. What the model says (a refusal, nonsense) is no outage.
    ``clock`` gives seconds, monotonic.
    """

    def __init__(
        self,
        model: Model,
        *,
        failures: int = FAILURES,
        rest: float = REST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = model.name
        self._model = model
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._state = _State()

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Ask; while the breaker is open, raise the last error again without asking."""
        trying = self._admit()
        try:
            reply = await self._model.ask(system, user, schema, label)
        except ModelError as error:
            if error.for_owner or isinstance(error, _OUTAGES):
                self._failed(error)
            else:
                self._state = _State()  # it answered, if only to refuse
            raise
        finally:
            if trying:
                self._state.trying = False
        self._state = _State()
        return reply

    def _admit(self) -> bool:
        """Let a call through or raise; return whether it is the one that tries."""
        state = self._state
        if state.last is None or not state.until:
            return False
        if self._clock() < state.until or state.trying:
            raise type(state.last)(**state.last.values)
        state.trying = True
        return True

    def _failed(self, error: ModelError) -> None:
        state = self._state
        state.failures += 1
        state.last = error
        if error.for_owner or state.failures >= self._most:
            state.until = self._clock() + self._rest
