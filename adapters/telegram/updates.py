"""Packs raw updates for the inbox: their key, their chat and the cursor behind the last one.

What the adapter itself has to tell (`made`) is stored in the same way, as
``{"upstander": {"kind": ..., ...}}`` with a key of its own; times in it are ISO 8601 in UTC.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeGuard

from adapters.telegram.raw import OURS, PLATFORM, Raw, id_in, list_in, mapping_in, text_in
from adapters.telegram.translate import chat_of
from bot.domain.event import RawUpdate

# In full: without naming them Telegram leaves out chat_member and reactions. Those in channels
# come only as counts.
# https://core.telegram.org/bots/api#getupdates
ALLOWED = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "callback_query",
    "message_reaction",
    "message_reaction_count",
    "guest_message",
)


def pack(raw: object) -> RawUpdate:
    """Return an update as it is stored; never fails, whatever Telegram sent."""
    number = number_of(raw)
    body = json.dumps(raw)
    # Without a number it is known by its content, and parked when it is read.
    key = str(number) if number is not None else hashlib.sha256(body.encode()).hexdigest()
    return RawUpdate(PLATFORM, key, chat_of(raw), body)


def number_of(raw: object) -> int | None:
    """Return an update's number; None where it has none that could be confirmed."""
    number = id_in(raw, "update_id") if isinstance(raw, dict) else ""
    return int(number) if number else None


def next_offset(batch: Sequence[object], offset: int) -> int:
    """Return what to ask for after a batch: by that the batch is confirmed.

    Numbers may start anew lower than before, so an earlier offset does not count. A batch of
    which no update has a number is stepped over, as far as anybody can tell.
    """
    numbers = [number for raw in batch if (number := number_of(raw)) is not None]
    return max(numbers) + 1 if numbers else offset + len(batch)


def made(kind: str, key: str, **facts: str) -> RawUpdate:
    """Return an update that tells what the adapter itself found out."""
    raw = {OURS: {"kind": kind, **facts}}
    return RawUpdate(PLATFORM, key, chat_of(raw), json.dumps(raw))


def made_move(old: str, new: str, at: datetime) -> RawUpdate:
    """Return the update that says that a chat has a new id."""
    return made("moved", f"moved:{old}:{new}", old=old, new=new, at=at.isoformat())


def changes_rights(raw: object) -> TypeGuard[Raw]:
    """Whether somebody's place in a chat changed by this update, perhaps the bot's."""
    return isinstance(raw, dict) and not {"my_chat_member", "chat_member"}.isdisjoint(raw)


def title_of(raw: Raw) -> str:
    """Return what a change of members calls its chat; empty where it says nothing."""
    kind = "my_chat_member" if "my_chat_member" in raw else "chat_member"
    return text_in(mapping_in(mapping_in(raw, kind), "chat"), "title")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: the next update's number, and when Telegram last answered."""

    offset: int = 0
    answered: datetime | None = None

    def __str__(self) -> str:
        return f"{self.offset}@{self.answered.isoformat() if self.answered else ''}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor":
        """Read a stored cursor; one that cannot be read asks for all that Telegram still has."""
        number, _, time = (text or "").partition("@")
        try:
            answered = datetime.fromisoformat(time).astimezone(UTC)
            return cls(int(number), answered)
        except (ValueError, OverflowError):
            return cls()


def joined(raw: Raw) -> tuple[str, ...]:
    """Return the people who joined a chat by this update."""
    change = mapping_in(raw, "chat_member")
    was, now = mapping_in(change, "old_chat_member"), mapping_in(change, "new_chat_member")
    arrived = [mapping_in(now, "user")] if _inside(now) and not _inside(was) else []
    named = list_in(mapping_in(raw, "message"), "new_chat_members")
    arrived += [one for one in named if isinstance(one, dict)]
    return tuple(found for one in arrived if (found := id_in(one, "id")))


def _inside(member: Raw) -> bool:
    status = member.get("status")
    return status in ("creator", "administrator", "member") or (
        status == "restricted" and member.get("is_member") is True
    )
