"""`lists`: the signed lists of links, shown and updated. Works beside a running bot."""

import asyncio
from pathlib import Path

from rich.console import Console
from rich.table import Table

from adapters.web.fetching import fetch_public
from bot.domain.errors import BadLinkList, MediaTooLarge, MediaUnavailable
from config.lists import MOST_BYTES, lists_in_force, update_list
from config.schema import Settings

_SECONDS = 60.0


def show_lists(settings: Settings) -> None:
    """Print the lists that are in force and how many services each names.

    Raises:
        StartRefused: A list was altered.
    """
    table = Table("list", "serial", "issued", "services")
    for one in lists_in_force(settings.data_dir):
        table.add_row(one.name, str(one.serial), one.issued, str(len(one.entries)))
    Console().print(table)


def update_lists(settings: Settings, source: str) -> None:
    """Take a newer version of a list from a file or an address.

    Raises:
        BadLinkList: It cannot be had, is not signed by the right key, or is not newer.
        StartRefused: The list that is there was altered.
    """
    new = update_list(settings.data_dir, _content(source))
    Console().print(
        f"List {new.name} has serial {new.serial} now, {len(new.entries)} services. A bot that "
        "runs takes it up at its next start."
    )


def _content(source: str) -> bytes:
    if "://" in source:
        try:
            return asyncio.run(fetch_public(source, MOST_BYTES, _SECONDS))
        except (MediaUnavailable, MediaTooLarge) as error:
            raise BadLinkList(f"{source} cannot be fetched: {error}. Nothing changed.") from error
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise BadLinkList(f"{source} cannot be read: {error.strerror}.") from error
