"""Remembers what Discord refused, so that it is not asked for the same again and again.

Whoever collects 10,000 answers of 401, 403 or 429 within ten minutes is shut out with all that runs
at the same address: https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit
"""

from collections import deque
from copy import copy
from datetime import timedelta

from adapters.discord.errors import Forbidden, Refusal, SlowDown, Unauthorised
from bot.ports import Clock

_WINDOW = timedelta(minutes=10)
# Far from the limit: other programs may share the address.
_MOST_INVALID = 2_000
# A removal is worth more of it.
_MOST_FOR_REMOVALS = 8_000
REMOVAL = ":delete"
"""How what a removal is about ends."""
# A change of rights makes all of it forgotten; without one the answer is asked for anew after this.
_REMEMBERED = timedelta(minutes=5)
_MOST_ENTRIES = 10_000


class RefusedCalls:
    """What was refused, by place and kind of call, and how often anything was refused of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._refused: dict[str, tuple[float, Forbidden]] = {}
        self._invalid: deque[float] = deque()

    def check(self, about: str) -> None:
        """Return if a call may be made.

        Raises:
            Forbidden: It was refused a moment ago, and nothing has changed since.
            SlowDown: Too much was refused of late.
        """
        now = self._clock.monotonic()
        since = now - _WINDOW.total_seconds()
        while self._invalid and self._invalid[0] <= since:
            self._invalid.popleft()
        most = _MOST_FOR_REMOVALS if about.endswith(REMOVAL) else _MOST_INVALID
        if len(self._invalid) >= most:
            raise SlowDown(timedelta(seconds=self._invalid[0] - since))
        at, refusal = self._refused.get(about, (0.0, None))
        if refusal is not None and now - at < _REMEMBERED.total_seconds():
            # A new one: what is raised again and again remembers where it has been each time.
            raise copy(refusal)

    def note(self, about: str, refusal: Refusal) -> None:
        """Remember how a call was answered."""
        if not isinstance(refusal, Forbidden | SlowDown | Unauthorised):
            return
        now = self._clock.monotonic()
        self._invalid.append(now)
        if about and isinstance(refusal, Forbidden):
            if len(self._refused) >= _MOST_ENTRIES:
                self._refused.clear()
            self._refused[about] = (now, refusal)

    def forget(self) -> None:
        """Forget what was refused, because rights may have changed; the limit goes on counting."""
        self._refused.clear()
