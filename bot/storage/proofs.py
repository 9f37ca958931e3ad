"""Hands the record of a case on, and keeps the heads of the chain that the adults were told."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, select

from bot.domain.audit import AuditFacts, Head, ToldHead
from bot.domain.message import ChatRef
from bot.domain.proof import Line, file_text, first_bad_line, make_document
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.evidence import Records, blank, lines_of
from bot.storage.signing import holds
from bot.storage.tables import audit
from bot.storage.tables_evidence import head_post


@dataclass(frozen=True, slots=True)
class Exported:
    """The file of a case.

    Attributes:
        text: The whole file, as it is to be written.
        sha256: Of the file.
        bad_line: The first line that was altered in the database, or None.
        cut: Lines at the end are missing that the chain of the installation knows.
    """

    text: str
    sha256: str
    bad_line: int | None
    cut: bool


class SqlProofs:
    """Implements `proof_ports.HeadBook`, and exports for the command line."""

    def __init__(self, database: Database, clock: Clock, chain: Chain, records: Records) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._records = records

    async def export(self, case: int, by: str, about: Iterable[str]) -> Exported | None:
        """Return the file of a case; that it was made is a line in it. None if there is none.

        A record that was altered is exported all the same: what is left of it may matter, and who
        checks the file is told where it is broken.
        """
        signer, at = self._records.signer, self._clock.now()
        async with self._database.write() as connection:
            cut = not await self._is_whole(connection, case)
            line = await self._records.export(connection, case, {"by": by}, at)
            if line is None:
                return None
            facts: AuditFacts = {"case": case, "by": by, "line": line.hash}
            await self._chain.seal(connection, "exported", facts, at)
            lines = await lines_of(connection, case)
            document = make_document(case, signer.public, lines, about, signer.sign)
            text = file_text(document)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            await self._chain.append(
                connection, "export_file", {"case": case, "by": by, "sha256": sha256}
            )
        return Exported(text, sha256, first_bad_line(case, signer.public, lines, holds), cut)

    async def forget(self, cases: Iterable[int]) -> int:
        """Forget what the records of some cases say; return how many lines had words."""
        numbers = sorted(cases)
        async with self._database.write() as connection:
            forgotten = await blank(connection, numbers)
            if forgotten:
                told = ",".join(map(str, numbers))
                await self._chain.append(connection, "erased", {"cases": told, "lines": forgotten})
        return forgotten

    async def head(self) -> Head | None:
        """Return the last entry of the chain; None where there is no entry yet."""
        newest = select(audit.c.seq, audit.c.seal).order_by(audit.c.seq.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(newest)).one_or_none()
        return None if row is None else Head(row.seq, row.seal)

    async def told(self, adults: ChatRef) -> ToldHead | None:
        """Return what a chat of adults was told last."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(head_post).where(_of(adults)))
            row = rows.one_or_none()
        return None if row is None else ToldHead(Head(row.seq, row.seal), row.at)

    async def note_told(self, adults: ChatRef, head: Head) -> None:
        """Note what a chat of adults was told now."""
        async with self._database.write() as connection:
            await connection.execute(delete(head_post).where(_of(adults)))
            await connection.execute(
                insert(head_post).values(
                    platform=adults.platform,
                    chat=adults.chat,
                    seq=head.seq,
                    seal=head.seal,
                    at=self._clock.now(),
                )
            )

    async def _is_whole(self, connection: Session, case: int) -> bool:
        """Say whether the last line of a case is the one that the chain noted last."""
        lines: list[Line] = await lines_of(connection, case)
        last = lines[-1].hash if lines else None
        return await self._chain.last_line(connection, case) == last


def _of(adults: ChatRef) -> ColumnElement[bool]:
    return and_(head_post.c.platform == adults.platform, head_post.c.chat == adults.chat)
