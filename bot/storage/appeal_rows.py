"""What becomes of an appeal when its case is ruled on, in the transaction of the ruling."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select, update

from bot.domain.action import ActionKind
from bot.domain.appeal import AppealState
from bot.domain.effect import EffectState
from bot.storage.database import Session
from bot.storage.tables import effect
from bot.storage.tables_appeals import appeal

_EARLY = (EffectState.WAITING, EffectState.PENDING)


async def is_appealed(connection: Session, case_id: int) -> bool:
    """Say whether a case has an appeal that nobody has decided."""
    found = await connection.execute(
        select(exists().where(appeal.c.case_id == case_id, appeal.c.state == AppealState.ASKED))
    )
    return bool(found.scalar())


async def accept_appeals(
    connection: Session, case_ids: Collection[int], by: str, now: datetime
) -> list[int]:
    """Accept the appeals of cases that were mistakes, also below the ruled one; return which."""
    done = await connection.execute(
        update(appeal)
        .where(appeal.c.case_id.in_(case_ids), appeal.c.state == AppealState.ASKED)
        .values(state=AppealState.ACCEPTED, decided_by=by, decided_at=now)
        .returning(appeal.c.case_id)
    )
    accepted = list(done.scalars())
    await stop_words(connection, accepted)
    return accepted


async def ask_again(connection: Session, case_ids: Collection[int], now: datetime) -> None:
    """Open appeals again whose acceptance was taken back; the adults are reminded at once."""
    await connection.execute(
        update(appeal)
        .where(appeal.c.case_id.in_(case_ids), appeal.c.state == AppealState.ACCEPTED)
        .values(
            state=AppealState.ASKED,
            first_by=None,
            decided_by=None,
            decided_at=None,
            next_at=now,
        )
    )


async def stop_words(connection: Session, case_ids: Collection[int]) -> None:
    """Cancel what nobody has to be told any more, because an appeal was decided."""
    await connection.execute(
        update(effect)
        .where(
            effect.c.case_id.in_(case_ids),
            effect.c.kind.in_((ActionKind.APPEAL, ActionKind.APPEAL_LATE)),
            effect.c.state.in_(_EARLY),
        )
        .values(state=EffectState.CANCELLED, next_at=None)
    )
