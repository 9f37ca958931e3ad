"""`exchange`: lists of hashes that others keep, and look-ups by hash. Works beside a running bot.

Without credentials nobody is asked anything, and the clients are not even imported.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.cli.assemble import screener_open, set_up_logging
from bot.cli.bank_books import with_books
from bot.cli.bank_files import report
from bot.cli.files import read_file
from bot.domain.bank import LEAST_QUALITY
from bot.domain.errors import ExchangeFailed, MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.exchange import Classification
from bot.ports import HashExchange
from bot.services.exchanging import Exchanging, Fetched
from bot.services.system_clock import SystemClock
from bot.storage.books import Books
from config.schema import Settings

_NOT_INSTALLED = (
    "The clients of the exchanges are not installed. Install them with: .venv/bin/python -m pip "
    "install --no-deps --require-hashes --only-binary=:all: -r requirements-exchange.lock"
)
_NO_CREDENTIALS = (
    "{} has no credentials, so nobody was asked. Set the variables that begin with {}."
)
_HEX = re.compile(r"[0-9A-Fa-f]{64}\Z")
_ANSWERS = {
    Classification.CSAM: "known as child sexual abuse material",
    Classification.HARMFUL: "known as harmful to children",
    Classification.OTHER: "known, as something that this version has no word for",
    Classification.NO_MATCH: "not known there, which does not say that it is harmless",
}


def list_exchanges(settings: Settings) -> None:
    """Print the exchanges, whether they have credentials, and what came from them."""

    async def state(books: Books) -> tuple[Mapping[str, int], Mapping[str, str | None]]:
        sizes = {bank.name: bank.entries for bank in await books.banks.summaries()}
        exchanging = Exchanging(books.banks, books.inbox)
        return sizes, {name: await exchanging.checkpoint(name) for name in _LISTS}

    sizes, left_at = with_books(settings, state)
    table = Table("exchange", "credentials", "kind", "hashes", "fetched")
    for name in _LISTS:
        size, fetched = str(sizes.get(name, 0)), "never" if left_at[name] is None else "yes"
        table.add_row(name, _given(_credentials(settings, name)), "list", size, fetched)
    given = _given(_credentials(settings, "arachnid"))
    table.add_row("arachnid", given, "look-up by hash", "", "")
    Console().print(table)


def fetch(settings: Settings, name: str | None) -> None:
    """Bring the banks of the exchanges up to date.

    Raises:
        ExchangeFailed: One has no credentials, or gives no answer that can be used.
    """
    names = [name] if name else [one for one in _LISTS if _credentials(settings, one)]
    if not names:
        raise ExchangeFailed(_NO_CREDENTIALS.format("No exchange", "UPSTANDER_EXCHANGE__"))
    exchanges = [_exchange(settings, one) for one in names]
    set_up_logging(settings)
    failed = []
    for exchange in exchanges:
        # One that is down must not keep the others from being fetched.
        try:
            _print(exchange.name, with_books(settings, _bringing(exchange)))
        except ExchangeFailed as error:
            failed.append(str(error))
        except TryLater as error:
            failed.append(f"{exchange.name}: {error}")
    if failed:
        raise ExchangeFailed("\n".join(failed))


def greet(settings: Settings, name: str) -> None:
    """Ask an exchange whether it takes the credentials.

    Raises:
        ExchangeFailed: It does not, or there are none.
    """
    exchange = _exchange(settings, name)
    set_up_logging(settings)
    asyncio.run(exchange.greet())
    Console().print(f"{name} takes the credentials.")


def check(settings: Settings, what: str) -> bool:
    """Ask about one hash; return whether it is known.

    Raises:
        ExchangeFailed: There are no credentials, no answer, or no hash that says anything.
    """
    credentials = _credentials(settings, "arachnid")
    if credentials is None:
        raise ExchangeFailed(_NO_CREDENTIALS.format("arachnid", "UPSTANDER_EXCHANGE__ARACHNID"))
    set_up_logging(settings)
    digits = what.lower() if _HEX.match(what) else _hash_of(settings, Path(what))
    answer = asyncio.run(_look_up(settings, credentials, digits))
    Console().print(f"pdq {digits}: {_ANSWERS[answer]}.", soft_wrap=True)
    return answer is not Classification.NO_MATCH


def _bringing(exchange: HashExchange) -> Callable[[Books], Awaitable[Fetched]]:
    return lambda books: Exchanging(books.banks, books.inbox).fetch(exchange)


async def _look_up(settings: Settings, credentials: tuple[str, str], digits: str) -> Classification:
    # Client libraries are imported only in these three: nobody else needs to wait for them.
    try:
        from adapters.exchange.arachnid import Arachnid
    except ImportError:
        raise ExchangeFailed(_NOT_INSTALLED) from None
    url = settings.exchange.arachnid.url
    async with Arachnid(*credentials, SystemClock(), url) as arachnid:
        return (await arachnid.look_up([digits]))[digits]


def _stopncii(settings: Settings, keys: tuple[str, str]) -> HashExchange:
    from adapters.exchange.stopncii import StopNcii

    return StopNcii(*keys, SystemClock(), settings.exchange.stopncii.url)


def _ncmec(settings: Settings, account: tuple[str, str]) -> HashExchange:
    from adapters.exchange.ncmec import Ncmec

    return Ncmec(*account, settings.exchange.ncmec.place, SystemClock())


_LISTS: Mapping[str, Callable[[Settings, tuple[str, str]], HashExchange]] = {
    "stopncii": _stopncii,
    "ncmec": _ncmec,
}


def _exchange(settings: Settings, name: str) -> HashExchange:
    if name not in _LISTS:
        raise ExchangeFailed(f"There is no list {name}: choose {' or '.join(_LISTS)}.")
    credentials = _credentials(settings, name)
    if credentials is None:
        variables = f"UPSTANDER_EXCHANGE__{name.upper()}"
        raise ExchangeFailed(_NO_CREDENTIALS.format(name, variables))
    try:
        return _LISTS[name](settings, credentials)
    except ImportError:
        raise ExchangeFailed(_NOT_INSTALLED) from None


def _credentials(settings: Settings, name: str) -> tuple[str, str] | None:
    given = settings.exchange
    match name:
        case "stopncii":
            return _both(given.stopncii.subscription_key, given.stopncii.function_key)
        case "ncmec":
            return _both(given.ncmec.user, given.ncmec.password)
        case _:
            return _both(given.arachnid.user, given.arachnid.password)


def _both(first: SecretStr | None, second: SecretStr | None) -> tuple[str, str] | None:
    if first is None or second is None:
        return None
    return first.get_secret_value(), second.get_secret_value()


def _given(credentials: tuple[str, str] | None) -> str:
    return "none: off" if credentials is None else "set"


def _print(name: str, done: Fetched) -> None:
    console = Console()
    console.print(f"{name}: {done.added} new hashes, {done.withdrawn} left the bank or changed.")
    for line in report(done.unusable):
        console.print(f"{name}: {line}")
    if done.unread:
        console.print(
            f"{name}: {done.unread} records could not be read; what was known of them stays."
        )


def _hash_of(settings: Settings, file: Path) -> str:
    try:
        data = read_file(file, settings.screening.max_bytes)
    except (MediaUnavailable, MediaTooLarge) as error:
        raise ExchangeFailed(f"{file} cannot be read: {error}.") from error

    async def look() -> tuple[str | None, int]:
        async with screener_open(settings) as screener:
            seen = (await asyncio.to_thread(screener.screen, data)).fingerprint
        return (None, 0) if seen is None else (seen.pdq, seen.quality)

    pdq, quality = asyncio.run(look())
    if pdq is None or quality < LEAST_QUALITY:
        raise ExchangeFailed(f"{file} has no hash that says anything; nobody was asked.")
    return pdq
