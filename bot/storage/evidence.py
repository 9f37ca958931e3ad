"""Writes the signed record of each case, in the transaction of what it tells of.

Whatever the audit chain notes of a case becomes a line of that case's own record, so the record of
one case can be handed on without the lines of others. The first line holds all that is known when
the case is opened. The audit entry holds the hash of the line: a record whose end was cut off, or
that was taken out as a whole, no longer fits the chain.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.audit import AuditFacts
from bot.domain.policy import PolicySettings
from bot.domain.proof import Installation, Line, canonical, next_line
from bot.storage.database import Session
from bot.storage.signing import Signer
from bot.storage.snapshot import snapshot
from bot.storage.tables_evidence import evidence

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Records:
    """Writes and reads the lines of all cases."""

    signer: Signer
    installation: Installation
    defaults: PolicySettings

    async def add(
        self, connection: Session, event: str, facts: AuditFacts, at: datetime
    ) -> str | None:
        """Add what happened to the record of its case; return the hash of the line.

        None where it tells of no case that there is.
        """
        case = facts.get("case")
        if not isinstance(case, int) or isinstance(case, bool) or not case:
            return None
        last = await _last(connection, case)
        if last is None:
            found = await self.facts_of(connection, case)
            if found is None:
                return None
            first = found | {"event": "record", "began_with": event}
            last = await self._write(connection, None, case, first, at)
        return (await self._write(connection, last, case, facts | {"event": event}, at)).hash

    async def facts_of(self, connection: Session, case: int) -> dict[str, Any] | None:
        """Return all that is known of a case now; None if there is none."""
        return await snapshot(connection, case, self.installation, self.defaults)

    async def export(
        self, connection: Session, case: int, facts: Mapping[str, Any], at: datetime
    ) -> Line | None:
        """Add the line about an export, which holds how the case stands at that moment."""
        found = await self.facts_of(connection, case)
        last = await _last(connection, case)
        if last is None and found is not None:
            first = found | {"event": "record", "began_with": "exported"}
            last = await self._write(connection, None, case, first, at)
        if last is None:
            return None
        told = {**facts, "event": "exported", "case": case, "record": found}
        return await self._write(connection, last, case, told, at)

    async def _write(
        self,
        connection: Session,
        last: Line | None,
        case: int,
        facts: Mapping[str, Any],
        at: datetime,
    ) -> Line:
        what = canonical({**facts, "salt": secrets.token_hex(_SALT_BYTES)})
        line = next_line(last, case, at, what, self.signer.sign)
        await connection.execute(
            insert(evidence).values(
                case_id=line.case,
                seq=line.seq,
                at=line.at,
                what=what.encode(),
                prev=line.prev,
                hash=line.hash,
                signature=line.signature,
            )
        )
        return line


async def lines_of(connection: Session, case: int) -> list[Line]:
    """Return the record of a case in order."""
    rows = await connection.execute(
        select(evidence).where(evidence.c.case_id == case).order_by(evidence.c.seq)
    )
    return [_line(row) for row in rows]


async def all_records(connection: Session) -> Iterable[tuple[int, list[Line]]]:
    """Return the records of all cases."""
    rows = await connection.execute(select(evidence).order_by(evidence.c.case_id, evidence.c.seq))
    lines = [_line(row) for row in rows]
    return [(case, list(found)) for case, found in groupby(lines, key=lambda line: line.case)]


async def blank(connection: Session, of: Collection[int]) -> int:
    """Forget what the lines of some cases say; return how many had words.

    Their hashes and signatures stay. Whoever calls this notes it in the chain as `erased`, with
    the numbers of the cases as `cases`: without that entry blank lines count as tampering.
    """
    done = await connection.execute(
        update(evidence)
        .where(evidence.c.case_id.in_(of), evidence.c.what.is_not(None))
        .values(what=None)
    )
    return done.rowcount


async def _last(connection: Session, case: int) -> Line | None:
    rows = await connection.execute(
        select(evidence).where(evidence.c.case_id == case).order_by(evidence.c.seq.desc()).limit(1)
    )
    row = rows.one_or_none()
    return None if row is None else _line(row)


def _line(row: Row[Any]) -> Line:
    what = None if row.what is None else row.what.decode()
    return Line(row.case_id, row.seq, row.at, what, row.prev, row.hash, row.signature)
