"""Appends to the audit chain inside the transaction that it tells of, and reads it back.

What is told of a case goes into the signed record of that case too (`evidence.py`), and the entry
of the chain holds the hash of that line.

What an entry says names adults, so it lies sealed; its seal is over the words, as it always was.
An entry that cannot be opened is read as empty: then the chain is broken there, and whoever checks
it is told the number.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, select

from bot.domain.audit import GENESIS, AuditEntry, AuditFacts, describe, seal
from bot.domain.errors import DatabaseUnusable
from bot.ports import Clock
from bot.storage.database import Database, Session
from bot.storage.evidence import Records
from bot.storage.tables import audit
from bot.storage.vault import Vault

_AT_A_TIME = 500


class Chain:
    """Implements `book_ports.AuditLog`; the other books append through `append`."""

    def __init__(
        self, database: Database, clock: Clock, key: bytes, records: Records | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._key = key
        self._vault = Vault(key)
        self._records = records

    async def append(self, connection: Session, event: str, facts: AuditFacts) -> None:
        """Seal one entry in the caller's transaction.

        The unique `prev` makes a fork of the chain impossible, whoever else writes.
        """
        at = self._clock.now()
        line = await self._records.add(connection, event, facts, at) if self._records else None
        await self.seal(connection, event, facts | {"line": line} if line else facts, at)
        # What a decision took along has a case of its own, and so a record of its own.
        for case in _taken_along(facts):
            await self.append(connection, "below", {"case": case, "parent": facts["case"]})

    async def seal(
        self, connection: Session, event: str, facts: AuditFacts, at: datetime
    ) -> AuditEntry:
        """Seal one entry of the chain alone, and return it."""
        last = await connection.execute(
            select(audit.c.seq, audit.c.seal).order_by(audit.c.seq.desc()).limit(1)
        )
        row = last.one_or_none()
        seq, prev = (row.seq + 1, row.seal) if row else (1, GENESIS)
        what = describe(event, facts)
        entry = AuditEntry(seq, at, what, prev, seal(self._key, prev, seq, at, what))
        await connection.execute(
            insert(audit).values(asdict(replace(entry, what=self._vault.seal_words(what))))
        )
        return entry

    async def note(self, event: str, facts: AuditFacts) -> None:
        """Seal an entry that belongs to no other transaction."""
        async with self._database.write() as connection:
            await self.append(connection, event, facts)

    async def entries(self) -> list[AuditEntry]:
        """Return the whole chain in order."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(audit).order_by(audit.c.seq))
            return [
                AuditEntry(row.seq, row.at, self._open(row.what), row.prev, row.seal)
                for row in rows
            ]

    async def last_line(self, connection: Session, case: int) -> str | None:
        """Return the hash of the line that was noted last of the record of a case, if any."""
        before: int | None = None
        while True:
            query = select(audit.c.seq, audit.c.what).order_by(audit.c.seq.desc())
            if before is not None:
                query = query.where(audit.c.seq < before)
            rows = (await connection.execute(query.limit(_AT_A_TIME))).all()
            for row in rows:
                facts = json.loads(self._open(row.what) or "{}")
                if facts.get("case") == case and facts.get("line"):
                    return str(facts["line"])
            if len(rows) < _AT_A_TIME:
                return None
            before = rows[-1].seq

    def _open(self, sealed: str) -> str:
        try:
            return self._vault.open_words(sealed)
        except DatabaseUnusable:
            return ""


def _taken_along(facts: AuditFacts) -> list[int]:
    """Return the cases that were opened below this one in the same transaction."""
    numbers = ",".join(str(facts[name]) for name in ("swept", "album") if facts.get(name))
    return [int(number) for number in numbers.split(",") if number]
