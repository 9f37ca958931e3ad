"""`pager test` and what `doctor` says of pagers: who is called when, and what came of a test."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.pagers.mail import Mail
from bot.cli.pagers import pager_finding, pagers_for
from bot.cli.pagers import test_pagers as send_test
from bot.domain.chase import Step
from config.pagers import MailSettings, NtfySettings, PagerSettings, WebhookSettings
from config.schema import Settings

MAIL = MailSettings(
    host="mail.school.example",
    sender="bot@school.example",
    to=("one@school.example", "two@school.example", "three@school.example", "four@a.example"),
)


def settings(tmp_path: Path, **sections: MailSettings | WebhookSettings | NtfySettings) -> Settings:
    return Settings(data_dir=tmp_path, pagers=PagerSettings(**sections))  # type: ignore[arg-type] # one each


def test_without_any_doctor_says_what_that_means_and_does_not_fail(tmp_path: Path) -> None:
    finding = pager_finding(settings(tmp_path))
    assert finding.ok
    assert "UPSTANDER_PAGERS__" in finding.fix


def test_each_recipient_is_called_one_step_after_the_one_before(tmp_path: Path) -> None:
    ntfy = NtfySettings(url=SecretStr("https://ntfy.example/topic"), after=Step.REMINDER)
    lines = pagers_for(settings(tmp_path, mail=MAIL, ntfy=ntfy))
    assert [(line.pager.channel, line.after) for line in lines] == [
        ("ntfy", 1),
        ("mail-1", 2),
        ("mail-2", 3),
        ("mail-3", 4),
        ("mail-4", 5),
    ]
    assert all(isinstance(line.pager, Mail) for line in lines[1:])
    assert pager_finding(settings(tmp_path, mail=MAIL, ntfy=ntfy)).detail == (
        "ntfy after 15m, mail-1 after 1h, mail-2 after 24h, mail-3 after 48h, mail-4 after 3 days"
    )


@contextmanager
def web_server(status: int, asked: list[dict[str, object]]) -> Iterator[str]:
    """Serve in a thread: the command has a loop of its own."""
    ready, end = threading.Event(), threading.Event()
    address: list[str] = []

    async def take(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.Response(status=status)

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        await asyncio.to_thread(end.wait)
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    try:
        yield address[0]
    finally:
        end.set()
        thread.join()


@pytest.mark.parametrize(("status", "word"), [(200, "sent"), (404, "refused")])
def test_a_test_page_goes_to_every_channel_and_its_end_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, word: str
) -> None:
    asked: list[dict[str, object]] = []
    with web_server(status, asked) as url:
        given = settings(
            tmp_path,
            webhook=WebhookSettings(url=SecretStr(f"{url}/hook-secret")),
            ntfy=NtfySettings(url=SecretStr(f"{url}/topic-secret")),
        )
        assert send_test(given) is (status == 200)
    shown = capsys.readouterr().out
    assert len(asked) == 2
    assert shown.count(word) == 2
    assert "secret" not in shown
    assert any("This is a test" in str(one.get("text", "")) for one in asked)


def test_without_any_channel_the_command_fails_and_says_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not send_test(settings(tmp_path))
    assert "UPSTANDER_PAGERS__" in capsys.readouterr().out
