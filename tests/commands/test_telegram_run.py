"""`run` and `doctor` as real processes on a Telegram of our own: nothing is lost, nothing leaks."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.services.system_clock import SystemClock
from classifiers.testcard import card_bytes
from tests.commands.shell import environment
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Person

CANARY = "c4nary-words"
WRONG = "987654321:" + "B" * 35


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(SystemClock()) as fake:
        yield fake
    assert fake.problems == []


class Bot:
    """The bot in a process of its own, and all that it printed."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.output = ""
        self.port = port
        self._reading = asyncio.create_task(self._read())

    async def checks(self) -> dict[str, bool]:
        """Return what `/readyz` says; nothing before it listens."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/readyz") as answer,
            ):
                body = await answer.json()
        except aiohttp.ClientError:
            return {}
        return {check["name"]: check["ok"] for check in body["checks"]}

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.output += line.decode()


@asynccontextmanager
async def running(
    telegram: FakeTelegram, place: Path, token: str = "", **more: str
) -> AsyncIterator[Bot]:
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=place,
        env=settings(telegram, place, token) | {"UPSTANDER_WEB__PORT": str(port)} | more,
        stdout=PIPE,
        stderr=STDOUT,
    )
    bot = Bot(process, port)
    try:
        yield bot
    finally:
        await bot.kill()


def settings(telegram: FakeTelegram, place: Path, token: str = "") -> dict[str, str]:
    return environment(
        place,
        UPSTANDER_TELEGRAM__TOKEN=token or telegram.token,
        UPSTANDER_TELEGRAM__BASE_URL=telegram.base_url,
        UPSTANDER_LOG__LEVEL="DEBUG",
    )


async def until(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    try:
        async with asyncio.timeout(seconds):
            while True:
                if true():
                    return
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None


def school(telegram: FakeTelegram) -> tuple[Chat, Person]:
    ana, cleo = telegram.world.new_user("Ana"), telegram.world.new_user("Cleo")
    chat = telegram.world.new_group("7B", members=[ana], admins=[cleo])
    telegram.world.add_bot(chat)
    return chat, ana


async def test_one_poison_update_among_fifty_costs_one_line_and_no_picture(
    telegram: FakeTelegram, place: Path
) -> None:
    (chat, ana), card = school(telegram), card_bytes("png")
    posts = [telegram.world.post(chat, ana, CANARY, photo=card) for _ in range(25)]
    telegram.world.raw({"message": {"message_id": "x", "chat": {"id": chat.id}, "text": CANARY}})
    posts += [telegram.world.post(chat, ana, photo=card) for _ in range(24)]
    async with running(telegram, place) as bot:
        await until(lambda: not any(map(telegram.world.stands, posts)), "49 pictures of 49 removed")
        await until(lambda: "Add it to a class group" in bot.output, "the invitation")
        checks = await bot.checks()
    assert checks["platforms"]
    assert checks["self-check"]
    assert not checks["updates"]
    assert bot.output.count("parked") == 1
    assert "Traceback" not in bot.output
    assert "startgroup=guard&admin=delete_messages+restrict_members" in bot.output
    # The canaries: no part of the token, and nothing that a pupil wrote, at DEBUG.
    assert telegram.calls("deleteMessage")
    for secret in (telegram.token, telegram.token.partition(":")[2], CANARY):
        assert bot.output.count(secret) == 0


async def test_a_killed_bot_goes_on_where_it_was(telegram: FakeTelegram, place: Path) -> None:
    (chat, ana), card = school(telegram), card_bytes("png")
    posts = [telegram.world.post(chat, ana, photo=card) for _ in range(20)]
    async with running(telegram, place) as bot:
        await until(lambda: len(telegram.calls("deleteMessage")) >= 3, "the first removals")
        await bot.kill()
    posts += [telegram.world.post(chat, ana, photo=card) for _ in range(5)]
    async with running(telegram, place):
        await until(lambda: not any(map(telegram.world.stands, posts)), "all pictures removed")


async def test_a_refused_token_is_told_with_its_fix_and_the_bot_is_not_ready(
    telegram: FakeTelegram, place: Path
) -> None:
    async with running(telegram, place, WRONG) as bot:
        await until(lambda: "critical" in bot.output, "a critical line")
        await until(lambda: "Upstander is running" in bot.output, "the web server")
        assert (await bot.checks())["platforms"] is False
    assert "get a new token from @BotFather" in bot.output
    assert WRONG not in bot.output
    assert "Traceback" not in bot.output


async def test_the_web_server_takes_what_telegram_brings(
    telegram: FakeTelegram, place: Path
) -> None:
    url = "https://school.example/telegram/webhook"
    async with running(telegram, place, UPSTANDER_TELEGRAM__WEBHOOK_URL=url) as bot:
        await until(lambda: telegram.webhook.url == url, "the webhook")
        await until(lambda: "Upstander is running" in bot.output, "the web server")
        door = f"http://127.0.0.1:{bot.port}/telegram/webhook"
        async with aiohttp.ClientSession() as session:
            secret = {"X-Telegram-Bot-Api-Secret-Token": telegram.webhook._secret}
            for headers, status in ((secret, 200), ({}, 403)):
                async with session.post(door, json={"update_id": 7}, headers=headers) as answer:
                    assert answer.status == status
    assert telegram.webhook._secret not in bot.output


async def test_doctor_asks_telegram(telegram: FakeTelegram, place: Path) -> None:
    for token, failures in (("", 0), (WRONG, 1)):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor", "--json"),
            cwd=place,
            env=settings(telegram, place, token),
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await process.communicate()
        findings = {finding["name"]: finding for finding in json.loads(out)}
        assert process.returncode == failures, out
        assert findings["telegram account"]["ok"] is not bool(failures)
        assert findings["platforms"]["detail"] == "Telegram"
        assert b"Traceback" not in err
        assert WRONG.encode() not in out + err


async def test_doctor_gives_the_link_in_one_piece_however_narrow_the_terminal(
    telegram: FakeTelegram, place: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        cwd=place,
        env=settings(telegram, place) | {"COLUMNS": "60"},
        stdout=PIPE,
    )
    out, _ = await process.communicate()
    assert b"?startgroup=guard&admin=delete_messages+restrict_members\n" in out


async def test_the_demo_leaves_the_operators_bot_alone(telegram: FakeTelegram, place: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--once"),
        cwd=place,
        env=settings(telegram, place),
        stdout=PIPE,
        stderr=STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out
    assert telegram.log == []
