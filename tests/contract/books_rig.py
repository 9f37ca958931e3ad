"""What the contract suites of the books run on: one database, its clock, and things to store."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.domain.action import Action, ActionKind, ActionOutcome, ActionPlan, ActionResult
from bot.domain.audit import first_break
from bot.domain.effect import Effect, EffectState, Settlement
from bot.domain.event import RawUpdate
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.policy import Mode, OpaqueHandling, PolicySettings, PresetName
from bot.domain.signal import Fingerprint, MediaFacts, Score, Screening
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import Decision, NewItem, Received, WorkItem
from bot.storage.books import Books, open_books
from tests.fakes import START, MovableClock

PLATFORM = "sandbox"
CLASS, OTHER_CLASS = ChatRef(PLATFORM, "class"), ChatRef(PLATFORM, "other-class")
ANA, LEAD = Actor(ActorKind.USER, "ana"), Actor(ActorKind.USER, "lead")
KEY = b"k" * 32
DEFAULTS = PolicySettings(Mode.REMOVE, PresetName.SCHOOL, OpaqueHandling.ALERT, "en", None)
SECOND = timedelta(seconds=1)
REMOVAL: ActionPlan = (
    Action(ActionKind.TAKEDOWN),
    Action(ActionKind.ALERT, waits=True),
    Action(ActionKind.NOTICE, waits=True),
    Action(ActionKind.GROUP_LINE, waits=True),
)
OK = ActionResult(ActionOutcome.OK)
FORBIDDEN = ActionResult(ActionOutcome.FORBIDDEN, fix="fix-key")
DONE, DEAD = Settlement(EffectState.DONE), Settlement(EffectState.DEAD)


class BooksRig(Protocol):
    """One database of one kind. The suites know nothing else of it."""

    clock: MovableClock

    def open(self, *, alone: bool = True) -> AbstractAsyncContextManager[Books]: ...
    async def rows(self, query: str) -> Sequence[Sequence[Any]]: ...
    async def spoil(self, statement: str) -> None: ...


class SqliteRig:
    """A file of SQLite."""

    # The tables are made once by the migrations; making them for every test takes most of its time.
    _fresh: ClassVar[bytes] = b""

    def __init__(self, folder: Path) -> None:
        self.clock = MovableClock()
        self.file = folder / "upstander.db"
        self.url = f"sqlite:///{self.file}"

    @asynccontextmanager
    async def open(self, *, alone: bool = True) -> AsyncIterator[Books]:
        if not SqliteRig._fresh:
            async with self._opened(alone=True):
                pass
            SqliteRig._fresh = self.file.read_bytes()
        elif not self.file.exists():
            self.file.write_bytes(SqliteRig._fresh)
        async with self._opened(alone=alone) as books:
            yield books

    def _opened(self, *, alone: bool) -> AbstractAsyncContextManager[Books]:
        return open_books(self.url, self.clock, KEY, DEFAULTS, alone=alone)

    async def rows(self, query: str) -> Sequence[Sequence[Any]]:
        """Look behind the port."""
        with create_engine(self.url, poolclass=NullPool).connect() as connection:
            return connection.execute(text(query)).all()

    async def spoil(self, statement: str) -> None:
        """Do what nobody should."""
        with create_engine(self.url, poolclass=NullPool).begin() as connection:
            connection.execute(text(statement))


def update(key: str, chat: ChatRef = CLASS, body: str = "{}") -> RawUpdate:
    return RawUpdate(chat.platform, key, chat.chat, body)


def new_item(
    message: str,
    chat: ChatRef = CLASS,
    *,
    slot: str = "photo",
    key: str = "",
    revision: str = "0",
    album: str = "",
) -> NewItem:
    ref = MessageRef(chat.platform, chat.chat, message)
    media = MediaItem(slot, key or f"key-{message}-{slot}", f"handle-{message}", 10)
    return NewItem(ref, ANA, media, revision, START, album=album)


def received(message: str, chat: ChatRef = CLASS, *items: NewItem) -> Received:
    """Return an update with one message and its items; without any it holds one photo."""
    found = items or (new_item(message, chat),)
    return Received(update(f"{chat.chat}:{message}", chat), found)


def decision(outcome: Outcome = Outcome.REMOVE, plan: ActionPlan = REMOVAL) -> Decision:
    signals = (Score("open_nsfw", "nsfw", 0.99),)
    fingerprint = Fingerprint("a" * 64, "b" * 64, 90, "c" * 64)
    screening = Screening(signals, fingerprint, MediaFacts("png", 10, 20, 30))
    return Decision(screening, Verdict(outcome, "model:open_nsfw", signals), plan, 7)


async def post(books: Books, *messages: str, chat: ChatRef = CLASS) -> None:
    """Take in messages with one photo each."""
    await books.inbox.take_in(PLATFORM, [received(one, chat) for one in messages], None)


async def claimed(books: Books, worker: str = "w") -> WorkItem:
    """Claim the next item, which must be there."""
    item = await books.queue.claim(worker)
    assert item is not None
    return item


async def decided(books: Books, message: str = "m", plan: ActionPlan = REMOVAL) -> int:
    """Post a message and decide it; return the case."""
    await post(books, message)
    case = await books.queue.decide("w", await claimed(books), decision(plan=plan))
    assert case
    return case


async def sending(books: Books, kind: ActionKind, worker: str = "w") -> Effect:
    """Claim the next effect of a kind, which must be due."""
    effect = await books.outbox.claim((kind,), worker)
    assert effect is not None, f"no {kind} is due"
    return effect


async def ended(
    books: Books,
    kind: ActionKind,
    settlement: Settlement = DONE,
    result: ActionResult = OK,
) -> None:
    """Claim the next effect of a kind and settle it."""
    assert await books.outbox.settle("w", await sending(books, kind), settlement, result)


async def states(rig: BooksRig, case: int) -> dict[str, str]:
    """Return the state of every effect of a case."""
    found = await rig.rows(f"SELECT kind, state FROM effect WHERE case_id = {case}")  # noqa: S608 - a number
    return {str(kind): str(state) for kind, state in found}


async def chain_is_whole(books: Books) -> bool:
    entries = await books.audit.entries()
    assert entries
    return first_break(KEY, entries) is None


async def revision(books: Books) -> int:
    """Return a number that grows with every change of any bank."""
    return sum((await books.bank_feed.numbers()).values())
