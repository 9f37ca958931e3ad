"""Discord as the core sees it: one platform behind the six ports of every platform."""

import json
from collections.abc import Sequence
from typing import Self

from adapters.discord.api import Api, Connection
from adapters.discord.hearing import Hearing
from adapters.discord.ids import PLATFORM
from adapters.discord.media import DOWNLOAD_BYTES, Files
from adapters.discord.messenger import Voice
from adapters.discord.moderation import Deletions
from adapters.discord.notebook import Notebook
from adapters.discord.pausing import MediaSwitch
from adapters.discord.receiving import Receiving
from adapters.discord.restraints import Restrainer
from adapters.discord.rights import Rights
from adapters.discord.speech import BUTTON_BYTES, TEXT_CHARS
from adapters.discord.startup import invite_link
from adapters.discord.translate import translate
from adapters.discord.updates import Packer
from bot.domain.capability import Limits
from bot.domain.event import Event, RawUpdate
from bot.domain.menu import Menu
from bot.ports import Clock, Receive


class DiscordAdapter:
    """The connection to Discord. Leaving it as a context lets go of all connections."""

    name = PLATFORM
    limits = Limits(
        download_bytes=DOWNLOAD_BYTES,
        text_chars=TEXT_CHARS,
        button_bytes=BUTTON_BYTES,
        private_button_bytes=BUTTON_BYTES,
    )

    def __init__(self, connection: Connection, clock: Clock, menus: Sequence[Menu] = ()) -> None:
        self._hosts = connection.hosts
        self._api = api = Api(connection, clock)
        self._rights = rights = Rights(api)
        self._deletions = Deletions(api, rights, clock)
        self._files, voice = Files(api), Voice(api, rights)
        notebook = Notebook(Packer(connection.hosts), clock)
        hearing = Hearing(api, self._deletions, notebook, clock)
        self._receiving = Receiving(api, notebook, hearing, rights, voice, menus)
        # The other five ports, each carried out by a part of its own.
        self.fetch = self._files.fetch
        self.take_down, self.is_visible = self._deletions.take_down, self._deletions.is_visible
        self.capabilities, self.checks = rights.capabilities, rights.checks
        self.title, self.role = rights.title, rights.role
        self.apply = Restrainer(api, rights).apply
        switch = MediaSwitch(api, rights)
        self.media_rules, self.without_media = switch.media_rules, switch.without_media
        self.set_media_rules = switch.set_media_rules
        self.tell, self.say, self.reply = voice.tell, voice.say, voice.reply

    async def __aenter__(self) -> Self:
        """Return the adapter; the first call makes the first connection."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Let go of all connections."""
        await self._receiving.close()
        await self._deletions.close()
        await self._files.close()

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive until cancelled; see `receiving` for what is read again after a break.

        Raises:
            ConnectionLost: Discord does not answer, or not to us.
        """
        await self._receiving.run(receive, cursor)

    def translate(self, update: RawUpdate) -> tuple[Event, ...]:
        """Read one raw update."""
        return translate(json.loads(update.body), self._hosts)

    async def invite_link(self) -> str:
        """Return the address that adds the bot to a server, as soon as Discord said who we are."""
        await self._receiving.known.wait()
        account = self._receiving.account
        return invite_link(account) if account is not None else ""
