"""`demo`: a scripted class goes through the real pipeline, then the sandbox chat is served."""

import asyncio
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from adapters.sandbox.world import World
from bot.app import App
from bot.cli.assemble import set_up_logging
from bot.cli.demo_script import Expected, Scene, script
from bot.cli.scan import COLOURS
from bot.cli.serve import running_app, until_told_to_stop, web_pages
from bot.domain.message import MessageRef
from bot.domain.work import ItemVerdict
from config.schema import LogLevel, Settings

_SCENE_SECONDS = 30.0


def demo(settings: Settings, *, once: bool) -> bool:
    """Play the script; unless `once`, serve the chat afterwards.

    Returns:
        Whether every verdict was the scripted one.

    Raises:
        StartRefused: The port is taken, or the models cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="upstander-demo-") as folder:
        own = settings.model_copy(
            update={
                # The demo leaves the operator's own data alone, and only cases go to disk here.
                "data_dir": Path(folder),
                "database_url": None,
                "sandbox": settings.sandbox.model_copy(update={"enabled": True}),
                "telegram": settings.telegram.model_copy(update={"token": None}),
                "discord": settings.discord.model_copy(update={"token": None}),
                "log": settings.log.model_copy(update={"level": _quiet(settings.log.level)}),
            }
        )
        set_up_logging(own)
        return asyncio.run(_play(own, once=once))


def _quiet(level: LogLevel) -> LogLevel:
    """Keep the table readable, unless the operator asked for more than the usual lines."""
    return LogLevel.ERROR if level is LogLevel.INFO else level


async def _play(settings: Settings, *, once: bool) -> bool:
    console = Console()
    async with running_app(settings) as running:
        app, world = running.app, running.world
        if once:
            return await _table(console, app, world)
        async with web_pages(settings, app, world) as address:
            right = await _table(console, app, world)
            console.print(
                f"\nThe sandbox class chat is open: [bold]{address}[/]  (Ctrl-C stops it)"
            )
            await until_told_to_stop(running)
            return right


async def _table(console: Console, app: App, world: World) -> bool:
    table = Table("what", "verdict", "why", "ms", title="A class, played through the real pipeline")
    wrong = 0
    for scene in script():
        ended = await _played(scene, app, world)
        right = _as_expected(ended, scene.expected)
        wrong += not right
        outcome = ended.outcome.value if ended.outcome else "undecided"
        table.add_row(
            scene.what,
            f"[{COLOURS.get(outcome, 'red')}]{outcome}[/]",
            ended.reason if right else f"{ended.reason} [red](not as scripted)[/]",
            _milliseconds(ended),
        )
    console.print(table)
    if wrong:
        console.print(f"[red]{wrong} verdicts are not the scripted ones.[/]")
    return not wrong


async def _played(scene: Scene, app: App, world: World) -> ItemVerdict:
    """Play one scene and wait until its last item is decided and everything is carried out."""
    chat, message = scene.play(world)
    ref = MessageRef("sandbox", chat, message)
    next_step = scene.second_step
    async with asyncio.timeout(_SCENE_SECONDS):
        while True:
            verdicts = await app.books.queue.verdicts(ref)
            if len(verdicts) >= scene.items and verdicts[-1].outcome and await app.settled():
                return verdicts[-1]
            if next_step and verdicts and verdicts[0].outcome:
                # Once: a second swap would take the bytes of the first away.
                next_step(world, message)
                next_step = None
            await asyncio.sleep(0.01)


def _as_expected(ended: ItemVerdict, expected: Expected) -> bool:
    return ended.outcome is expected.outcome and ended.reason == expected.reason


def _milliseconds(ended: ItemVerdict) -> str:
    if ended.decided_at is None:
        return "-"
    return f"{(ended.decided_at - ended.received_at).total_seconds() * 1000:.0f}"
