"""Notes in the audit chain who read which case.

The entry is written before the answer goes out: what nobody noted, nobody read. Somebody who asks
for the same cases again and again within a minute is noted once, so that no flood of questions
becomes a flood of writes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.book_ports import AuditLog, CaseBook
from bot.domain.audit import AuditFacts
from bot.domain.case import Case
from bot.domain.message import Actor
from bot.ports import Clock

# An entry about a reader stands for all that they read of these cases for this long.
SAME_READING = timedelta(minutes=1)

_Reading = tuple[Actor, tuple[int, ...]]


class CaseReading:
    """Gives cases to people who may see them, and notes that they saw them."""

    def __init__(self, cases: CaseBook, audit: AuditLog, clock: Clock) -> None:
        self._cases = cases
        self._audit = audit
        self._clock = clock
        self._lately: dict[_Reading, datetime] = {}

    async def get(self, case_id: int) -> Case | None:
        """Return one case, before anybody knows whether it may be shown."""
        return await self._cases.get(case_id)

    async def note(self, read: Sequence[Case], by: Actor) -> None:
        """Note that somebody reads these cases: in one entry, in the record of one case too."""
        if not read or self._is_repeated(by, tuple(case.id for case in read)):
            return
        facts: AuditFacts = {"by": by.id, "platform": read[0].ref.platform}
        if len(read) == 1:
            facts["case"] = read[0].id
        else:
            facts["cases"] = ",".join(str(case.id) for case in read)
        await self._audit.note("read", facts)

    def _is_repeated(self, by: Actor, cases: tuple[int, ...]) -> bool:
        now = self._clock.now()
        self._lately = {
            reading: at for reading, at in self._lately.items() if now - at < SAME_READING
        }
        if (by, cases) in self._lately:
            return True
        self._lately[by, cases] = now
        return False
