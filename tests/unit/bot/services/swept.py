"""Carries sweeps out on the bench, and looks what came of them."""

from dataclasses import replace

from bot.domain.bank import Bank, BankEntry, BankKind
from bot.domain.case import Case
from bot.domain.message import ChatRef
from bot.domain.policy import Direction, Mode, PolicyRevision
from bot.services.sweeping import Sweeping
from tests.contract.books_rig import DEFAULTS, LEAD, SqliteRig, states
from tests.unit.bot.services.bench import CLASS, STAFF, Bench

OTHER = ChatRef("sandbox", "class-8a")
OWN = Bank("own", BankKind.OWN)
WAITING = {"takedown": "pending", "alert": "waiting", "notice": "waiting"}
WHOLE = {**WAITING, "group_line": "waiting"}


async def put(bench: Bench, *entries: BankEntry, bank: Bank = OWN) -> None:
    await bench.books.bank_settings.open(bank)
    await bench.books.banks.add(bank.name, "", entries)


async def swept(bench: Bench, sweeping: Sweeping) -> list[Case]:
    """Carry out all that is due; return the cases that were opened, in their order."""
    before = await number_of_cases(bench)
    while (sweep := await sweeping.claim()) is not None:
        await sweeping.carry_out(sweep)
    after = await number_of_cases(bench)
    found = [await bench.books.cases.get(one) for one in range(before + 1, after + 1)]
    return [case for case in found if case is not None]


async def number_of_cases(bench: Bench) -> int:
    number = 0
    while await bench.books.cases.get(number + 1) is not None:
        number += 1
    return number


async def rows(bench: Bench, query: str) -> list[tuple[object, ...]]:
    rig = SqliteRig.__new__(SqliteRig)
    rig.url = bench.books.queue._database.url
    return [tuple(row) for row in await rig.rows(query)]


async def effects(bench: Bench, case: Case) -> dict[str, str]:
    rig = SqliteRig.__new__(SqliteRig)
    rig.url = bench.books.queue._database.url
    return await states(rig, case.id)


async def settle_for(bench: Bench, mode: Mode, chat: ChatRef = CLASS) -> None:
    settings = replace(DEFAULTS, mode=mode, alerts_chat=STAFF.chat)
    revision = PolicyRevision(chat, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)
