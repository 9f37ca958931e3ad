"""What a self-test left behind in the books: the case of its card, and how the effects went."""

from datetime import datetime, timedelta

from bot.book_ports import CaseBook, Outbox
from bot.domain.effect import FINAL, TO_ADULTS, EffectRecord
from bot.domain.message import ChatRef
from bot.domain.policy import Policy
from bot.services.platforms import Platforms, known_checks
from bot.services.selftest_report import Chain, ReportWriter

# What is not done this long after the verdict counts as not done. The alert itself is held back
# for 30 s behind a removal that is still tried (`ALERT_HOLD`).
SETTLING = timedelta(minutes=1)
_NEWEST = 20


class Evidence:
    """Finds the case of a test card, and gathers what its report needs."""

    def __init__(
        self, platforms: Platforms, cases: CaseBook, outbox: Outbox, writer: ReportWriter
    ) -> None:
        self._platforms = platforms
        self._cases = cases
        self._outbox = outbox
        self._writer = writer

    async def card_since(self, chat: ChatRef, since: datetime) -> int | None:
        """Return the newest case of a test card that was decided since a time."""
        cases = await self._cases.open_cases([chat], _NEWEST)
        found = [case.id for case in cases if case.verdict.test and case.decided_at >= since]
        return max(found, default=None)

    async def report(self, case_id: int, policy: Policy, now: datetime) -> str | None:
        """Return how the chain worked for a case, or None while it is still at work."""
        case = await self._cases.get(case_id)
        if case is None:
            raise LookupError(f"case {case_id} is gone")
        effects = await self._outbox.of_case(case_id)
        if _at_work(effects, policy) and now < case.decided_at + SETTLING:
            return None
        return self._writer.report(
            Chain(
                case=case,
                title=await self._title(case.ref.chat_ref),
                effects={effect.kind: effect for effect in effects},
                policy=policy,
                checks=await known_checks(self._platforms[case.ref.platform], case.ref.chat_ref),
            )
        )

    async def nothing_seen(self, chat: ChatRef, policy: Policy) -> str:
        """Return the report of a test in which no card was seen."""
        checks = await known_checks(self._platforms[chat.platform], chat)
        return self._writer.nothing_seen(await self._title(chat), policy.language, checks)

    async def _title(self, chat: ChatRef) -> str:
        return await self._platforms[chat.platform].moderation.title(chat)


def _at_work(effects: list[EffectRecord], policy: Policy) -> bool:
    """Say whether anything is still to be waited for.

    While no adult is named the alert waits for one, perhaps for days: that is no reason to wait.
    """
    return any(
        effect.state not in FINAL and (policy.alerts_chat or effect.kind not in TO_ADULTS)
        for effect in effects
    )
