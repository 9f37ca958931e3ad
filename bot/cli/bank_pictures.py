"""`bank add`: registers pictures from files in a bank of one's own, by hash. No picture is kept."""

import asyncio
import base64
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.cli.assemble import MOST_PIXELS, MOST_STREAMED_PIXELS
from bot.cli.bank_books import read_chat, read_day, with_books
from bot.cli.files import read_file
from bot.domain.bank import Bank, BankEntry, BankKind, MatchRule, Standing
from bot.domain.bank_file import check_bank_name
from bot.domain.bank_records import Registration
from bot.domain.errors import BadBankFile, UpstanderError
from bot.domain.message import ChatRef
from bot.domain.standing import OPERATOR
from bot.services.bank_loader import PAGE
from bot.storage.books import Books
from classifiers.cascade import Cascade
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import Of
from classifiers.decoding.sniff import Limits
from classifiers.hashing import sha256
from classifiers.screener import MediaScreener
from classifiers.windows import Refusal, windows_of
from config.schema import Settings

_REFUSED = {
    Refusal.EMPTY: "it is too small to be a picture",
    Refusal.FLAT: "it is flat: its hash would match every other flat picture",
    Refusal.FEATURELESS: "it has too little in it: its hash would match what is not the same",
}


class NotRegistered(UpstanderError):
    """A file cannot be registered; says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How pictures are registered.

    Attributes:
        chat: The only chat in which they count, such as ``telegram:-1001234``.
        expires: The day from which on they are deleted.
        note: For those who keep the bank.
        confirmed: The operator vouches for them: they remove by themselves.
    """

    chat: str | None = None
    expires: str | None = None
    note: str = ""
    confirmed: bool = False


def add_pictures(settings: Settings, files: Sequence[Path], name: str, wanted: Wanted) -> bool:
    """Register the pictures in these files; return whether all of them are in the bank now.

    Raises:
        BadBankFile: The name or an option cannot be used.
    """
    check_bank_name(name)
    scope, expires_at = read_chat(wanted.chat), read_day(wanted.expires, settings)
    limits = Limits(settings.screening.max_bytes, MOST_PIXELS, MOST_STREAMED_PIXELS)
    console = Console()

    async def register(books: Books) -> bool:
        with closing(Decoders(1, limits)) as decoders:
            desk = _Desk(books, decoders, name, await _open(books, name))
            await desk.load()
            everything = True
            for file in files:
                try:
                    data = read_file(file, limits.most_bytes)
                    said = await desk.register(data, wanted, scope, expires_at)
                except UpstanderError as error:
                    everything, said = False, f"not registered: {error}"
                console.print(f"{escape(str(file))}: {said}", soft_wrap=True)
            return everything

    return with_books(settings, register)


async def _open(books: Books, name: str) -> Bank:
    new = Bank(name, BankKind.OWN, "registered here")
    await books.bank_settings.open(new)
    bank = await books.bank_settings.get(name) or new
    if bank.kind is BankKind.LIST:
        raise BadBankFile(
            f"{name} is a list that was imported. Register pictures in a bank of another name."
        )
    return bank


class _Desk:
    """Registers pictures in one bank."""

    def __init__(self, books: Books, decoders: Decoders, name: str, bank: Bank) -> None:
        self._books = books
        self._decoders = decoders
        self._name = name
        self._bank = bank
        self._known = MediaScreener(Cascade(()), decoders)

    async def load(self) -> None:
        """Load what a picture is compared with: guards, and what the bank holds."""
        banks = [
            one
            for one in await self._books.bank_feed.banks()
            if one.bank.kind is BankKind.GUARD or one.bank.name == self._name
        ]
        pages: list[list[BankEntry]] = []
        after, last = -1, 0
        while last > after:
            after = last
            page, last = await self._books.bank_feed.entries([one.id for one in banks], after, PAGE)
            pages.append(page)
        self._known.load_banks([one.bank for one in banks], pages)

    async def register(
        self, data: bytes, wanted: Wanted, scope: ChatRef | None, expires_at: datetime | None
    ) -> str:
        """Register the picture in a file; return what was done.

        Raises:
            NotRegistered: It cannot be; says why.
        """
        entry = await asyncio.to_thread(self._entry, data, wanted, scope)
        self._refuse_guarded(entry)
        if any(
            match.bank == self._name and match.rule in (MatchRule.FILE, MatchRule.KNOWN)
            for match in self._known.likes(entry.windows, entry.sha256)
        ):
            return f"there already, in bank {self._name}"
        how = Registration(expires_at=expires_at, note=wanted.note)
        source = self._bank.source
        if not await self._books.banks.register(self._name, source, entry, how, OPERATOR):
            return f"there already, in bank {self._name}, but disabled"
        self._known.change_banks([*self._known.banks, self._bank], [entry], ())
        return f"registered as {entry.entry}"

    def _entry(self, data: bytes, wanted: Wanted, scope: ChatRef | None) -> BankEntry:
        seen = self._decoders.look_into(data)
        if seen.reasons or not seen.views:
            why = ", ".join(seen.reasons) or "it shows nothing"
            raise NotRegistered(f"it cannot be looked at ({why})")
        if any(view.of is not Of.PICTURE for view in seen.views):
            raise NotRegistered(
                "it holds several pictures: some of them may be harmless. Register one at a time"
            )
        described = windows_of(seen.views[0].image)
        if isinstance(described, Refusal):
            raise NotRegistered(_REFUSED[described])
        digest = sha256(data)
        return BankEntry(
            self._name,
            # All of the digest, in base 32 so that it fits into the id.
            f"file-{base64.b32encode(bytes.fromhex(digest)).decode().rstrip('=').lower()}",
            sha256=digest,
            pdq=described.whole.pdq,
            quality=described.whole.quality,
            standing=Standing.CONFIRMED if wanted.confirmed else Standing.NEW,
            windows=described.packed,
            scope=scope,
        )

    def _refuse_guarded(self, entry: BankEntry) -> None:
        if self._bank.kind is not BankKind.OWN:
            return
        for match in self._known.likes(entry.windows, entry.sha256):
            if match.bank != self._name:
                raise NotRegistered(
                    f"it is, or looks like, entry {match.entry} of bank {match.bank}: a picture "
                    "that everybody has"
                )
