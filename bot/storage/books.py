"""All books of one database, opened together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.digest import DigestTimes
from bot.domain.outbreak import PAUSE_LASTS
from bot.domain.policy import PolicySettings
from bot.domain.proof import Installation
from bot.ports import Clock
from bot.storage.appeals import SqlAppealBook
from bot.storage.bank_entries import SqlEntryBook
from bot.storage.bank_feed import SqlBankFeed
from bot.storage.bank_settings import SqlBankSettings
from bot.storage.banks import SqlBankBook
from bot.storage.case_notes import SqlNoteBook
from bot.storage.casebook import SqlCaseBook
from bot.storage.chain import Chain
from bot.storage.chase import SqlChaseBook
from bot.storage.chats import SqlChatBook
from bot.storage.database import Database
from bot.storage.erasure import SqlErasure
from bot.storage.evidence import Records
from bot.storage.inbox import SqlInbox
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import prepare
from bot.storage.outbox import SqlOutbox
from bot.storage.outbreaks import SqlOutbreakBook
from bot.storage.pauses import SqlPauseBook
from bot.storage.people import SqlPeopleBook
from bot.storage.policies import SqlPolicyBook
from bot.storage.proofs import SqlProofs
from bot.storage.reports import SqlReportBook
from bot.storage.retention import SqlRetention
from bot.storage.rulings import SqlRulingBook
from bot.storage.signing import Signer
from bot.storage.summaries import SqlSummaryBook
from bot.storage.sweeps import SqlSweepBook
from bot.storage.tallies import SqlTallyBook
from bot.storage.told import SqlToldBook
from bot.storage.vault import Vault
from bot.storage.vouching import SqlVouchBook
from bot.storage.work import SqlWorkQueue


@dataclass(frozen=True, slots=True)
class Books:
    """The books by what they hold.

    Attributes:
        when_banks_change: Have somebody called after each change that this process makes of what
            pictures are compared with.
    """

    inbox: SqlInbox
    queue: SqlWorkQueue
    outbox: SqlOutbox
    cases: SqlCaseBook
    rulings: SqlRulingBook
    appeals: SqlAppealBook
    notes: SqlNoteBook
    people: SqlPeopleBook
    policies: SqlPolicyBook
    chats: SqlChatBook
    banks: SqlBankBook
    bank_settings: SqlBankSettings
    bank_entries: SqlEntryBook
    bank_feed: SqlBankFeed
    sweeps: SqlSweepBook
    reports: SqlReportBook
    vouches: SqlVouchBook
    retention: SqlRetention
    erasure: SqlErasure
    ledger: SqlLedger
    chases: SqlChaseBook
    summaries: SqlSummaryBook
    pauses: SqlPauseBook
    outbreaks: SqlOutbreakBook
    tallies: SqlTallyBook
    told: SqlToldBook
    audit: Chain
    proofs: SqlProofs
    when_banks_change: Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Habits:
    """What the operator chose about what is written.

    Attributes:
        digest: When the cases that wait for others are told.
        keep_seen: Hashes of what stays in the chats are kept for a while.
        installation: What decides here, for the records of cases.
        pause_lasts: For how long an outbreak pauses the media of its chats.
    """

    digest: DigestTimes = field(default_factory=DigestTimes)
    keep_seen: bool = True
    installation: Installation = field(default_factory=Installation)
    pause_lasts: timedelta = PAUSE_LASTS


@asynccontextmanager
async def open_books(
    url: str,
    clock: Clock,
    audit_key: bytes,
    defaults: PolicySettings,
    *,
    alone: bool,
    habits: Habits = Habits(),
) -> AsyncIterator[Books]:
    """Open a database, making its tables if it is new, and close it in the end.

    Raises:
        DatabaseUnusable: It is damaged, or of another version.
    """
    database = Database(url, Vault(audit_key))
    try:
        await prepare(database)
        records = Records(Signer(audit_key), habits.installation, defaults)
        chain = Chain(database, clock, audit_key, records)
        yield Books(
            inbox=SqlInbox(database, clock),
            queue=SqlWorkQueue(
                database,
                clock,
                chain,
                habits.digest,
                keep_seen=habits.keep_seen,
                pause_lasts=habits.pause_lasts,
            ),
            outbox=SqlOutbox(database, clock, chain, alone=alone),
            cases=SqlCaseBook(database, clock, chain),
            rulings=SqlRulingBook(database, clock, chain),
            appeals=SqlAppealBook(database, clock, chain),
            notes=SqlNoteBook(database, clock, chain),
            people=SqlPeopleBook(database, clock, chain),
            policies=SqlPolicyBook(database, clock, chain, defaults),
            chats=SqlChatBook(database, clock, chain),
            banks=SqlBankBook(database, clock, chain),
            bank_settings=SqlBankSettings(database, clock, chain),
            bank_entries=SqlEntryBook(database, clock, chain),
            bank_feed=SqlBankFeed(database, clock),
            sweeps=SqlSweepBook(database, clock, chain, habits.digest),
            reports=SqlReportBook(database, clock, chain),
            vouches=SqlVouchBook(database, clock, chain),
            retention=SqlRetention(database, clock, chain),
            erasure=SqlErasure(database, clock, chain),
            ledger=SqlLedger(database),
            chases=SqlChaseBook(database, clock, chain),
            summaries=SqlSummaryBook(database),
            pauses=SqlPauseBook(database, clock, chain),
            outbreaks=SqlOutbreakBook(database, clock),
            tallies=SqlTallyBook(database),
            told=SqlToldBook(database),
            audit=chain,
            proofs=SqlProofs(database, clock, chain, records),
            when_banks_change=database.when_banks_change,
        )
    finally:
        await database.close()
