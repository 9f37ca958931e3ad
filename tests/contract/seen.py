"""Things that were seen, and hashes that become known, for the suites about them."""

from dataclasses import replace

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from bot.domain.signal import Fingerprint, MediaFacts, NothingShown, Score, Screening, Signal
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import Decision
from bot.storage.books import Books
from tests.contract.books_rig import ANA, CLASS, PLATFORM, claimed, new_item, received
from tests.looks import digest

CLEAN = (Score("open_nsfw", "nsfw", 0.001), Score("nudenet", "none", 0.0))
ALERT: ActionPlan = (Action(ActionKind.ALERT),)


async def saw(
    books: Books,
    message: str,
    looks: bytes = b"",
    *,
    chat: ChatRef = CLASS,
    by: Actor = ANA,
    outcome: Outcome = Outcome.ALLOW,
    plan: ActionPlan = (),
    signals: tuple[Signal, ...] = CLEAN,
    album: str = "",
    pictures: int = 1,
) -> int:
    """Post a message with one picture and decide it; return the case, or 0."""
    item = replace(new_item(message, chat, album=album), actor=by)
    await books.inbox.take_in(PLATFORM, [received(message, chat, item)], None)
    print_ = Fingerprint(digest(message), looks[:32].hex() or None, 90, looks[32:64].hex() or None)
    facts = MediaFacts("png", 10, 20, 30)
    screening = Screening(signals, print_, facts, looked_at=pictures, looks=looks)
    verdict = Verdict(outcome, "clean" if outcome is Outcome.ALLOW else "model:open_nsfw", signals)
    case = await books.queue.decide(
        "w", await claimed(books), Decision(screening, verdict, plan, 7)
    )
    assert case is not None
    return case


def ref(message: str, chat: ChatRef = CLASS) -> MessageRef:
    return MessageRef(chat.platform, chat.chat, message)


def person(name: str) -> Actor:
    return Actor(ActorKind.USER, name)


NOTHING = (NothingShown("decode"),)
