"""The pagers that the settings name: built, examined, and tried with a test page."""

import asyncio
import secrets
from collections.abc import Iterator, Sequence

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from adapters.pagers.mail import Mail, Security, Server
from adapters.pagers.ntfy import Ntfy
from adapters.pagers.webhook import Webhook
from bot.chase_ports import PageResult
from bot.cli.assemble import set_up_logging
from bot.cli.finding import Finding
from bot.domain.chase import Step, Told, step_number
from bot.services.chase_words import ChaseWriter
from bot.services.chasing import PagerLine
from bot.services.system_clock import SystemClock
from config.pagers import MailSettings
from config.phrasebook import Phrasebook
from config.schema import Settings

_NONE = (
    "No second channel is set up: an alert that nobody in the chat of the adults reads reaches "
    "nobody else. Set the variables that begin with UPSTANDER_PAGERS__, then run "
    "./upstander pager test"
)
_WORDS = {
    Told.TOLD: "[green]sent[/]",
    Told.REFUSED: "[red]refused[/]",
    Told.UNREACHABLE: "[red]not reached[/]",
}


def pagers_for(settings: Settings) -> list[PagerLine]:
    """Return what reaches adults outside the chats; those that are called first come first."""
    given = settings.pagers
    lines = list(_mails(given.mail))
    if given.webhook.url is not None:
        hook = Webhook(given.webhook.url.get_secret_value(), _secret(given.webhook.token))
        lines.append(PagerLine(hook, step_number(given.webhook.after)))
    if given.ntfy.url is not None:
        phones = Ntfy(given.ntfy.url.get_secret_value(), _secret(given.ntfy.token))
        lines.append(PagerLine(phones, step_number(given.ntfy.after)))
    return sorted(lines, key=lambda line: line.after)


def _mails(given: MailSettings) -> Iterator[PagerLine]:
    """Yield one pager for each recipient: the next adult is called one step later."""
    if not given.host:
        return
    server = Server(
        host=given.host,
        port=given.port,
        security=Security(given.security),
        sender=given.sender,
        user=given.user,
        password=_secret(given.password),
    )
    for number, address in enumerate(given.to, start=1):
        yield PagerLine(Mail(server, address, number), step_number(given.after) + number - 1)


def _secret(given: SecretStr | None) -> str | None:
    return None if given is None else given.get_secret_value()


def pager_finding(settings: Settings) -> Finding:
    """Say for `doctor` who is reached outside the chats. Nobody is asked."""
    lines = pagers_for(settings)
    if not lines:
        # Not a failure: a school may have decided for it. Nothing else says so, though.
        return Finding("second channel", ok=True, detail="none", fix=_NONE)
    detail = ", ".join(f"{one.pager.channel} {_from(one.after)}" for one in lines)
    return Finding("second channel", ok=True, detail=detail)


def _from(step: int) -> str:
    named = list(Step)
    if step < len(named):
        return f"after {named[step].value}"
    return f"after {2 + step - step_number(Step.TWO_DAYS)} days"


def test_pagers(settings: Settings) -> bool:
    """Send a test page to every channel; return whether all took it."""
    console = Console()
    lines = pagers_for(settings)
    if not lines:
        console.print(_NONE)
        return False
    set_up_logging(settings)
    results = asyncio.run(_page_all(settings, lines))
    table = Table("channel", "used", "test page", "detail")
    for line, result in zip(lines, results, strict=True):
        table.add_row(line.pager.channel, _from(line.after), _WORDS[result.told], result.detail)
    console.print(table)
    return all(result.told is Told.TOLD for result in results)


async def _page_all(settings: Settings, lines: Sequence[PagerLine]) -> list[PageResult]:
    texts = await asyncio.to_thread(Phrasebook, settings.timezone)
    writer, now = ChaseWriter(texts), SystemClock().now()
    # Another key each time: a receiver that shows a key once must show each test.
    page = writer.test_page(f"test:{secrets.token_hex(8)}", now, settings.policy.language)
    return await asyncio.gather(*(line.pager.page(page) for line in lines))
