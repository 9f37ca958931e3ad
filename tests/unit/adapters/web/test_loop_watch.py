"""The watch on the event loop reports the worst lag of each interval."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from adapters.web.loop_watch import STEP_SECONDS, watch_loop


class LaggingClock:
    """Wakes up later than asked by the given lags, then ends the watch."""

    def __init__(self, lags: list[float]) -> None:
        self._now = 100.0
        self._lags: Iterator[float] = iter(lags)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._now, UTC)

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        lag = next(self._lags, None)
        if lag is None:
            raise TimeoutError
        self._now += seconds + lag


async def test_worst_lag_of_each_interval_is_reported() -> None:
    reports: list[float] = []

    with pytest.raises(TimeoutError):
        await watch_loop(LaggingClock([0.0, 0.3, 0.1, 0.0, 0.0, 0.02]), reports.append, steps=3)

    assert reports == pytest.approx([0.3, 0.02])


async def test_waking_early_is_no_negative_lag() -> None:
    reports: list[float] = []

    with pytest.raises(TimeoutError):
        await watch_loop(LaggingClock([-STEP_SECONDS / 2]), reports.append, steps=1)

    assert reports == [0.0]
