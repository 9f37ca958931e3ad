"""What is remembered of an item that models removed: hashes, by which it is known when it returns.

Models miss what they saw before: another crop of the film, a still of it, a worse copy. What they
remember also repeats their errors, so it never removes alone (`verdict.decide`), is undone by a
false alarm, and is forgotten after `bank.KEEP_REMOVED`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.action import REMOVING, ActionPlan
from bot.domain.bank import LEAST_QUALITY, REMOVED_BANK, BankEntry, MatchRule, Standing
from bot.domain.case import case_number
from bot.domain.policy import Rule
from bot.domain.signal import BankMatch, Screening, ViewHash
from bot.domain.verdict import Outcome, Verdict, asks


@dataclass(frozen=True, slots=True)
class Memory:
    """The hashes of one item that become entries of the bank; none by default."""

    sha256: str | None = None
    looks: tuple[ViewHash, ...] = ()

    def entries(self, case_id: int) -> list[BankEntry]:
        """Return the entries, named after their case: two cases share none."""
        found = [BankEntry(REMOVED_BANK, "", sha256=self.sha256)] if self.sha256 else []
        found += [
            BankEntry(REMOVED_BANK, "", pdq=one.pdq, quality=one.quality, windows=one.windows)
            for one in self.looks
        ]
        return [
            replace(one, entry=f"{case_number(case_id)}-{number}", standing=Standing.UNSURE)
            for number, one in enumerate(found, start=1)
        ]


NOTHING = Memory()


def to_remember(
    screening: Screening, verdict: Verdict, plan: ActionPlan, rules: Iterable[Rule]
) -> Memory:
    """Return what is to be remembered of an item: nothing unless models alone have it removed.

    Not where a chat only alerts or watches: what nobody acts on, nobody corrects either.
    """
    removes = any(action.kind in REMOVING for action in plan)
    if verdict.outcome is not Outcome.REMOVE or not verdict.by_models or not removes:
        return NOTHING
    own = screening.fingerprint
    seen = any(
        isinstance(one, BankMatch) and one.rule is MatchRule.FILE for one in screening.signals
    )
    return Memory(
        None if own is None or seen else own.sha256,
        tuple(_speaking(screening, tuple(rules))),
    )


def _speaking(screening: Screening, rules: tuple[Rule, ...]) -> list[ViewHash]:
    """Return the views that speak for the removal, each look once.

    A removed film also shows faces, a title card, a classroom: as "known" these would bring every
    harmless picture of the same person or lesson to the adults. So a view is taken only if models
    said enough of it by itself, never because of what stands beside it. What shows one view alone
    was removed for that view. One that matched is there already, and a flat one is like all others.
    """
    alone = screening.looked_at == 1
    chosen = {
        view.pdq: view
        for view in screening.views
        if view.quality >= LEAST_QUALITY and not view.known and (alone or asks(view.scores, rules))
    }
    return list(chosen.values())
