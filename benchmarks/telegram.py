"""Measures what Upstander promises on Telegram: the real program before the fake Bot API server.

    .venv/bin/python -m benchmarks.telegram [FIGURE...]

The program runs from its launcher, with its real models, on a database on disk. Photos are drawn by
code; those that have to go are in a hash bank. The server's log and the world behind it are the
judge, never the bot's own record.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.figures import (
    CLASSES,
    Figure,
    Row,
    Run,
    ends,
    measure,
    mixed,
    parser_of,
    spread,
    steadily,
)
from bot.services.system_clock import SystemClock
from tests.conformance.telegram_process import ROOT, Class, Process, draw
from tests.telegram.faults import Kind
from tests.telegram.server import Call, FakeTelegram
from tests.telegram.state import Chat, Message

BAD = 50
LAUNCHER = str(ROOT / "upstander")
TelegramRun = Run[FakeTelegram, Class, Process]
# After its photo was fetched, an item is decided within this time.
_DECIDED = 5.0


@asynccontextmanager
async def running(bad: int = BAD, **settings: str) -> AsyncIterator[TelegramRun]:
    """Run the bot before a fresh server, with the adults named."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeTelegram(SystemClock()) as server:
            bot = Process(Path(folder), server, LAUNCHER, "run", **settings)
            pictures = [draw(number) for number in range(bad)]
            await bot.know(pictures)
            await bot.start()
            school = Class(server)
            await school.name_the_adults(bot)
            try:
                yield Run(server, school, bot, pictures)
            finally:
                await bot.kill()


# --- kill -9


async def kills() -> list[Row]:
    """Kill it with -9 after 5, 20 and 40 removals, beside the library's own polling."""
    rows = []
    for after in (5, 20, 40):
        async with running() as run:
            await run.killed(after)
            await run.all_gone()
            await run.bot.quiet()
            what = f"kill -9 after {after}: left up / innocent / double"
            rows.append((what, run.wrong, "0 / 0 / 0"))
        left = await _peer_left_up(after)
        rows.append((f"the same, the library's own polling: left up of {BAD}", str(left), "-"))
    return rows


async def _peer_left_up(after: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with FakeTelegram(SystemClock()) as server:
            school, home = Class(server), Path(folder)
            bad = [draw(number) for number in range(BAD)]
            bank = home / "bank.txt"
            command = (sys.executable, "-m", "benchmarks.telegram_peer", server.token)
            bot = Process(home, server, *command, server.base_url, str(bank))
            await bot.know(bad)
            await bot.start()
            run = Run(server, school, bot, bad)
            await run.killed(after)
            await bot.quiet()
            await bot.kill()
            return school.left_up


# --- poison


async def poison() -> list[Row]:
    """One update that cannot be read among 50."""
    async with running() as run:
        before = run.bot.output.count("\n")
        for number, data in enumerate(run.bad):
            if number == BAD // 2:
                chat = run.school.chat.raw
                run.school.world.raw({"message": {"message_id": {}, "date": [], "chat": chat}})
            run.school.post(data, bad=True)
        await run.all_gone()
        await run.bot.quiet()
        lines = [line for line in run.bot.output.split("\n")[before:] if "parked" in line]
        removed = f"{run.school.removed} of {BAD}"
        return [
            ("one poison update among 50: removed", removed, f"{BAD} of {BAD}"),
            ("log lines about it", str(len(lines)), "1 at most"),
        ]


# --- how fast


async def deletes() -> list[Row]:
    """25 deletes in one group: those that wait for a restart, and those of fresh photos."""
    async with running(bad=25) as run:
        run.server.faults.fail("deleteMessage", Kind.HANG, every=1)
        for data in run.bad:
            run.school.post(data, bad=True)
        # The lane takes eight at once; the others wait in the outbox with them.
        await run.bot.until(lambda: len(run.server.calls("download")) >= 25, "25 looks")
        await asyncio.sleep(_DECIDED)
        await run.bot.kill()
        run.server.faults.heal()
        run.server.log.clear()
        await run.bot.start()
        await run.all_gone()
        waiting = _span(run.server.calls("deleteMessage"))
    async with running(bad=25) as run:
        for data in run.bad:
            run.school.post(data, bad=True)
        await run.all_gone()
        fresh = _span(run.server.calls("deleteMessage"))
    return [
        ("25 decided deletes in one group, first to last", f"{waiting:.2f} s", "0.5 s"),
        ("25 fresh photos in one group, first delete to last", f"{fresh:.2f} s", "-"),
    ]


async def latency() -> list[Row]:
    """From the hand-over of an update to the call that deletes its message."""
    rows = []
    for rate, photos in ((1, 30), (10, 150), (30, 300)):
        async with running(bad=photos // 3) as run:
            await _steadily(run, rate)
            await run.all_gone()
            times = [_delay(run.server, one) for one, bad in run.school.posted if bad]
            what = f"delivery to delete at {rate} photos/s in {CLASSES} classes, p50 / p95"
            rows.append((what, spread(times), "-"))
    return rows


async def _steadily(run: TelegramRun, rate: int) -> None:
    pictures = mixed(run.bad)
    chats = [run.school.found(f"class {number}") for number in range(CLASSES)]
    await run.bot.quiet()

    def post(number: int) -> None:
        data, bad = pictures[number]
        run.school.post(data, bad=bad, chat=chats[number % CLASSES])

    await steadily(len(pictures), rate, post)


async def flood() -> list[Row]:
    """Another chat's wait behind 1,000 photos in one chat."""
    async with running(bad=10) as run:
        other = run.school.found("8A")
        some = [draw(2000 + number, (320, 240)) for number in range(50)]
        await run.bot.quiet()
        for number in range(1000):
            run.school.post(some[number % 50], bad=False)
        posted, times = [], []
        for data in run.bad:
            posted.append(run.school.world.post(other, run.school.pupils[0], "", photo=data))
            times.append(asyncio.get_running_loop().time())
            await run.bot.until(_gone(other, posted[-1]), "removal in the other chat")
        seen = len(run.server.calls("download"))
        assert seen < 900, "the flood was over too soon to prove anything"
        waits = [_deleted_at(run.server, one) - at for one, at in zip(posted, times, strict=True)]
        handled = [_delay(run.server, one) for one in posted]
        what = "another chat behind 1,000 photos"
        return [
            (f"{what}, delivery to delete, p50 / longest of 10", ends(handled), "1 s"),
            (f"{what}, post to delete, p50 / longest of 10", ends(waits), "1 s"),
        ]


# --- the token


async def token() -> list[Row]:
    """How often the token stands in all output at DEBUG, with failing calls."""
    async with running(bad=10, UPSTANDER_LOG__LEVEL="DEBUG") as run:
        for method in ("deleteMessage", "getFile", "download", "sendMessage", "getUpdates"):
            for kind in (Kind.LOST, Kind.BAD_GATEWAY, Kind.RESET, Kind.CUT):
                if not (method == "download" and kind is Kind.LOST):
                    run.server.faults.fail(method, kind)
        run.post_all()
        await run.all_gone()
        await run.bot.quiet()
        await run.bot.stop()
        secret = run.server.token.partition(":")[2]
        found = run.bot.output.count(secret)
        lines = run.bot.output.count("\n")
        return [(f"the token in {lines} lines of output at DEBUG", str(found), "0")]


# --- reading the server's log


def _span(calls: Sequence[Call]) -> float:
    seconds = [call.second for call in calls if call.changed]
    return max(seconds) - min(seconds)


def _gone(chat: Chat, message: Message) -> Callable[[], bool]:
    return lambda: chat.messages.get(message.id) is not message


def _deleted_at(server: FakeTelegram, message: Message) -> float:
    return next(
        call.second
        for call in server.calls("deleteMessage")
        if str(call.params["message_id"]) == str(message.id)
        and str(call.params["chat_id"]) == str(message.chat.id)
    )


def _delay(server: FakeTelegram, message: Message) -> float:
    updates = server.world.updates
    number = next(
        one["update_id"]
        for one in updates.sent
        if one.get("message", {}).get("message_id") == message.id
        and one["message"]["chat"]["id"] == message.chat.id
    )
    return _deleted_at(server, message) - updates.handed_at[number]


FIGURES: dict[str, Figure] = {
    one.__name__: one for one in (kills, poison, deletes, latency, flood, token)
}


if __name__ == "__main__":
    measure(parser_of(__doc__, FIGURES), FIGURES)
