"""Messages in a group that one member alone sees (Bot API 10.2 and later).

A server that does not know them would ignore the unknown parameters and show a private note to
the whole class. So it is asked first, and every answer is looked at.
"""

import logging
from typing import Any

from adapters.telegram.api import Api, Lane
from adapters.telegram.errors import (
    Conflict,
    NotSent,
    NotSupported,
    Refusal,
    SlowDown,
    Unauthorised,
    Unreachable,
)

logger = logging.getLogger(__name__)

# After these nobody knows whether the server has the method.
_SAYS_NOTHING = (Conflict, NotSent, SlowDown, Unauthorised, Unreachable)
_TRIES_TO_TAKE_BACK = 3


class Whispers:
    """Sends ephemeral messages where the server has them; remembers for the process whether."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: bool | None = None

    async def supported(self, chat: str) -> bool:
        """Say whether the server has ephemeral messages; False while it does not say."""
        if self._known is None:
            self._known = await self._ask(chat)
        return bool(self._known)

    async def send(self, chat: str, receiver: str, message: dict[str, Any], press: str = "") -> str:
        """Show a message to one member of a group; return its id.

        Args:
            chat: The group.
            receiver: Who sees it.
            message: The other parameters of `sendMessage`.
            press: The callback query that it answers, if any.

        Raises:
            NotSupported: The server does not have ephemeral messages.
            Refusal: Telegram said no.
        """
        if not await self.supported(chat):
            raise NotSupported
        to: dict[str, Any] = {"receiver_user_id": int(receiver)}
        if press:
            to["callback_query_id"] = press
        # Bot API 10.3 reads the object, 10.2 the parameters beside it.
        sent = await self._api.call(
            "sendMessage", chat_id=chat, ephemeral_message_parameters=to, **to, **message
        )
        if isinstance(sent, dict) and sent.get("ephemeral_message_id") is not None:
            return str(sent["ephemeral_message_id"])
        self._known = False
        await self._take_back(chat, str(sent["message_id"]))
        raise NotSupported

    async def _ask(self, chat: str) -> bool | None:
        """Ask for something that cannot be done: any answer but "no such method" means yes."""
        try:
            await self._api.call(
                "deleteEphemeralMessage",
                chat_id=chat,
                receiver_user_id=int(self._api.bot_id),
                ephemeral_message_id=0,
            )
        except NotSupported:
            return False
        except _SAYS_NOTHING:
            return None
        except Refusal:
            return True
        return True

    async def _take_back(self, chat: str, message: str) -> None:
        logger.error("chat %s: a private note was posted for all to read, taking it back", chat)
        for _ in range(_TRIES_TO_TAKE_BACK):
            try:
                await self._api.call(
                    "deleteMessage", lane=Lane.DELETES, chat_id=chat, message_id=message
                )
            except Refusal as refusal:
                logger.error(  # noqa: TRY400 - the refusal's kind says all
                    "chat %s: message %s was not taken back (%s)", chat, message, refusal.code
                )
            else:
                return
