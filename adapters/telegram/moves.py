"""Calls about a chat that may have got a new id: basic groups become supergroups with another one.

Only for calls that name no message. Messages are numbered anew in the new chat: the old number
may be an innocent message there.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from adapters.telegram.api import Api
from adapters.telegram.errors import Moved

T = TypeVar("T")
OnMoved = Callable[[str, str], None]
"""Told the old and the new id of a chat; the same move may be told many times."""


class Moves:
    """Follows a chat to its new id, once a call, and tells that it moved."""

    def __init__(self, api: Api, on_moved: OnMoved) -> None:
        self._api = api
        self._on_moved = on_moved

    def tell(self, old: str, moved: Moved) -> None:
        """Tell of a move that another call met."""
        self._on_moved(old, moved.new)

    async def follow(self, chat: str, call: Callable[[str], Awaitable[T]]) -> T:
        """Make a call about a chat, under its new id if the old one is refused for that.

        Raises:
            Refusal: Telegram said no.
        """
        try:
            return await call(chat)
        except Moved as moved:
            new = moved.new
            self.tell(chat, moved)
        return await call(new)

    async def call(self, method: str, chat: str, **parameters: Any) -> Any:
        """Call a method about a chat and follow the chat.

        Raises:
            Refusal: Telegram said no.
        """
        return await self.follow(
            chat, lambda chat_id: self._api.call(method, chat_id=chat_id, **parameters)
        )
