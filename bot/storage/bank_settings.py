"""The settings of hash banks: made, changed and removed by people, each told to the audit chain."""

from sqlalchemy import and_, delete, not_, select, update

from bot.domain.audit import AuditFacts
from bot.domain.bank import OWN_BANKS, Bank
from bot.domain.bank_records import BankChange
from bot.domain.errors import BankProtected
from bot.domain.standing import OPERATOR
from bot.ports import Clock
from bot.storage.bank_rows import bank_from_row, note_change
from bot.storage.banks import BREATH_SECONDS
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.tables_banks import bank, bank_entry

_PIECE = 1_000


class SqlBankSettings:
    """Implements `book_ports.BankSettings`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def open(self, new: Bank, by: str = OPERATOR) -> bool:
        """Make a bank; False if there is one of that name, which stays as it is."""
        async with self._database.write() as connection:
            made = await connection.execute(
                insert_if_new(connection, bank)
                .values(
                    name=new.name,
                    kind=new.kind,
                    source=new.source,
                    owner=new.owner,
                    note=new.note,
                    share=new.share,
                    enabled=new.enabled,
                    expires_at=new.expires_at,
                    changes=0,
                )
                .returning(bank.c.id)
            )
            bank_id = made.scalar_one_or_none()
            if bank_id is None:
                return False
            await note_change(connection, bank_id, self._clock.now())
            facts: AuditFacts = {"bank": new.name, "made": new.kind, "by": by, "share": new.share}
            await self._chain.append(connection, "bank", facts)
            return True

    async def get(self, name: str) -> Bank | None:
        """Return the settings of a bank."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(bank).where(bank.c.name == name))
            row = rows.one_or_none()
            return None if row is None else bank_from_row(row)

    async def change(self, name: str, change: BankChange, by: str = OPERATOR) -> bool:
        """Change settings; False if there is no such bank, or it has these settings already."""
        wanted = {
            column: value
            for column in ("owner", "note", "source", "share", "enabled", "expires_at")
            if (value := getattr(change, column)) is not None
        }
        if change.lasts:
            wanted["expires_at"] = None
        if not wanted:
            return False
        same = and_(*(bank.c[column].is_not_distinct_from(wanted[column]) for column in wanted))
        async with self._database.write() as connection:
            done = await connection.execute(
                update(bank)
                .where(bank.c.name == name, not_(same))
                .values(**wanted)
                .returning(bank.c.id)
            )
            bank_id = done.scalar_one_or_none()
            if bank_id is None:
                return False
            await note_change(connection, bank_id, self._clock.now())
            facts: AuditFacts = {"bank": name, "by": by}
            # Not what people wrote: the chain holds ids and numbers.
            facts |= {column: wanted[column] for column in ("share", "enabled") if column in wanted}
            if "expires_at" in wanted:
                ends = wanted["expires_at"]
                facts["expires"] = ends.isoformat() if ends else None
            facts |= {
                column: "changed" for column in ("owner", "note", "source") if column in wanted
            }
            await self._chain.append(connection, "bank", facts)
            return True

    async def remove(self, name: str, by: str = OPERATOR) -> int | None:
        """Delete a bank with all its entries; return how many, or None if there is no such bank.

        It is disabled first, and its entries go by pieces, so that a running bot is not kept from
        writing. A removal that broke off leaves a disabled bank and is completed by repeating it.

        Raises:
            BankProtected: It is one of the bot's own.
        """
        if name in OWN_BANKS:
            raise BankProtected(
                f"{name} is a bank of the bot's own and stays. To stop it from matching: "
                f"./upstander bank set {name} --disabled"
            )
        async with self._database.write() as connection:
            found = await connection.execute(select(bank.c.id).where(bank.c.name == name))
            bank_id = found.scalar_one_or_none()
            if bank_id is None:
                return None
            await self._disable(connection, bank_id)
            await self._chain.append(connection, "bank", {"bank": name, "removing": True, "by": by})
        total = 0
        while True:
            async with self._database.write() as connection:
                # Somebody may have put it on again meanwhile: what is deleted here is not noted.
                await self._disable(connection, bank_id)
                gone = await _delete_some(connection, bank_id)
                total += gone
                if gone < _PIECE:
                    # Whoever has them in memory sees that the bank is gone.
                    await connection.execute(delete(bank).where(bank.c.id == bank_id))
                    connection.banks_changed = True
                    facts: AuditFacts = {"bank": name, "removed": total, "by": by}
                    await self._chain.append(connection, "bank", facts)
                    return total
            await self._clock.sleep(BREATH_SECONDS)

    async def _disable(self, connection: Session, bank_id: int) -> None:
        done = await connection.execute(
            update(bank).where(bank.c.id == bank_id, bank.c.enabled).values(enabled=False)
        )
        if done.rowcount:
            await note_change(connection, bank_id, self._clock.now())


async def _delete_some(connection: Session, bank_id: int) -> int:
    some = select(bank_entry.c.id).where(bank_entry.c.bank_id == bank_id).limit(_PIECE)
    done = await connection.execute(delete(bank_entry).where(bank_entry.c.id.in_(some)))
    return int(done.rowcount)
