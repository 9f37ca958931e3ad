"""Codes that people make of a picture on their own device, so that nobody has to be shown it.

A code is sent in private, gets a number that is stored nowhere, and can be asked about and
withdrawn by it. Which person sent which code is not stored; adults hear of it only when the picture
is posted.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.bank_ports import BankBook
from bot.domain.bank import REPORTED_BANK, BankEntry
from bot.domain.bank_records import Registration
from bot.domain.event import CommandGiven
from bot.domain.hash_code import HashCode, parse
from bot.domain.message import Actor
from bot.domain.reference import RANDOM_BYTES, read_reference, write_reference
from bot.domain.reports import (
    ALL_CODES_A_DAY,
    CODES_A_DAY,
    REPORTED_SOURCE,
    CodeStatus,
    from_code,
)
from bot.domain.standing import KEEP_REPORTED
from bot.hash_ports import CodeBook
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.masking import Mask
from bot.services.registering import Registering

logger = logging.getLogger(__name__)

_NAME_BYTES = 8


class HashHelp:
    """Answers `/hashhelp` in its forms, and `/withdraw`."""

    def __init__(
        self,
        codes: CodeBook,
        counter: "CodeCounter",
        banks: BankBook,
        registering: Registering,
        answers: Answers,
    ) -> None:
        self._codes = codes
        self._counter = counter
        self._banks = banks
        self._registering = registering
        self._answers = answers

    def page(self, language: str) -> str:
        """Say how a code is made, and never ask for the picture."""
        return self._answers.say(language, "hashhelp-page")

    async def send(self, event: CommandGiven, text: str, language: str) -> str:
        """Take a code, or say in calm words why not and what to do."""
        if not self._counter.may_try(event):
            return self._answers.say(language, "hash-slow")
        code = parse(text)
        if not isinstance(code, HashCode):
            return self._answers.say(language, f"hash-refused-{code.replace('_', '-')}")
        entry = from_code(code, self._counter.new_name())
        if await self._registering.refuses(entry) is not None:
            return self._answers.say(language, "hash-refused-common")
        if not await self._counter.has_room(event):
            return self._answers.say(language, "hash-slow")
        return await self._register(event, entry, language)

    async def status(self, event: CommandGiven, reference: str, language: str) -> str:
        """Say what becomes of a code."""
        if not self._counter.may_try(event):
            return self._answers.say(language, "hash-slow")
        found = await self._find(reference)
        if found is None:
            return self._answers.say(language, "hash-unknown")
        if not found.active:
            return self._answers.say(language, "hash-inactive")
        seen = self._answers.say(language, "hash-seen" if found.seen else "hash-not-seen")
        if found.until is None:
            return seen
        return f"{seen}\n{self._answers.say(language, 'hash-kept', until=found.until)}"

    async def withdraw(self, event: CommandGiven, reference: str, language: str) -> str:
        """Delete a code."""
        if not self._counter.may_try(event):
            return self._answers.say(language, "hash-slow")
        written = read_reference(reference)
        gone = written is not None and await self._codes.withdraw(self._counter.digest(written))
        return self._answers.say(language, "hash-withdrawn" if gone else "hash-unknown")

    async def _find(self, reference: str) -> CodeStatus | None:
        written = read_reference(reference)
        return None if written is None else await self._codes.status(self._counter.digest(written))

    async def _register(self, event: CommandGiven, entry: BankEntry, language: str) -> str:
        reporter = self._counter.reporter(event)
        # The same again, or once more after a crash: the number of before reached nobody.
        await self._codes.withdraw_same(reporter, entry.sha256 or "")
        reference = self._counter.new_reference()
        how = Registration(reference=self._counter.digest(reference), reporter=reporter)
        await self._banks.register(REPORTED_BANK, REPORTED_SOURCE, entry, how, "code")
        until = self._counter.now() + KEEP_REPORTED
        return self._answers.say(language, "hash-ok", reference=reference, until=until)


# How often one person may ask or send something within an hour, right or wrong: guessing is
# hopeless already, and must not be free either.
_TRIES_AN_HOUR = 20
_HOUR = timedelta(hours=1)
# Persons that are remembered for it, in memory only.
_MOST_PERSONS = 10_000


class CodeCounter:
    """Counts what people send and ask, makes their numbers, and hides both behind digests."""

    def __init__(
        self, codes: CodeBook, mask: Mask, clock: Clock, random: Callable[[int], bytes]
    ) -> None:
        self._codes = codes
        self._mask = mask
        self._clock = clock
        self._random = random
        self._tries: OrderedDict[tuple[str, Actor], list[datetime]] = OrderedDict()
        self._warned: str = ""

    def now(self) -> datetime:
        """Return the time."""
        return self._clock.now()

    def new_name(self) -> str:
        """Return a name for an entry that says nothing."""
        return f"code-{self._random(_NAME_BYTES).hex()}"

    def new_reference(self) -> str:
        """Return a number that nobody can guess."""
        return write_reference(self._random(RANDOM_BYTES))

    def digest(self, reference: str) -> str:
        """Return what is stored of a number."""
        return self._mask.reference(reference)

    def reporter(self, event: CommandGiven) -> str:
        """Return by what the person is counted today."""
        return self._mask.reporter(event.ref.platform, event.actor, self.now())

    def may_try(self, event: CommandGiven) -> bool:
        """Count one try of a person; False if there were too many within the hour."""
        now, person = self.now(), (event.ref.platform, event.actor)
        recent = [at for at in self._tries.pop(person, ()) if at > now - _HOUR]
        if len(recent) < _TRIES_AN_HOUR:
            recent.append(now)
            allowed = True
        else:
            allowed = False
        self._tries[person] = recent
        while len(self._tries) > _MOST_PERSONS:
            self._tries.popitem(last=False)
        return allowed

    async def has_room(self, event: CommandGiven) -> bool:
        """Say whether one more code may come in today: of this person, and at all."""
        today = self.now().replace(hour=0, minute=0, second=0, microsecond=0)
        if await self._codes.codes(self.reporter(event), today) >= CODES_A_DAY:
            return False
        if await self._codes.codes(None, today) < ALL_CODES_A_DAY:
            return True
        if self._warned != today.isoformat():
            self._warned = today.isoformat()
            logger.error(
                "%s codes came in today; no more are taken until tomorrow. If somebody floods the "
                "bot: ./upstander bank list",
                ALL_CODES_A_DAY,
            )
        return False
