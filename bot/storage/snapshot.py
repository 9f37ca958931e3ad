"""Gathers what is known of a case, from all the rows that tell of it, for its signed record.

Media bytes, thumbnails, texts, names and handles are in none of them. The policy is named by its
revision and by a digest over the row: a row that is changed later has another.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, and_, or_, select

from bot.domain.action import ActionKind, ActionOutcome
from bot.domain.case import case_number
from bot.domain.message import ChatRef
from bot.domain.policy import PolicySettings
from bot.domain.proof import Installation, digest, media_id
from bot.storage.codec import by_reason_to_text
from bot.storage.database import Session
from bot.storage.moves import followed
from bot.storage.tables import cases, effect, item, policy_revision
from bot.storage.tables_banks import bank_entry

Facts = dict[str, Any]
_MEDIA = ("sha256", "pdq", "quality", "dhash", "format", "size", "width", "height", "marks")


async def snapshot(
    connection: Session, case_id: int, installation: Installation, defaults: PolicySettings
) -> Facts | None:
    """Return the facts of a case as they stand now, or None if there is no such case."""
    rows = await connection.execute(select(cases).where(cases.c.id == case_id))
    case = rows.one_or_none()
    if case is None:
        return None
    posted = await _item(connection, case)
    effects = await _effects(connection, case_id)
    return {
        "case": case_id,
        "number": case_number(case_id),
        "origin": case.origin,
        "state": case.state,
        "parent": case.parent,
        "below": await _below(connection, case_id),
        "message": {
            "platform": case.platform,
            "chat": case.chat,
            "message": case.message,
            "album": (posted.album or None) if posted else None,
            "revision": posted.revision if posted else None,
        },
        "sender": {"kind": case.actor_kind, "id": case.actor},
        "media": {
            **{name: getattr(case, name) for name in _MEDIA},
            **(media_id(case.slot, posted.media_key) if posted else {"slot": case.slot}),
            "looks_kept": await _looks(connection, case_id),
        },
        "times": _times(case, posted),
        "visible": _visible(case, effects),
        "decision": {
            "outcome": case.outcome,
            "reason": case.reason,
            # Scores stay as they were written: no number is rounded on its way into the record.
            "signals": json.loads(case.signals, parse_float=str),
        },
        "policy": await _policy(connection, case, installation, defaults),
        "effects": effects,
        "software": {"version": installation.software, "models": dict(installation.models)},
    }


async def _item(connection: Session, case: Row[Any]) -> Row[Any] | None:
    """Return the item that a case is about; of one without a number its own, by its place."""
    same = and_(
        item.c.platform == case.platform,
        item.c.chat == case.chat,
        item.c.message == case.message,
        item.c.slot == case.slot,
    )
    its = item.c.id == case.item_id if case.item_id is not None else same
    rows = await connection.execute(select(item).where(its).order_by(item.c.id).limit(1))
    return rows.one_or_none()


async def _below(connection: Session, case_id: int) -> list[int]:
    rows = await connection.execute(
        select(cases.c.id).where(cases.c.parent == case_id).order_by(cases.c.id)
    )
    return list(rows.scalars())


async def _looks(connection: Session, case_id: int) -> list[str]:
    """Return the PDQ hashes that are kept of it, such as those of a film's frames."""
    rows = await connection.execute(
        select(bank_entry.c.pdq)
        .where(bank_entry.c.case_id == case_id, bank_entry.c.pdq.is_not(None))
        .order_by(bank_entry.c.id)
    )
    return list(dict.fromkeys(rows.scalars()))


async def _effects(connection: Session, case_id: int) -> list[Facts]:
    rows = await connection.execute(
        select(effect).where(effect.c.case_id == case_id).order_by(effect.c.id)
    )
    return [
        {
            "kind": row.kind,
            "state": row.state,
            "result": row.result,
            "attempts": row.attempts,
            "planned": _when(row.created_at),
            "ended": _when(row.done_at),
        }
        for row in rows
    ]


def _times(case: Row[Any], posted: Row[Any] | None) -> Facts:
    return {
        "posted": _when(case.posted_at),
        "received": _when(posted.received_at) if posted else None,
        "decided": _when(case.decided_at),
        "removed": _when(case.removed_at),
    }


def _visible(case: Row[Any], effects: list[Facts]) -> Facts:
    """Say for how long it could be seen, in milliseconds, and what that number rests on."""
    gone = any(
        one["kind"] == ActionKind.TAKEDOWN and one["result"] == ActionOutcome.GONE
        for one in effects
    )
    if case.removed_at is None:
        return {"milliseconds": None, "until": "not_removed", "looked_for_after": False}
    lasted = max(0, round((case.removed_at - case.posted_at).total_seconds() * 1000))
    until = "noticed_gone" if gone else "removed"
    return {"milliseconds": lasted, "until": until, "looked_for_after": bool(case.verified)}


async def _policy(
    connection: Session, case: Row[Any], installation: Installation, defaults: PolicySettings
) -> Facts:
    now = await followed(connection, ChatRef(case.platform, case.chat))
    table: Table = policy_revision
    rows = await connection.execute(
        select(table)
        .where(
            table.c.platform == case.platform,
            or_(table.c.chat == now.chat, table.c.chat == case.chat),
            table.c.revision == case.policy_revision,
        )
        .order_by(table.c.chat != now.chat)
        .limit(1)
    )
    row = rows.one_or_none()
    if row is None and case.policy_revision:
        # It is not there any more, or never was: what it said is not made up.
        return {"revision": case.policy_revision, "settings": None, "sha256": None}
    settings = _stored(row) if row else _defaults(defaults)
    return {
        "revision": case.policy_revision,
        "settings": settings,
        "sha256": digest(settings),
        "thresholds_sha256": installation.presets.get(str(settings["preset"])),
    }


def _stored(row: Row[Any]) -> Facts:
    return {name: _plain(value) for name, value in row._asdict().items()}


def _defaults(defaults: PolicySettings) -> Facts:
    """Return what holds where nobody has chosen anything yet."""
    return {
        "mode": defaults.mode,
        "preset": defaults.preset,
        "opaque": defaults.opaque,
        "links": defaults.links,
        "digest": defaults.digest,
        "language": defaults.language,
        "by_reason": by_reason_to_text(defaults.by_reason),
    }


def _plain(value: Any) -> Any:
    return _when(value) if isinstance(value, datetime) else value


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
