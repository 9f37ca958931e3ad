"""What was posted before its hash became known: how it is found, and what is done about it.

Of what stands in the chats only hashes are kept, for some days, and no scores. So what is found
later is judged by the match alone: one that is certain removes, any other asks an adult.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from bot.domain.action import REMOVING, Action, ActionKind, ActionPlan
from bot.domain.bank import LEAST_QUALITY, LOOK_BYTES, Bank, BankEntry
from bot.domain.message import ChatRef, MessageRef
from bot.domain.policy import Policy
from bot.domain.signal import BankMatch, Fingerprint, Score
from bot.domain.verdict import Outcome, Verdict, decide
from bot.domain.work import Decision, WorkItem

# Of one picture, so many messages of a chat get a case of which adults are asked. More of them say
# nothing new: one answer holds for all.
MOST_ASKED = 20
# An item that was screened just before a hash was loaded is decided a little later. Longer than the
# lease of an item (`work.LEASE`) and than any loading takes.
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Entries of one bank that became able to act, and the part of what was seen to look through.

    Attributes:
        bank_id: The bank's number in the table.
        after: Entries up to this number are done.
        first_seen: What was seen from this number on is looked at.
        late: It is the second pass, over what came in meanwhile.
    """

    id: int
    bank_id: int
    after: int
    first_seen: int
    last_seen: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """One entry that is looked for.

    Attributes:
        id: Its number in the table.
        entry: With its effective standing.
        known: Of how many bits a PDQ hash alone may differ.
        chats: The ids of the only chat in which it counts; None: it counts everywhere.
        source: What it came from; of one source adults are asked once in each chat.
        message: The message that its case is about, which nobody is asked about again.
    """

    id: int
    bank: Bank
    entry: BankEntry
    known: int
    chats: frozenset[ChatRef] | None = None
    source: str = ""
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece of a sweep.

    Attributes:
        sought: What is looked for.
        allowed: What adults ruled to be harmless.
        last: The number of the last entry of this piece; None: there is no more.
    """

    sought: tuple[Sought, ...] = ()
    allowed: tuple[Sought, ...] = ()
    last: int | None = None


@dataclass(frozen=True, slots=True)
class SeenItem:
    """The hashes of one item that stands in a chat.

    Attributes:
        number: Its place in the order in which things were seen.
        looks: `bank.LOOK_BYTES` each, the whole picture first.
        still: It is one picture. The frames of a film may show anything besides what it is about.
    """

    number: int
    item: int
    chat: ChatRef
    sha256: str
    looks: bytes
    still: bool = True


@dataclass(frozen=True, slots=True)
class Resemblance:
    """An item that matches an entry."""

    seen: SeenItem
    sought: Sought
    match: BankMatch


@dataclass(frozen=True, slots=True)
class Standee:
    """An item that was found, as it stands now.

    Attributes:
        asked: The numbers of the entries for which it was found before.
        harmless: An adult ruled that the bot was wrong about its message.
    """

    work: WorkItem
    asked: frozenset[int] = frozenset()
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows for one item.

    Attributes:
        entries: The numbers of those that it matches.
        source: What the first of them came from.
    """

    work: WorkItem
    decision: Decision
    entries: tuple[int, ...]
    source: str = ""

    @property
    def together(self) -> tuple[object, ...]:
        """What findings have in common that are told together: chat, picture and what is done."""
        return self.work.ref.chat_ref, self.source, self.decision.verdict.outcome, self.removes

    @property
    def removes(self) -> bool:
        """Whether its message is to be taken down, by the bot or by a person."""
        return any(action.kind in REMOVING for action in self.decision.plan)


def judge(matches: tuple[BankMatch, ...], policy: Policy) -> Verdict:
    """Return the verdict about an item of which the models said nothing when it was posted.

    What they said is not kept, so it cannot be the second key: they are taken to be silent.
    """
    silent = tuple(Score(model, "", 0.0) for model in sorted(policy.preset.models))
    return replace(decide((*matches, *silent), policy), signals=matches)


def weigh(standee: Standee, verdict: Verdict) -> Verdict | None:
    """Return the verdict if something is to follow from it; None if nothing is.

    Where an adult ruled that the bot was wrong about this very message, what is certain becomes a
    question: two people disagree. What is not certain is answered already.
    """
    match verdict.outcome:
        case Outcome.REMOVE:
            return replace(verdict, outcome=Outcome.REVIEW) if standee.harmless else verdict
        case Outcome.REVIEW:
            return None if standee.harmless else verdict
        case Outcome.ALLOW | Outcome.OPAQUE:
            return None
        case other:
            assert_never(other)


def is_news(standee: Standee, sought: Iterable[Sought], plan: ActionPlan) -> bool:
    """Say whether anything about this is new: nobody is told twice of one item and one picture."""
    if any(action.kind in REMOVING for action in plan):
        return True
    ref = standee.work.ref
    return any(one.id not in standee.asked and one.message != ref for one in sought)


def evidence(seen: SeenItem) -> Fingerprint:
    """Return what proves later which picture it was; only looks of a usable quality are kept."""
    if not seen.looks:
        return Fingerprint(seen.sha256)
    whole, half = seen.looks[:LOOK_BYTES], LOOK_BYTES // 2
    return Fingerprint(seen.sha256, whole[:half].hex(), LEAST_QUALITY, whole[half:].hex())


def below(plan: ActionPlan) -> ActionPlan:
    """Return what is done about a further message with the same picture.

    Its sender is told; the adults and the class were told with the first.
    """
    kept = (*REMOVING, ActionKind.NOTICE)
    return tuple(action for action in plan if action.kind in kept)


def without_alert(plan: ActionPlan) -> ActionPlan:
    """Return what is left where adults were asked often enough within the hour."""
    return tuple(one for one in plan if one != Action(ActionKind.ALERT))
