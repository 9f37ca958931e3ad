"""All books of one database, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.domain.digest import DigestTimes
from bot.domain.policy import PolicySettings
from bot.ports import Clock
from bot.storage.banks import SqlBankBook
from bot.storage.casebook import SqlCaseBook
from bot.storage.chain import Chain
from bot.storage.chats import SqlChatBook
from bot.storage.database import Database
from bot.storage.inbox import SqlInbox
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import prepare
from bot.storage.outbox import SqlOutbox
from bot.storage.policies import SqlPolicyBook
from bot.storage.retention import SqlRetention
from bot.storage.work import SqlWorkQueue


@dataclass(frozen=True, slots=True)
class Books:
    """The books by what they hold."""

    inbox: SqlInbox
    queue: SqlWorkQueue
    outbox: SqlOutbox
    cases: SqlCaseBook
    policies: SqlPolicyBook
    chats: SqlChatBook
    banks: SqlBankBook
    retention: SqlRetention
    ledger: SqlLedger
    audit: Chain


@asynccontextmanager
async def open_books(
    url: str,
    clock: Clock,
    audit_key: bytes,
    defaults: PolicySettings,
    *,
    alone: bool,
    digest: DigestTimes = DigestTimes(),  # noqa: B008 - it never changes
) -> AsyncIterator[Books]:
    """Open a database, making its tables if it is new, and close it in the end.

    Raises:
        DatabaseUnusable: It is damaged, or of another version.
    """
    database = Database(url)
    try:
        await prepare(database)
        chain = Chain(database, clock, audit_key)
        yield Books(
            inbox=SqlInbox(database, clock),
            queue=SqlWorkQueue(database, clock, chain, digest),
            outbox=SqlOutbox(database, clock, chain, alone=alone),
            cases=SqlCaseBook(database, clock, chain),
            policies=SqlPolicyBook(database, clock, chain, defaults),
            chats=SqlChatBook(database, clock, chain),
            banks=SqlBankBook(database, clock, chain),
            retention=SqlRetention(database, chain),
            ledger=SqlLedger(database),
            audit=chain,
        )
    finally:
        await database.close()
