"""One call of an exchange: in its own time, tried again a few times, never for ever.

Not `stamina`: what has to be waited for is what the other side's ``Retry-After`` says, and tests
move the clock. The clients' own retries are switched off, because they sleep in a thread that
nobody can stop.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.domain.errors import ExchangeFailed, TryLater
from bot.ports import Clock

T = TypeVar("T")

# For one try, and for the whole of a thread that makes it.
SECONDS = 60.0
_TRIES = 3
_FIRST_PAUSE = 1.0
# A command that somebody waits for does not wait longer; a time switch runs it again.
_LONGEST_PAUSE = 30.0


class Again(Exception):
    """A call failed in a way that passes; the text says how, without addresses or contents.

    Attributes:
        after: Seconds that the other side asks to wait, if it does.
    """

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


async def asked(
    name: str, call: Callable[[], Awaitable[T]], clock: Clock, seconds: float = SECONDS
) -> T:
    """Return what a call returns.

    Raises:
        ExchangeFailed: It failed every time.
        TryLater: The other side asks to wait for longer than this does.
    """
    pause, why = _FIRST_PAUSE, ""
    for attempt in range(_TRIES):
        if attempt:
            await clock.sleep(pause)
        try:
            async with asyncio.timeout(seconds):
                return await call()
        except TimeoutError:
            why, pause = f"no answer within {seconds:g} seconds", pause * 2
        except Again as failed:
            why = str(failed)
            pause = pause * 2 if failed.after is None else failed.after
            if pause > _LONGEST_PAUSE:
                raise TryLater(timedelta(seconds=pause)) from None
    raise ExchangeFailed(f"{name}: {why}. Tried {_TRIES} times; what was there stays.")


def seconds_in(retry_after: str | None) -> float | None:
    """Return what a ``Retry-After`` asks for; None where it names a date or is no number."""
    text = (retry_after or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def refuse_status(name: str, status: int, retry_after: str | None) -> None:
    """Raise unless an answer is one.

    Raises:
        ExchangeFailed: Trying again would not help.
        Again: It may.
    """
    if status == 200:
        return
    if status in (401, 403):
        raise ExchangeFailed(
            f"{name} does not take the credentials (answer {status}). Look at the variables that "
            f"begin with UPSTANDER_EXCHANGE__{name.upper()}."
        )
    if status == 429 or status >= 500:
        raise Again(f"the answer was {status}", seconds_in(retry_after))
    raise ExchangeFailed(f"{name}: the answer was {status}; what was there stays.")
