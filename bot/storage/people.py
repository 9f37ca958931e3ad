"""Who the adults outside the chats are: sealed, and known to the audit chain by number alone."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select, update

from bot.domain.audit import AuditFacts
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.people import Office, Person
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.tables_people import person


class SqlPeopleBook:
    """Implements `people_ports.PeopleBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def add(self, office: Office, code: str, until: datetime) -> int:
        """Open an office to whoever brings the code of this digest, once; return its number."""
        now = self._clock.now()
        async with self._database.write() as connection:
            row = insert(person).values(office=office, added_at=now, code=code, code_until=until)
            number = int((await connection.execute(row.returning(person.c.id))).scalar_one())
            facts: AuditFacts = {
                "person": number,
                "office": office,
                "until": until.isoformat(),
            }
            await self._chain.append(connection, "person_added", facts)
        return number

    async def bind(self, code: str, actor: Actor, chat: ChatRef) -> Person | None:
        """Give an office to whoever brought the code; None if the code does not work."""
        now = self._clock.now()
        who = json.dumps({"platform": chat.platform, "actor": actor.id, "chat": chat.chat})
        async with self._database.write() as connection:
            taken = await connection.execute(
                update(person)
                .where(_works(code, now))
                .values(code=None, code_until=None, who=who.encode(), bound_at=now)
                .returning(person)
            )
            row = taken.one_or_none()
            if row is None:
                return None
            facts: AuditFacts = {
                "person": row.id,
                "office": row.office,
                "platform": chat.platform,
            }
            await self._chain.append(connection, "person_bound", facts)
        return _person(row)

    async def spoil(self, code: str) -> bool:
        """Let a code never work: others have seen it. False if it did not work anyway."""
        now = self._clock.now()
        async with self._database.write() as connection:
            spoilt = await connection.execute(
                update(person)
                .where(_works(code, now))
                .values(code=None, code_until=None, removed_at=now)
                .returning(person.c.id)
            )
            number = spoilt.scalar_one_or_none()
            if number is not None:
                await self._chain.append(connection, "person_code_seen", {"person": number})
        return number is not None

    async def remove(self, number: int) -> bool:
        """End an office. False if there is none, or it has ended."""
        now = self._clock.now()
        async with self._database.write() as connection:
            done = await connection.execute(
                update(person)
                .where(person.c.id == number, person.c.removed_at.is_(None))
                # Nothing is kept of who held it.
                .values(code=None, code_until=None, who=None, removed_at=now)
            )
            if done.rowcount == 1:
                await self._chain.append(connection, "person_removed", {"person": number})
        return done.rowcount == 1

    async def all(self) -> list[Person]:
        """Return every office that has not ended, taken or not."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(person).where(person.c.removed_at.is_(None)).order_by(person.c.id)
            )
            return [_person(row) for row in rows]

    async def in_office(self, platform: str) -> list[Person]:
        """Return who holds an office on a platform."""
        everybody = await self.all()
        return [one for one in everybody if one.chat and one.chat.platform == platform]


def _works(code: str, now: datetime) -> ColumnElement[bool]:
    return and_(person.c.code == code, person.c.code_until > now, person.c.removed_at.is_(None))


def _person(row: Any) -> Person:
    who = json.loads(row.who) if row.who is not None else None
    return Person(
        id=row.id,
        office=Office(row.office),
        added_at=row.added_at,
        code_until=row.code_until,
        actor=Actor(ActorKind.USER, who["actor"]) if who else None,
        chat=ChatRef(who["platform"], who["chat"]) if who else None,
    )
