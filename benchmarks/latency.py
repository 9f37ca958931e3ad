"""Measures the time from post to removal in the sandbox, and how much the event loop is delayed.

    .venv/bin/python -m benchmarks.latency [POSTS]

Real models, real SQLite on disk, real pipeline. Half of the posts are a known picture (the test
card), half a drawn picture that the classifier removes; none is an intimate picture.
"""

import asyncio
import io
import resource
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from adapters.sandbox.state import Upload
from adapters.sandbox.world import World, user
from adapters.web.fetching import PublicWeb
from bot.app import App, Parts, bind_sandbox, open_app, sandbox_platform
from bot.cli.assemble import presets_for, screener_for, texts_for
from bot.cli.serve import spare_the_loop
from bot.services.system_clock import SystemClock
from classifiers.canary import draw_canary
from classifiers.comparing import HashComparer
from classifiers.testcard import draw_card
from config.helplines import load_helplines
from config.lists import load_lists
from config.schema import PolicySettings, Settings

PAUSE = 0.05
CHAT = "class-7b"


def picture(drawing: Image.Image, number: int) -> bytes:
    """Return the drawing as a 1280 px JPEG; each number gives other bytes."""
    stream = io.BytesIO()
    drawing.convert("RGB").resize((1280, 1280)).save(stream, "JPEG", quality=70 + number % 25)
    return stream.getvalue()


async def watch(lags: list[float]) -> None:
    """Note how late the loop wakes up, every 5 ms."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        lags.append(time.perf_counter() - before - 0.005)


async def removal(world: World, data: bytes) -> float:
    """Post a picture and return the seconds until nobody sees it."""
    gone = asyncio.Event()
    message = world.post(CHAT, user("ana"), "", [Upload(data)])
    started = time.perf_counter()
    stop = world.store.watch(
        lambda change: (
            gone.set()
            if change.message == message.id and message.id not in world.store.chats[CHAT].messages
            else None
        )
    )
    async with asyncio.timeout(30):
        await gone.wait()
    stop()
    return time.perf_counter() - started


async def measure(posts: int) -> dict[str, list[float]]:
    clock = SystemClock()
    world = World(clock, lambda: secrets.token_urlsafe(12))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), policy=PolicySettings(breaker_per_hour=10_000))
        screener = screener_for(settings)
        parts = Parts(
            settings,
            clock,
            screener,
            texts_for(settings),
            presets_for(settings),
            load_lists(settings.data_dir),
            PublicWeb(seconds=30),
            [sandbox_platform(world)],
            HashComparer(),
            load_helplines(settings.data_dir, settings.country),
        )
        async with open_app(parts) as app:
            await bind_sandbox(app, world, clock)
            spare_the_loop()
            running = asyncio.create_task(app.run())
            times = await post_all(app, world, posts)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    return times


async def post_all(app: App, world: World, posts: int) -> dict[str, list[float]]:
    card, drawn = draw_card(), draw_canary()
    known = [picture(card, number) for number in range(posts // 2)]
    judged = [picture(drawn, number) for number in range(posts // 2)]
    times: dict[str, list[float]] = {"known": [], "judged": [], "lag": []}
    await removal(world, picture(drawn, 0))
    watching = asyncio.create_task(watch(times["lag"]))
    for one, other in zip(known, judged, strict=True):
        for name, data in (("known", one), ("judged", other)):
            times[name].append(await removal(world, data))
            # Class chats have pauses; the words of the last removal are still being said.
            await asyncio.sleep(PAUSE)
    watching.cancel()
    while not await app.settled():  # noqa: ASYNC110 - the answer lies in the database
        await asyncio.sleep(0.05)
    return times


def line(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return (
        f"| {name} | {len(ordered)} | {p50 * 1e3:.1f} | {p95 * 1e3:.1f} | {ordered[-1] * 1e3:.1f} |"
    )


def main() -> None:
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    times = asyncio.run(measure(posts))
    print("| what | n | p50 ms | p95 ms | max ms |\n|---|---|---|---|---|")
    print(line("post to removal, known picture", times["known"]))
    print(line("post to removal, judged by both models", times["judged"]))
    print(line("post to removal, all", times["known"] + times["judged"]))
    print(line("event-loop lag", times["lag"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
