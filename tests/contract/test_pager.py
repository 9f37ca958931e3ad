"""The contract of pagers: words arrive, and whatever goes wrong is a result within the deadline."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp import web

from adapters.pagers.mail import Mail, Security, Server
from adapters.pagers.ntfy import Ntfy
from adapters.pagers.webhook import Webhook
from bot.chase_ports import Page, Pager, PageResult
from bot.domain.chase import Told
from tests.pagers import FakePager
from tests.smtp_server import MailServer, mail_server

AT = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
PAGE = Page(
    "chase:0f0f", "C-0042 espera", "Abierto desde hace 2 días.\nHay que ir.", ("C-0042",), AT
)
SECONDS = 1.0


class Rig(Protocol):
    """One pager and the other side that it speaks to."""

    pager: Pager

    def refuse(self) -> None: ...
    def be_busy(self) -> None: ...
    def hang(self) -> None: ...
    def arrived(self) -> list[tuple[str, str]]: ...


class MailRig:
    def __init__(self, server: MailServer) -> None:
        self._server = server
        box = Server("localhost", server.port, Security.NONE, "bot@school.example")
        self.pager: Pager = Mail(box, "lead@school.example", 1, seconds=SECONDS)

    def refuse(self) -> None:
        self._server.answers["RCPT"] = "550 no such person"

    def be_busy(self) -> None:
        self._server.answers["RCPT"] = "451 later"

    def hang(self) -> None:
        self._server.hangs_at = "SENT"

    def arrived(self) -> list[tuple[str, str]]:
        return [
            (str(mail["Subject"]), mail.get_content().replace("\r\n", "\n").strip())
            for mail in self._server.mails
        ]


class HttpRig:
    """A web server that takes JSON; `words` finds title and text in it."""

    def __init__(self, words: Callable[[dict[str, Any]], tuple[str, str]]) -> None:
        self._words = words
        self._status = 200
        self._hangs = False
        self._bodies: list[dict[str, Any]] = []
        self.pager: Pager = FakePager()

    async def take(self, request: web.Request) -> web.Response:
        if self._hangs:
            await asyncio.sleep(SECONDS * 20)
        if self._status == 200:
            self._bodies.append(json.loads(await request.text()))
        return web.Response(status=self._status)

    def refuse(self) -> None:
        self._status = 403

    def be_busy(self) -> None:
        self._status = 503

    def hang(self) -> None:
        self._hangs = True

    def arrived(self) -> list[tuple[str, str]]:
        return [self._words(body) for body in self._bodies]


class FakeRig:
    def __init__(self) -> None:
        self._fake = FakePager()
        self.pager: Pager = self._fake

    def refuse(self) -> None:
        self._fake.answer = PageResult(Told.REFUSED, "no")

    def be_busy(self) -> None:
        self._fake.answer = PageResult(Told.UNREACHABLE, "busy")

    def hang(self) -> None:
        self.be_busy()

    def arrived(self) -> list[tuple[str, str]]:
        return [(page.title, page.text) for page in self._fake.pages]


@asynccontextmanager
async def mail(folder: Path) -> AsyncIterator[Rig]:
    async with mail_server(folder, MailServer()) as server:
        yield MailRig(server)


@asynccontextmanager
async def http(rig: HttpRig, pager: Callable[[str], Pager]) -> AsyncIterator[Rig]:
    app = web.Application()
    app.router.add_post("/{path:.*}", rig.take)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        rig.pager = pager(f"http://127.0.0.1:{runner.addresses[0][1]}")
        yield rig
    finally:
        await runner.cleanup()


def webhook(_folder: Path) -> AbstractAsyncContextManager[Rig]:
    def words(body: dict[str, Any]) -> tuple[str, str]:
        title, _, text = body["text"].partition("\n")
        return title, text

    return http(HttpRig(words), lambda url: Webhook(f"{url}/hook", seconds=SECONDS))


def ntfy(_folder: Path) -> AbstractAsyncContextManager[Rig]:
    rig = HttpRig(lambda body: (body["title"], body["message"]))
    return http(rig, lambda url: Ntfy(f"{url}/topic", seconds=SECONDS))


@asynccontextmanager
async def fake(_folder: Path) -> AsyncIterator[Rig]:
    yield FakeRig()


RIGS: list[Callable[[Path], AbstractAsyncContextManager[Rig]]] = [mail, webhook, ntfy, fake]


@pytest.fixture(params=RIGS, ids=lambda rig: rig.__name__)
async def rig(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Rig]:
    async with request.param(tmp_path) as rig:
        yield rig


async def test_the_words_arrive_whole_in_every_language(rig: Rig) -> None:
    assert await rig.pager.page(PAGE) == PageResult(Told.TOLD)
    assert rig.arrived() == [(PAGE.title, PAGE.text)]


async def test_a_refusal_is_a_result_and_says_why(rig: Rig) -> None:
    rig.refuse()
    result = await rig.pager.page(PAGE)
    assert result.told is Told.REFUSED
    assert result.detail
    assert rig.arrived() == []


async def test_who_is_busy_is_tried_again(rig: Rig) -> None:
    rig.be_busy()
    result = await rig.pager.page(PAGE)
    assert result.told is Told.UNREACHABLE
    assert result.detail


async def test_who_hangs_is_left_within_the_deadline(rig: Rig) -> None:
    rig.hang()
    start = time.monotonic()
    result = await rig.pager.page(PAGE)
    assert result.told is Told.UNREACHABLE
    assert time.monotonic() - start < SECONDS * 10


async def test_the_channel_is_a_word_for_tables_and_numbers(rig: Rig) -> None:
    assert 0 < len(rig.pager.channel) <= 32
    assert rig.pager.channel.replace("-", "").isalnum()
