"""Who the bot is: its username for links that open a private chat with it."""

from base64 import urlsafe_b64encode
from typing import Any

from adapters.telegram.api import Api
from adapters.telegram.errors import Refusal

# https://core.telegram.org/bots/features#deep-linking: letters, digits, "_" and "-".
_START_CHARS = 64


class Identity:
    """The bot's own account."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._username = ""

    @property
    def id(self) -> str:
        """The bot's user id."""
        return self._api.bot_id

    async def look(self) -> dict[str, Any]:
        """Ask Telegram who we are.

        Raises:
            Refusal: Telegram said no.
        """
        me: dict[str, Any] = await self._api.call("getMe")
        self._username = str(me.get("username", ""))
        return me

    async def start_link(self, action: str) -> str:
        """Return the address that opens a private chat with the bot and brings an action there.

        Empty where the action is too long for one (over 48 bytes) or Telegram does not say who
        we are.
        """
        payload = urlsafe_b64encode(action.encode()).decode().rstrip("=")
        if not payload or len(payload) > _START_CHARS:
            return ""
        if not self._username:
            try:
                await self.look()
            except Refusal:
                return ""
        return f"https://t.me/{self._username}?start={payload}" if self._username else ""
