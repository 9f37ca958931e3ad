"""Takes a ruling back: the case stands as before, and so do the banks as far as they can."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update

from bot.domain.action import REMOVING, Action, ActionKind
from bot.domain.audit import AuditFacts
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.casework import (
    LEADS_TO,
    UNDO_WITHIN,
    Apology,
    CaseRuling,
    Ruled,
    Undone,
    UndoOutcome,
    undo_refusal,
)
from bot.domain.effect import EffectState
from bot.domain.message import Actor
from bot.storage.appeal_rows import ask_again
from bot.storage.case_rows import case_of, held_cases, ruled_from_row, select_cases
from bot.storage.chain import Chain
from bot.storage.chase import open_chase
from bot.storage.database import Session
from bot.storage.planning import add_effect
from bot.storage.tables import cases, effect
from bot.storage.tables_adults import case_ruling
from bot.storage.taken_out import allow_no_more, enable, put_back

_LINES = (ActionKind.NOTICE, ActionKind.GROUP_LINE)
_MARKS = tuple(
    f"{mark}_{what}" for mark in ("acknowledged", "closed", "held") for what in ("at", "by")
)
_SINCE = tuple(name for name in _MARKS if name.endswith("_at"))
_ANEW = {"attempts": 0, "result": None, "done_at": None, "lease_until": None}


@dataclass(frozen=True, slots=True)
class Before:
    """How a case stood before a ruling; times as ISO 8601."""

    id: int
    state: str
    marks: dict[str, str | None]

    @classmethod
    def of(cls, row: Any) -> "Before":
        """Read it off the row of a case."""
        marks = {name: getattr(row, name) for name in _MARKS}
        marks |= {name: marks[name].isoformat() for name in _SINCE if marks[name]}
        return cls(row.id, row.state, marks)

    @property
    def columns(self) -> dict[str, Any]:
        """What its columns held."""
        times = {name: datetime.fromisoformat(at) for name in _SINCE if (at := self.marks[name])}
        return {"state": self.state, **self.marks, **times}


@dataclass(slots=True)
class Kept:
    """What it takes to take a ruling back.

    Attributes:
        before: The case, then those below it that were moved along.
        apart: Ids of those below it that were not.
        entries: What was taken out of the banks.
        disabled: Ids of entries that are only off.
    """

    before: list[Before]
    apart: list[int]
    entries: list[dict[str, Any]] = field(default_factory=list)
    disabled: list[int] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """Write it; `read` gives the same."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def read(cls, kept: bytes) -> "Kept":
        """Read what `to_bytes` wrote."""
        found = json.loads(kept)
        return cls(**found | {"before": [Before(**one) for one in found["before"]]})

    @property
    def ids(self) -> list[int]:
        """The cases that were ruled on."""
        return [one.id for one in self.before]


async def take_back(
    connection: Session, chain: Chain, case_id: int, by: Actor, wanted: int | None, now: datetime
) -> Undone:
    """Take back the last ruling of a case in the caller's transaction."""
    # Whoever rules at the same moment waits, where a database lets several write.
    await connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())
    found = await connection.execute(
        select(case_ruling)
        .where(case_ruling.c.case_id == case_id)
        .order_by(case_ruling.c.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    last = None if row is None else ruled_from_row(row)
    refusal = undo_refusal(last, wanted, now)
    if row is None or last is None or refusal is not None or row.kept is None:
        return Undone(refusal or UndoOutcome.TOO_LATE, last)
    marked = await connection.execute(
        update(case_ruling)
        .where(case_ruling.c.id == last.id, case_ruling.c.undone_at.is_(None))
        .values(undone_at=now, undone_by=by.id, kept=None)
    )
    if marked.rowcount != 1:
        return Undone(UndoOutcome.BEFORE, last)
    kept = Kept.read(row.kept)
    await _restore(connection, last, kept)
    undone = await _reverse(connection, last, kept, now)
    if undone.state is CaseState.OPEN and LEADS_TO[last.ruling][CaseState.OPEN] is not undone.state:
        await _chase_again(connection, case_id, now)
    await chain.append(connection, "undone", _facts(undone, last, by))
    return undone


async def _chase_again(connection: Session, case_id: int, now: datetime) -> None:
    """Call adults again for a case that nobody has taken up any more."""
    found = await connection.execute(select_cases().where(cases.c.id == case_id))
    case = case_of(found.one())
    verdict = None if case.origin is CaseOrigin.REPORT else case.verdict
    await open_chase(connection, case_id, now, verdict)


async def follow(connection: Session, case_id: int, action: Action, now: datetime) -> None:
    """Plan what follows from a ruling: once, also where the ruling is repeated after an undo."""
    one = effect.c.case_id == case_id, effect.c.kind == action.kind
    stopped = await connection.execute(
        update(effect)
        .where(*one, effect.c.state == EffectState.CANCELLED)
        .values(state=EffectState.PENDING, next_at=now, created_at=now, **_ANEW)
    )
    there = await connection.execute(select(exists().where(*one)))
    if not stopped.rowcount and not there.scalar():
        await add_effect(connection, case_id, action, now)


async def resume_removals(connection: Session, case_ids: Collection[int], now: datetime) -> int:
    """Take up the removals that were called off as mistakes; return how many.

    What had been decided is carried out, or a person is told: the time for it begins anew.
    """
    done = await connection.execute(
        update(effect)
        .where(
            effect.c.case_id.in_(case_ids),
            effect.c.kind.in_(REMOVING),
            effect.c.state == EffectState.CANCELLED,
        )
        .values(state=EffectState.PENDING, next_at=now, created_at=now, **_ANEW)
        .returning(effect.c.case_id)
    )
    resumed = list(done.scalars())
    await connection.execute(
        update(effect)
        .where(
            effect.c.case_id.in_(resumed),
            effect.c.kind.in_(_LINES),
            effect.c.state == EffectState.CANCELLED,
        )
        .values(state=EffectState.WAITING, next_at=None, created_at=now, **_ANEW)
    )
    return len(resumed)


async def forget_undo(connection: Session, now: datetime) -> None:
    """Delete what was kept to take rulings back that nobody can take back any more."""
    await connection.execute(
        update(case_ruling)
        .where(
            case_ruling.c.kept.is_not(None),
            case_ruling.c.at < now - UNDO_WITHIN,
            case_ruling.c.case_id.not_in(held_cases()),
        )
        .values(kept=None)
    )


async def _restore(connection: Session, last: Ruled, kept: Kept) -> None:
    """Let the cases stand as before, and what came below them meanwhile as its parent."""
    for one in kept.before:
        await connection.execute(update(cases).where(cases.c.id == one.id).values(**one.columns))
    before = CaseState(kept.before[0].state)
    after = LEADS_TO[last.ruling][before]
    await connection.execute(
        update(cases)
        .where(
            cases.c.parent == last.case,
            cases.c.state == after,
            cases.c.id.not_in([*kept.ids, *kept.apart]),
        )
        .values(state=before)
    )


async def _reverse(connection: Session, last: Ruled, kept: Kept, now: datetime) -> Undone:
    """Reverse what the ruling did besides, and return what came of it."""
    state = CaseState(kept.before[0].state)
    withdrawn, apology = 0, Apology.NONE
    if last.ruling is CaseRuling.FALSE_ALARM:
        withdrawn = len(await allow_no_more(connection, kept.ids, now))
        await resume_removals(connection, kept.ids, now)
        apology = await _stop_apology(connection, last.case)
        await ask_again(connection, kept.ids, now)
    back = await put_back(connection, kept.entries, now)
    on = await enable(connection, kept.disabled, now) if kept.disabled else 0
    return Undone(
        UndoOutcome.DONE,
        last,
        state,
        withdrawn=withdrawn,
        restored=back + on,
        lost=len(kept.entries) - back,
        apology=apology,
    )


async def _stop_apology(connection: Session, case_id: int) -> Apology:
    """Stop an apology that is not on its way yet."""
    one = effect.c.case_id == case_id, effect.c.kind == ActionKind.APOLOGY
    early = (EffectState.WAITING, EffectState.PENDING)
    stopped = await connection.execute(
        update(effect)
        .where(*one, effect.c.state.in_(early))
        .values(state=EffectState.CANCELLED, next_at=None)
    )
    if stopped.rowcount:
        return Apology.STOPPED
    sent = (EffectState.SENDING, EffectState.DONE, EffectState.UNKNOWN)
    found = await connection.execute(select(exists().where(*one, effect.c.state.in_(sent))))
    return Apology.STAYS if found.scalar() else Apology.NONE


def _facts(undone: Undone, last: Ruled, by: Actor) -> AuditFacts:
    return {
        "case": last.case,
        "ruling": last.ruling,
        "of": last.id,
        "state": undone.state,
        "by": by.id,
        "withdrawn": undone.withdrawn,
        "restored": undone.restored,
        "lost": undone.lost,
        "apology": undone.apology,
    }
