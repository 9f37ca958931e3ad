"""What adults write about cases: sealed, append only, and known to the audit chain by digest."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.domain.casework import NOTE_CHARS, Note
from bot.domain.message import Actor
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.tables_adults import case_note

# A few words could be guessed from a bare digest of them.
_SALT_BYTES = 16
# A command that was carried out when the bot died is given to it again.
_SAME_WITHIN = timedelta(minutes=10)


class SqlNoteBook:
    """Implements `case_ports.NoteBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def add(self, case_id: int, by: Actor, words: str) -> Note:
        """Store a note; the audit chain learns that there is one, and its digest."""
        async with self._database.write() as connection:
            return await add_note(connection, self._chain, case_id, by, words, self._clock.now())

    async def of_case(self, case_id: int) -> list[Note]:
        """Return the notes of a case, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(case_note).where(case_note.c.case_id == case_id).order_by(case_note.c.number)
            )
            return [_note(row) for row in rows]


async def add_note(
    connection: Session, chain: Chain, case_id: int, by: Actor, words: str, now: datetime
) -> Note:
    """Store a note in the caller's transaction; the same one again is not stored twice.

    Raises:
        ValueError: It is empty, or longer than `NOTE_CHARS`: who writes it is told before.
    """
    if not 0 < len(words) <= NOTE_CHARS:
        raise ValueError(f"a note of {len(words)} characters")
    found = await connection.execute(
        select(case_note)
        .where(case_note.c.case_id == case_id)
        .order_by(case_note.c.number.desc())
        .limit(1)
    )
    last = found.one_or_none()
    known = None if last is None else _note(last)
    if known and (known.by, known.words) == (by.id, words) and now - known.at < _SAME_WITHIN:
        return known
    number = 1 if known is None else known.number + 1
    sealed = secrets.token_bytes(_SALT_BYTES) + words.encode()
    stored = await connection.execute(
        insert(case_note)
        .values(case_id=case_id, number=number, actor=by.id, at=now, words=sealed)
        .returning(case_note)
    )
    note = _note(stored.one())
    await chain.append(
        connection, "noted", {"case": case_id, "note": number, "by": by.id, "digest": note.digest}
    )
    return note


def _note(row: Any) -> Note:
    words = row.words[_SALT_BYTES:].decode()
    digest = hashlib.sha256(row.words).hexdigest()
    return Note(row.case_id, row.number, row.at, row.actor, words, digest)
