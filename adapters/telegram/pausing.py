"""Pauses media for a whole chat, and gives back exactly what it allowed before."""

from adapters.telegram.api import Api
from adapters.telegram.errors import (
    FIX_RESTRICT,
    FIX_SUPERGROUP,
    Forbidden,
    Moved,
    NotSupported,
    Refusal,
    to_result,
)
from adapters.telegram.moves import Moves
from adapters.telegram.permissions import (
    Permissions,
    media_of,
    read,
    with_media_of,
    without_kinds,
)
from adapters.telegram.rights import Rights
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.pause import Kinds, Rooms
from bot.pause_ports import Look

# A group is one room: topics follow the group's own switches.
_ROOM = "all"
_OK = ActionResult(ActionOutcome.OK)


class MediaSwitch:
    """Reads and sets what the members of a group may send. No member is named anywhere here."""

    def __init__(self, api: Api, rights: Rights, moves: Moves) -> None:
        self._api = api
        self._rights = rights
        self._moves = moves

    async def media_rules(self, chat: ChatRef) -> Look:
        """Ask what a group allows everybody; see `MediaLock`."""
        try:
            found = await self._ask(chat)
        except TryLater as wait:
            return Look(ActionResult(ActionOutcome.LATER, retry_after=wait.after))
        except Refusal as refusal:
            return Look(self._refused(chat, refusal))
        return Look(_OK, {_ROOM: media_of(found)})

    def without_media(self, rules: str, kinds: Kinds) -> str:
        """Return what is left without these kinds; see `MediaLock`."""
        return without_kinds(rules, kinds)

    async def set_media_rules(self, chat: ChatRef, rooms: Rooms) -> ActionResult:
        """Set what a group allows everybody; see `MediaLock`."""
        try:
            to = with_media_of(await self._ask(chat), rooms.get(_ROOM, ""))
            if to is None:
                raise NotSupported
            # Each switch by itself: else one that is on would switch others on.
            await self._api.call(
                "setChatPermissions",
                chat_id=chat.chat,
                permissions=to,
                use_independent_chat_permissions=True,
            )
        except TryLater as wait:
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        except Refusal as refusal:
            return self._refused(chat, refusal)
        return _OK

    async def _ask(self, chat: ChatRef) -> Permissions:
        """Ask for all switches.

        Raises:
            Refusal: Telegram says nothing, or a small group has no switches that can be set.
            TryLater: Telegram did not say what kind of chat this is.
        """
        standing = await self._rights.standing(chat)
        if standing.kind == "group":
            raise Forbidden(FIX_SUPERGROUP)
        if not standing.may_restrict:
            raise Forbidden(FIX_RESTRICT)
        found = await self._api.call("getChat", chat_id=chat.chat)
        return read(found.get("permissions") or {})

    def _refused(self, chat: ChatRef, refusal: Refusal) -> ActionResult:
        if isinstance(refusal, Forbidden):
            self._rights.forget(chat)
        if isinstance(refusal, Moved):
            self._moves.tell(chat.chat, refusal)
        return to_result(refusal, FIX_RESTRICT)
