"""A class on Discord, as the contract suites use it: the real client before a fake on loopback."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.api import Connection
from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import message, server
from bot.domain.capability import Capability
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ChatRef, MessageRef
from bot.services.menus import menus
from bot.services.system_clock import SystemClock
from config.phrasebook import Phrasebook
from tests.contract.platform_rig import Inbox, Platform, Rig, Sent
from tests.discord.client import BOT_PERMISSIONS, pointed_at, until
from tests.discord.faults import Kind
from tests.discord.fixture import judged
from tests.discord.server import FakeDiscord
from tests.discord.state import CannotDo, Message, Person
from tests.discord.wire import Call

_SUPPRESS_EMBEDS = 1 << 2
MENUS = menus(Phrasebook("UTC"))


def connection_to(fake: FakeDiscord) -> Connection:
    """Return where the fake is, files included."""
    hosts = MediaHosts(fake.cdn_url, frozenset({fake.cdn_url}), fake.cdn_url)
    return Connection(fake.token, hosts)


@asynccontextmanager
async def adapter_for(fake: FakeDiscord) -> AsyncIterator[DiscordAdapter]:
    """Open the adapter and connect it, as a bot is that has been running for a while."""
    with pointed_at(fake):
        async with DiscordAdapter(connection_to(fake), SystemClock(), MENUS) as adapter:
            inbox = Inbox()
            running = asyncio.create_task(adapter.run(inbox.receive, None))
            await until(lambda: '"unread": {}' in (inbox.cursor or ""))
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            yield adapter


# Where words can be sent to, and the calls that show nobody anything.
_SHOWN = re.compile(
    r"(POST|PATCH) /(channels/\d+/messages(/\d+)?|interactions/.*|webhooks/.*)$(?<!bulk-delete)"
)
_UNSEEN = re.compile(
    r"POST /users/@me/channels|POST /channels/\d+/messages/bulk-delete|PUT /applications/"
    r"|(PUT|PATCH) /guilds/\d+/(bans|members)/|PUT /channels/\d+/permissions/"
)


def _sent(call: Call) -> Sent:
    data = call.body.get("data") or call.body if isinstance(call.body, dict) else {}
    names = {*(call.body or {}), *data, *(["files"] if call.uploads else [])}
    return Sent(
        frozenset(names),
        json.dumps(call.body, ensure_ascii=False),
        "none" if data.get("flags", 0) & _SUPPRESS_EMBEDS or "content" not in data else "shown",
    )


class DiscordRig:
    """A server on which all is as it should be. Cleo owns it."""

    # Nothing small enough for a button says how to give back what roles and channels granted. Who
    # may send files may send films: there is one right for both.
    lacks: frozenset[Capability] = frozenset({Capability.LOCK_MEDIA, Capability.PAUSE_KINDS})
    splits = False
    names_content = False
    may_show = frozenset(
        {"type", "data", "content", "flags", "allowed_mentions", "components", "nonce"}
        | {"enforce_nonce", "tts"}
    )
    title = "Class 7B"

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self._world = world = fake.world
        people = [world.new_user(name) for name in ("Ana", "Ben", "Cleo", "Stranger")]
        ana, ben, cleo, stranger = people
        self._people = {one.actor: one for one in people}
        self._guild = world.new_guild(self.title, members=[ana, ben], owner=cleo)
        world.set_filter_level(self._guild, 2)
        world.forbid(self._guild, "use_external_apps")
        world.add_bot(self._guild, BOT_PERMISSIONS)
        self._posted: dict[MessageRef, Message] = {}
        self.platform: Platform
        self.chat: ChatRef = server(self._guild.id)
        self.ana, self.ben, self.cleo = ana.actor, ben.actor, cleo.actor
        self.stranger = stranger.actor

    def shown(self) -> list[Sent]:
        seen = [call for call in self._fake.log if _SHOWN.match(f"{call.method} {call.path}")]
        others = {
            f"{call.method} {call.path}"
            for call in self._fake.log
            if call not in seen and call.method not in {"GET", "DELETE", "CDN"}
        }
        assert {one for one in others if not _UNSEEN.match(one)} == set()
        return [_sent(call) for call in seen]

    def leads_to_media(self, ref: MessageRef) -> set[str]:
        files = self._posted[ref].stored.attachments
        return {part for file in files for part in (str(file["id"]), file["url"])}

    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef:
        named = [(f"file{number}.png", data) for number, data in enumerate(files)]
        return self._keep(self._world.post(self._guild.general, self._of(actor), text, files=named))

    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef:
        assert text == "/report", "the only command that answers a message"
        self._world.context_menu(self._of(actor), self._posted[to], "Report picture")
        return to

    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None:
        self._world.edit(self._posted[ref], files=[("other.png", file)])

    async def delete(self, ref: MessageRef, actor: Actor) -> None:
        self._world.delete(self._posted[ref], self._of(actor))

    async def lose_bytes(self, ref: MessageRef) -> None:
        self._world.lose_files(self._posted[ref])

    async def press(self, actor: Actor, label: str) -> None:
        line = [*self._world.spoken(self._guild.system), *self._world.spoken(self._guild.general)]
        self._world.click(self._of(actor), line[-1], label)

    async def lines(self) -> list[str]:
        return self._world.said(self._guild.system) + self._world.said(self._guild.general)

    async def private_lines(self, actor: Actor) -> list[str]:
        return self._world.said_privately(self._of(actor))

    async def can_post(self, actor: Actor, files: Sequence[bytes] = ()) -> bool:
        try:
            await self.post(actor, "words", files)
        except CannotDo:
            return False
        return True

    async def come_back(self, actor: Actor) -> None:
        # The server stays closed to whoever is banned.
        with suppress(CannotDo):
            self._world.join(self._guild, self._of(actor))

    async def take_right_to_delete(self) -> None:
        await self._take("manage_messages")

    async def take_right_to_restrain(self) -> None:
        await self._take("moderate_members", "kick_members", "ban_members", "manage_roles")

    async def ask_to_wait(self, wait: timedelta) -> None:
        for method in ("*", "CDN"):
            self._fake.faults.fail(
                method, "*", Kind.FLOOD, every=True, retry_after=wait.total_seconds()
            )

    async def lose_next_answer(self) -> None:
        self._fake.faults.fail("*", "*", Kind.LOST, every=True)
        self._fake.gateway.hold()
        await self._fake.gateway.drop()
        await self._fake.gateway.wait_gone()
        async with asyncio.timeout(5):
            while await self._is_connected():  # noqa: ASYNC110 - rings no bell
                await asyncio.sleep(0.005)

    async def _is_connected(self) -> bool:
        try:
            await self.platform.capabilities(self.chat)
        except TryLater:
            return False
        return True

    async def _take(self, *names: str) -> None:
        """Take rights away, and wait until the bot has been told."""
        before = await self.platform.capabilities(self.chat)
        left = [one for one in BOT_PERMISSIONS if one not in names]
        self._world.set_bot_permissions(self._guild, left)
        async with asyncio.timeout(5):
            while await self.platform.capabilities(self.chat) == before:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.005)

    def _of(self, actor: Actor) -> Person:
        return self._people[actor]

    def _keep(self, posted: Message) -> MessageRef:
        ref = message(self.chat, posted.channel_id, posted.id)
        self._posted[ref] = posted
        return ref


@asynccontextmanager
async def discord() -> AsyncIterator[Rig]:
    """Open a class on a server of its own; the judge must have no objection."""
    async with judged() as fake:
        rig = DiscordRig(fake)
        async with adapter_for(fake) as adapter:
            rig.platform = adapter
            yield rig
            fake.faults.heal()
            fake.gateway.release()
