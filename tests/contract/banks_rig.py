"""What the suites about hash banks do: banks with entries, and items that match them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.bank import Bank, BankEntry, BankKind, MatchRule, Standing
from bot.domain.bank_records import Registration, StoredEntry
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.signal import BankMatch, Fingerprint, Score, Signal
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import Decision
from bot.storage.books import Books
from tests.contract.books_rig import (
    ANA,
    CLASS,
    PLATFORM,
    REMOVAL,
    claimed,
    decision,
    new_item,
    received,
)

PLAIN, OTHER = "0f" * 32, "3c" * 32
DHASH = "a5" * 32


def entry(name: str, bank: str = "known", **more: object) -> BankEntry:
    return replace(BankEntry(bank, name, pdq=PLAIN), **more)  # type: ignore[arg-type]  # by name


async def register(books: Books, one: BankEntry, **how: object) -> None:
    """Put an entry into a bank, as people do."""
    registration = Registration(**how)  # type: ignore[arg-type]  # by name
    assert await books.banks.register(one.bank, "people", one, registration, "lead")


async def own_bank(books: Books, *names: str, bank: str = "school") -> None:
    """Make a bank of one's own with entries that are new."""
    await books.bank_settings.open(Bank(bank, BankKind.OWN, "people"))
    for name in names:
        await register(books, entry(name, bank))


async def stored(books: Books, name: str = "1", bank: str = "known") -> StoredEntry:
    found = await books.bank_entries.get(bank, name)
    assert found is not None
    return found


def match(name: str = "1", bank: str = "known", **more: object) -> BankMatch:
    found = BankMatch(bank, name, 3, MatchRule.KNOWN, standing=Standing.UNSURE)
    return replace(found, **more)  # type: ignore[arg-type]  # by name


_MESSAGES = iter(range(1, 1_000_000))


async def hit(
    books: Books,
    *signals: Signal,
    chat: ChatRef = CLASS,
    actor: Actor | str = ANA,
    outcome: Outcome = Outcome.REVIEW,
    reason: str = "like:known",
    fingerprint: Fingerprint | None = None,
) -> int:
    """Post something that gives these signals, and decide it; return the case."""
    message = f"hit-{next(_MESSAGES)}"
    sender = actor if isinstance(actor, Actor) else Actor(ActorKind.USER, actor)
    item = replace(new_item(message, chat), actor=sender)
    await books.inbox.take_in(PLATFORM, [received(message, chat, item)], None)
    said = signals or (Score("one", "nsfw", 0.3),)
    own = fingerprint or Fingerprint(f"{next(_MESSAGES):064x}", PLAIN, 90, DHASH)
    base = decision().screening
    plan = REMOVAL if outcome is Outcome.REMOVE else ()
    wanted = Decision(
        replace(base, signals=said, fingerprint=own), Verdict(outcome, reason, said), plan, 7
    )
    case = await books.queue.decide("w", await claimed(books), wanted)
    assert case is not None
    return case


async def loaded(books: Books, *names: str) -> dict[str, BankEntry]:
    """Return what an index gets, by bank and entry; of these banks or of all."""
    banks = [one for one in await books.bank_feed.banks() if not names or one.bank.name in names]
    found: dict[str, BankEntry] = {}
    after, last = -1, 0
    while last > after:
        after = last
        page, last = await books.bank_feed.entries([one.id for one in banks], after, 2)
        found |= {f"{one.bank}/{one.entry}": one for one in page}
    return found


async def told(books: Books) -> Sequence[str]:
    """Return what the audit chain says."""
    return [one.what for one in await books.audit.entries()]
