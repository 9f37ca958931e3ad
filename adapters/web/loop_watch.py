"""Measures how late the event loop wakes up: what blocks it delays every takedown."""

from collections.abc import Callable

from bot.ports import Clock

# 20 ms is the most that anything may block the loop; half of it finds every such moment.
STEP_SECONDS = 0.01
# 15 s is the usual scrape interval: reporting as often, no peak is missed.
STEPS_A_REPORT = 1500


async def watch_loop(
    clock: Clock, report: Callable[[float], None], steps: int = STEPS_A_REPORT
) -> None:
    """Report the worst lag of each interval in seconds, until cancelled. The caller owns the task.

    Args:
        report: Such as `Meters.lagged`.
        steps: Looks before each report.
    """
    while True:
        worst = 0.0
        for _ in range(steps):
            before = clock.monotonic()
            await clock.sleep(STEP_SECONDS)
            worst = max(worst, clock.monotonic() - before - STEP_SECONDS)
        report(worst)
