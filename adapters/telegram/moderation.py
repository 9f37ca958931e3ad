"""Takes messages down, one call a message, and looks whether they are gone."""

from adapters.telegram.api import Api, Lane
from adapters.telegram.errors import (
    FIX_DELETE,
    CannotBeDeleted,
    Forbidden,
    Gone,
    Moved,
    Refusal,
    TooOld,
    Unchanged,
    to_result,
)
from adapters.telegram.moves import Moves
from adapters.telegram.rights import Rights
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater
from bot.domain.message import MessageRef


class Deletions:
    """The removing hand. It never waits of its own accord."""

    def __init__(self, api: Api, rights: Rights, moves: Moves) -> None:
        self._api = api
        self._rights = rights
        self._moves = moves

    async def take_down(self, ref: MessageRef) -> ActionResult:
        """Remove one message for everybody.

        Always by `deleteMessage`: `deleteMessages` answers "done" for ids that it does not know.
        Never under another chat's id: after a move the number belongs to another message.
        """
        if not ref.is_message:
            return ActionResult(ActionOutcome.UNSUPPORTED)
        try:
            await self._api.call(
                "deleteMessage", lane=Lane.DELETES, chat_id=ref.chat, message_id=ref.message
            )
        except Refusal as refusal:
            return to_result(await self._reason(ref, refusal), FIX_DELETE)
        return ActionResult(ActionOutcome.OK)

    async def is_visible(self, ref: MessageRef) -> bool | None:
        """Look whether a message still stands, without changing it; None if Telegram did not say.

        Sets the bot's own reactions to none. It has none: all that comes of it is the answer.
        """
        if not ref.is_message:
            return None
        try:
            await self._api.call(
                "setMessageReaction",
                lane=Lane.DELETES,
                chat_id=ref.chat,
                message_id=ref.message,
                reaction=[],
            )
        except Gone:
            return False
        except Unchanged:
            return True
        except Refusal:
            return None
        return True

    async def _reason(self, ref: MessageRef, refusal: Refusal) -> Refusal:
        """Return why it could not be removed, so that adults are told what helps."""
        if isinstance(refusal, Forbidden):
            self._rights.forget(ref.chat_ref)
        if isinstance(refusal, Moved):
            self._moves.tell(ref.chat, refusal)
        if not isinstance(refusal, CannotBeDeleted):
            return refusal
        try:
            standing = await self._rights.standing(ref.chat_ref)
        except TryLater:
            return refusal
        # With the right, only the age is left: bots cannot delete what is over 48 hours old.
        return TooOld() if standing.may_delete else refusal
