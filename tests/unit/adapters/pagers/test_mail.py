"""Mail goes out encrypted or not at all, once for each page, to one person, in plain words."""

import asyncio
import contextlib
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.pagers.mail import Mail, Security, Server
from bot.chase_ports import Page, PageResult
from bot.domain.chase import Told
from tests.smtp_server import MailServer, mail_server

AT = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
PAGE = Page("chase:0f0f", "C-0042 waits", "Nobody has taken it up.", ("C-0042",), AT)
USER, PASSWORD = "bot", "pass-word"


def box(server: MailServer, security: Security, **more: str) -> Server:
    return Server("localhost", server.port, security, "bot@school.example", **more)


async def paged(
    server: MailServer, security: Security, *, trusted: bool = True, page: Page = PAGE, **more: str
) -> PageResult:
    trust = server.trust if trusted else None
    mail = Mail(box(server, security, **more), "lead@school.example", 1, trust=trust, seconds=5)
    return await mail.page(page)


@pytest.mark.parametrize(
    ("security", "server"),
    [
        (Security.TLS, MailServer(tls=True, account=(USER, PASSWORD))),
        (Security.STARTTLS, MailServer(starttls=True, account=(USER, PASSWORD))),
    ],
    ids=["tls", "starttls"],
)
async def test_password_and_words_are_said_only_when_nobody_can_listen(
    tmp_path: Path, security: Security, server: MailServer
) -> None:
    async with mail_server(tmp_path, server):
        assert await paged(server, security, user=USER, password=PASSWORD) == PageResult(Told.TOLD)
    (mail,) = server.mails
    assert mail["To"] == "lead@school.example"
    assert mail["From"] == "bot@school.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    verbs = {line.split(" ")[0].upper() for line in server.in_the_open}
    assert verbs <= {"EHLO", "STARTTLS"}


async def test_without_starttls_nothing_is_sent_in_the_open(tmp_path: Path) -> None:
    server = MailServer(account=(USER, PASSWORD))
    async with mail_server(tmp_path, server):
        result = await paged(server, Security.STARTTLS, user=USER, password=PASSWORD)
    assert result.told is Told.REFUSED
    assert server.mails == []
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.in_the_open)


@pytest.mark.parametrize(
    ("security", "server"),
    [(Security.TLS, MailServer(tls=True)), (Security.STARTTLS, MailServer(starttls=True))],
    ids=["tls", "starttls"],
)
async def test_a_server_with_a_strange_certificate_gets_nothing(
    tmp_path: Path, security: Security, server: MailServer
) -> None:
    async with mail_server(tmp_path, server):
        result = await paged(server, security, trusted=False)
    assert result == PageResult(Told.REFUSED, "its certificate is not trusted")
    assert server.mails == []


async def test_a_page_that_comes_again_is_the_same_mail(tmp_path: Path) -> None:
    async with mail_server(tmp_path, MailServer()) as server:
        await paged(server, Security.NONE)
        await paged(server, Security.NONE)
        await paged(server, Security.NONE, page=replace(PAGE, key="chase:another"))
    first, again, other = (mail["Message-ID"] for mail in server.mails)
    assert first == again != other
    assert first.endswith("@school.example>")


async def test_a_wrong_password_is_told_as_such(tmp_path: Path) -> None:
    server = MailServer(tls=True, account=(USER, PASSWORD))
    async with mail_server(tmp_path, server):
        result = await paged(server, Security.TLS, user=USER, password="wrong")
    assert result == PageResult(Told.REFUSED, "the server does not take user or password (535)")


@pytest.mark.parametrize(
    ("verb", "answer", "told"),
    [
        ("MAIL", "550 not from you", Told.REFUSED),
        ("MAIL", "451 later", Told.UNREACHABLE),
        ("RCPT", "450 full", Told.UNREACHABLE),
        ("DATA", "554 no", Told.REFUSED),
        ("SENT", "452 full", Told.UNREACHABLE),
        ("CONNECT", "554 not you", Told.REFUSED),
        ("CONNECT", "421 later", Told.UNREACHABLE),
        ("QUIT", "500 what", Told.TOLD),
    ],
)
async def test_each_answer_means_what_its_number_says(
    tmp_path: Path, verb: str, answer: str, told: Told
) -> None:
    async with mail_server(tmp_path, MailServer(answers={verb: answer})) as server:
        result = await paged(server, Security.NONE)
    assert result.told is told, result
    assert "example" not in result.detail


async def test_where_nobody_listens_that_is_a_result(tmp_path: Path) -> None:
    async with mail_server(tmp_path, MailServer()) as server:
        port = server.port
    gone = Server("localhost", port, Security.NONE, "bot@school.example")
    result = await Mail(gone, "lead@school.example", 1).page(PAGE)
    assert result.told is Told.UNREACHABLE
    assert "localhost" not in result.detail


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "RCPT"])
async def test_a_server_that_hangs_costs_no_more_than_one_thread(tmp_path: Path, verb: str) -> None:
    async with mail_server(tmp_path, MailServer(hangs_at=verb)) as server:
        mail = Mail(box(server, Security.NONE), "lead@school.example", 1, seconds=0.3)
        for _ in range(3):
            assert (await mail.page(PAGE)).told is Told.UNREACHABLE
        alive = [one for one in threading.enumerate() if one.name == mail.channel]
        assert len(alive) <= 1
        server.hangs_at = ""
        await asyncio.sleep(0.5)
        assert await mail.page(PAGE) == PageResult(Told.TOLD)


async def test_a_server_that_answers_a_byte_at_a_time_costs_no_more_than_one_thread() -> None:
    async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            for _ in range(50):
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    listening = await asyncio.start_server(trickle, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    slow = Server("127.0.0.1", port, Security.NONE, "bot@school.example")
    mail = Mail(slow, "lead@school.example", 7, seconds=0.3)
    for _ in range(3):
        assert (await mail.page(PAGE)).told is Told.UNREACHABLE
    assert len([one for one in threading.enumerate() if one.name == mail.channel]) == 1
    listening.close()
    await asyncio.sleep(3)
    assert [one for one in threading.enumerate() if one.name == mail.channel] == []


async def test_the_account_is_not_shown_where_a_server_is_printed() -> None:
    server = Server("localhost", 1, Security.TLS, "bot@school.example", USER, PASSWORD)
    assert PASSWORD not in repr(server)
