"""Mutes, kicks, bans and locks of media: carried out only because a person clicked."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, assert_never

from adapters.telegram.api import Api
from adapters.telegram.errors import (
    FIX_RESTRICT,
    FIX_SUPERGROUP,
    FIX_TARGET_IS_ADMIN,
    Forbidden,
    Gone,
    Moved,
    NotSupported,
    Refusal,
    to_result,
)
from adapters.telegram.moves import Moves
from adapters.telegram.permissions import (
    EVERYTHING,
    NOTHING,
    Permissions,
    read,
    recall,
    remember,
    with_media,
    without_media,
)
from adapters.telegram.rights import Rights
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Restraint
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.ports import Clock

logger = logging.getLogger(__name__)

# Telegram takes less than 30 s and more than 366 days for "for ever",
# https://core.telegram.org/bots/api#restrictchatmember; within them with room for slow clocks.
_SHORTEST_MUTE = timedelta(minutes=1)
_LONGEST_MUTE = timedelta(days=365)
_TRIES_TO_LET_BACK = 3
_LONGEST_WAIT = timedelta(seconds=5)


class Restrainer:
    """Carries out what an adult chose to do about a sender or about a whole chat."""

    def __init__(self, api: Api, rights: Rights, moves: Moves, clock: Clock) -> None:
        self._api = api
        self._rights = rights
        self._moves = moves
        self._clock = clock

    async def apply(
        self, restraint: Restraint, chat: ChatRef, actor: Actor, *, lasts: timedelta, undo: str = ""
    ) -> ActionResult:
        """Carry out a restraint; see `Restraints.apply`."""
        try:
            await self._check(restraint, chat, actor)
            done = await self._carry_out(restraint, chat.chat, actor, lasts, undo)
        except TryLater as wait:
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        except Refusal as refusal:
            if isinstance(refusal, Forbidden):
                self._rights.forget(chat)
            if isinstance(refusal, Moved):
                self._moves.tell(chat.chat, refusal)
            return to_result(refusal, FIX_RESTRICT)
        return ActionResult(ActionOutcome.OK, undo=done)

    async def _check(self, restraint: Restraint, chat: ChatRef, actor: Actor) -> None:
        """Refuse what Telegram would do half or not at all.

        Raises:
            Refusal: It is not possible; says how it could be.
            TryLater: Telegram did not say what kind of chat this is.
        """
        if restraint not in (Restraint.LOCK_MEDIA, Restraint.UNLOCK_MEDIA):
            _check_target(restraint, actor, self._api.bot_id)
        if (await self._rights.standing(chat)).kind == "group":
            raise Forbidden(FIX_SUPERGROUP)

    async def _carry_out(
        self, restraint: Restraint, chat: str, actor: Actor, lasts: timedelta, undo: str
    ) -> str:
        """Do it; return what is needed to undo it."""
        match restraint:
            case Restraint.MUTE:
                until = self._clock.now() + min(max(lasts, _SHORTEST_MUTE), _LONGEST_MUTE)
                await self._restrict(chat, actor, NOTHING, until_date=int(until.timestamp()))
            case Restraint.UNMUTE:
                # All switches on lifts the restriction: the chat's own permissions count again.
                await self._restrict(chat, actor, EVERYTHING)
            case Restraint.KICK:
                await self._kick(chat, actor)
            case Restraint.BAN:
                await self._ban(chat, actor)
            case Restraint.LOCK_MEDIA:
                return await self._lock_media(chat)
            case Restraint.UNLOCK_MEDIA:
                await self._unlock_media(chat, undo)
            case other:
                assert_never(other)
        return ""

    async def _restrict(self, chat: str, actor: Actor, to: Permissions, **more: Any) -> None:
        member = await self._api.call("getChatMember", chat_id=chat, user_id=actor.id)
        if member.get("status") == "kicked":
            # A restriction takes the place of a ban: "Undo" below an old mute would lift it.
            raise Gone
        await self._api.call(
            "restrictChatMember",
            chat_id=chat,
            user_id=actor.id,
            permissions=to,
            use_independent_chat_permissions=True,
            **more,
        )

    async def _ban(self, chat: str, actor: Actor) -> None:
        if actor.kind is ActorKind.CHANNEL:
            await self._api.call("banChatSenderChat", chat_id=chat, sender_chat_id=actor.id)
        else:
            await self._api.call(
                "banChatMember", chat_id=chat, user_id=actor.id, revoke_messages=False
            )

    async def _kick(self, chat: str, actor: Actor) -> None:
        """Put a member out who may come back: Telegram has no call for it but a ban, lifted."""
        await self._ban(chat, actor)
        await self._insist(
            chat,
            lambda: self._api.call(
                "unbanChatMember", chat_id=chat, user_id=actor.id, only_if_banned=True
            ),
        )

    async def _insist(self, chat: str, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call a few times: a kick must not stay a ban because one answer was lost."""
        for left in reversed(range(_TRIES_TO_LET_BACK)):
            try:
                await call()
            except Refusal as refusal:
                if not left or refusal.after is None:
                    logger.error("chat %s: a kick stayed a ban (%s)", chat, refusal.code)  # noqa: TRY400 - its kind says all
                    raise
                await self._clock.sleep(min(refusal.after, _LONGEST_WAIT).total_seconds())
            else:
                return

    async def _lock_media(self, chat: str) -> str:
        found = await self._api.call("getChat", chat_id=chat)
        before = read(found.get("permissions") or {})
        await self._set_permissions(chat, without_media(before))
        return remember(before)

    async def _unlock_media(self, chat: str, undo: str) -> None:
        before = recall(undo)
        if before is None:
            raise NotSupported
        await self._set_permissions(chat, with_media(before))

    async def _set_permissions(self, chat: str, to: Permissions) -> None:
        await self._api.call(
            "setChatPermissions",
            chat_id=chat,
            permissions=to,
            use_independent_chat_permissions=True,
        )


def _check_target(restraint: Restraint, actor: Actor, own_id: str) -> None:
    match actor.kind:
        case ActorKind.USER | ActorKind.BOT:
            if not actor.id.isdecimal() or actor.id == own_id:
                raise NotSupported
        case ActorKind.CHANNEL:
            # A channel that posts is no member: it can only be shut out.
            if restraint is not Restraint.BAN or not actor.id.removeprefix("-").isdecimal():
                raise NotSupported
        case ActorKind.ANONYMOUS_ADMIN:
            raise Forbidden(FIX_TARGET_IS_ADMIN)
        case ActorKind.WEBHOOK:
            raise NotSupported
        case other:
            assert_never(other)
