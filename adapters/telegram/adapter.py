"""Telegram as the core sees it: one platform behind the six ports of every platform."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Self

from aiohttp import web

from adapters.telegram.api import Api, Connection
from adapters.telegram.enrich import Enricher
from adapters.telegram.ephemeral import Whispers
from adapters.telegram.errors import Refusal
from adapters.telegram.identity import Identity
from adapters.telegram.media import DOWNLOAD_BYTES, Files
from adapters.telegram.messenger import TEXT_CHARS, SpeechSender
from adapters.telegram.moderation import Deletions
from adapters.telegram.moves import Moves
from adapters.telegram.pausing import MediaSwitch
from adapters.telegram.polling import Polling
from adapters.telegram.raw import PLATFORM
from adapters.telegram.restraints import Restrainer
from adapters.telegram.rights import Rights
from adapters.telegram.startup import introduce, invite_link
from adapters.telegram.translate import chat_of, translate
from adapters.telegram.trouble import connection_lost
from adapters.telegram.updates import Cursor, changes_rights, made_move, pack, title_of
from adapters.telegram.webhook import Webhook
from bot.domain.capability import Limits
from bot.domain.event import Event, RawUpdate
from bot.domain.menu import Menu
from bot.domain.message import ChatRef
from bot.ports import Clock, Receive

logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#deletemessage
_DELETE_AGE = timedelta(hours=48)


class TelegramAdapter:
    """The connection to Telegram. Leaving it as a context lets go of all connections."""

    name = PLATFORM
    limits = Limits(download_bytes=DOWNLOAD_BYTES, text_chars=TEXT_CHARS, delete_age=_DELETE_AGE)

    def __init__(self, connection: Connection, clock: Clock, menus: Sequence[Menu] = ()) -> None:
        self._clock = clock
        self._menus = menus
        self._api = api = Api(connection)
        self._identity = Identity(api)
        moves, whispers = Moves(api, self._note_move), Whispers(api)
        self._rights = Rights(moves, self._identity, whispers, clock)
        self._enricher = Enricher(api)
        self._webhook = (
            Webhook(api, connection, clock, self._take_in) if connection.webhook_url else None
        )
        self._polling = Polling(api, clock, self._take_in)
        self._username = ""
        self._known = asyncio.Event()
        self._introduced = False
        self._receive: Receive | None = None
        self._moved: dict[tuple[str, str], asyncio.Task[None]] = {}
        # The other five ports, each carried out by a part of its own.
        files, deletions = Files(api), Deletions(api, self._rights, moves)
        sender = SpeechSender(api, moves, self._identity, whispers)
        self.fetch = files.fetch
        self.take_down, self.is_visible = deletions.take_down, deletions.is_visible
        self.capabilities, self.checks = self._rights.capabilities, self._rights.checks
        self.title, self.role = self._rights.title, self._rights.role
        self.apply = Restrainer(api, self._rights, moves, clock).apply
        switch = MediaSwitch(api, self._rights, moves)
        self.media_rules, self.without_media = switch.media_rules, switch.without_media
        self.set_media_rules = switch.set_media_rules
        self.tell, self.say, self.reply = sender.tell, sender.say, sender.reply

    async def __aenter__(self) -> Self:
        """Return the adapter; the first call makes the first connection."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Let go of all connections."""
        await self._api.close()

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive until cancelled; see `polling` and `webhook` for what is acknowledged when.

        Raises:
            ConnectionLost: Telegram does not answer, or not to us.
        """
        self._receive = receive
        way = self._webhook or self._polling
        await self._find_out_who_we_are()
        # Beside the guarding, not before it.
        introducing = asyncio.create_task(self._introduce())
        try:
            await way.run(receive, Cursor.read(cursor))
        finally:
            introducing.cancel()
            await asyncio.gather(introducing, return_exceptions=True)

    def translate(self, update: RawUpdate) -> tuple[Event, ...]:
        """Read one raw update."""
        return translate(json.loads(update.body), self._username)

    def mount(self, app: web.Application) -> None:
        """Add the webhook's route to the web server, where there is a webhook."""
        if self._webhook is not None:
            self._webhook.mount(app)

    async def invite_link(self) -> str:
        """Return the address that adds the bot to a group, as soon as Telegram said who we are."""
        await self._known.wait()
        return invite_link(self._username)

    async def _find_out_who_we_are(self) -> None:
        try:
            self._username = str((await self._identity.look()).get("username", ""))
            if self._webhook is None:
                # Also one that somebody else set: it takes our updates away.
                await self._api.call("deleteWebhook")
        except Refusal as refusal:
            raise connection_lost(refusal) from None
        self._known.set()

    async def _introduce(self) -> None:
        if not self._introduced:
            await introduce(self._api, self._menus)
            self._introduced = True

    async def _take_in(self, receive: Receive, batch: Sequence[object], cursor: str) -> None:
        """Store a batch; who waits for answers about new members holds up no picture."""
        updates, arrivals = [], []
        for raw in batch:
            if changes_rights(raw):
                self._rights.forget(ChatRef(PLATFORM, chat_of(raw)), title_of(raw))
            if isinstance(raw, dict) and self._enricher.concerns(raw):
                arrivals.append(raw)
            else:
                updates.append(pack(raw))
        if arrivals:
            await receive(updates, None)
            updates = [pack(raw) for raw in await self._enricher.enrich(arrivals)]
        await receive(updates, cursor)

    def _note_move(self, old: str, new: str) -> None:
        """Store, once, that a call met a chat under another id: as if Telegram had told it."""
        if self._receive is not None and (old, new) not in self._moved:
            storing = asyncio.create_task(self._store_move(self._receive, old, new))
            self._moved[old, new] = storing

    async def _store_move(self, receive: Receive, old: str, new: str) -> None:
        try:
            await receive([made_move(old, new, self._clock.now())], None)
        except Exception:
            # The next call about the chat meets the same refusal and tells of it again.
            del self._moved[old, new]
            logger.exception("the move of chat %s was not stored", old)
