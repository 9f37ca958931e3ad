"""A class on Telegram, as the contract suites use it: the real client before a fake Bot API."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.api import Connection
from bot.domain.capability import Capability
from bot.domain.message import Actor, ChatRef, MessageRef
from tests.contract.platform_rig import Platform, Rig, Sent
from tests.fakes import MovableClock
from tests.telegram.errors import CannotDo
from tests.telegram.faults import ANY, DOWNLOAD, Kind
from tests.telegram.fixture import judged
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Message, Person

# Calls that show nobody anything.
_UNSEEN = re.compile("download|(get|delete|ban|unban|restrict|set)[A-Z]")
_FILE_ID = re.compile(r'"file_(?:unique_)?id": "([^"]+)"')


def _previews(params: Mapping[str, object]) -> str:
    options = params.get("link_preview_options")
    read = json.loads(options) if isinstance(options, str) else options
    return "none" if read == {"is_disabled": True} else "shown"


class TelegramRig:
    """A supergroup in which all is as it should be, content protection included."""

    # Telegram tells no bot of a deletion.
    lacks: frozenset[Capability] = frozenset({Capability.DELETE_EVENTS})
    splits = True
    names_content = True
    may_show = frozenset(
        {"chat_id", "text", "reply_markup", "link_preview_options", "ephemeral_message_parameters"}
        | {"receiver_user_id", "callback_query_id", "show_alert", "url", "message_id"}
    )
    title = "Class 7B"

    def __init__(self, fake: FakeTelegram, platform: Platform) -> None:
        self.platform: Platform = platform
        self._fake = fake
        self._world = world = fake.world
        ana, ben, cleo = (world.new_user(name) for name in ("Ana", "Ben", "Cleo"))
        self._group = world.new_group(self.title, members=[ana, ben], admins=[cleo])
        self._group.protected = True
        world.add_bot(self._group)
        world.forget_updates()
        self._posted: dict[MessageRef, Message] = {}
        self.chat: ChatRef = self._group.ref
        self.ana, self.ben, self.cleo = ana.actor, ben.actor, cleo.actor
        self.stranger = world.new_user("Stranger").actor

    def shown(self) -> list[Sent]:
        others = [call.method for call in self._fake.log if not _UNSEEN.match(call.method)]
        assert set(others) <= {"sendMessage", "answerCallbackQuery"}
        return [
            Sent(
                frozenset(call.params),
                repr(call.params),
                "none" if call.method == "answerCallbackQuery" else _previews(call.params),
            )
            for call in self._fake.log
            if not _UNSEEN.match(call.method)
        ]

    def leads_to_media(self, ref: MessageRef) -> set[str]:
        return set(_FILE_ID.findall(json.dumps(self._posted[ref].raw)))

    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef:
        person = self._person(actor)
        if len(files) > 1:
            first, *_ = [self._keep(one) for one in self._world.album(self._group, person, files)]
            return first
        photo = files[0] if files else None
        return self._keep(self._world.post(self._group, person, text, photo=photo))

    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef:
        original = self._posted[to]
        return self._keep(
            self._world.post(self._group, self._person(actor), text, reply_to=original)
        )

    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None:
        self._world.edit(self._posted[ref], photo=file)

    async def delete(self, ref: MessageRef, actor: Actor) -> None:
        self._world.delete(self._posted[ref], self._person(actor))

    async def lose_bytes(self, ref: MessageRef) -> None:
        self._world.lose_files(self._posted[ref])

    async def press(self, actor: Actor, label: str) -> None:
        line = self._world.spoken(self._group)[-1]
        self._world.press(line, label, self._person(actor))

    async def lines(self) -> list[str]:
        return self._world.said(self._group)

    async def private_lines(self, actor: Actor) -> list[str]:
        return self._world.said_privately(self._person(actor))

    async def can_post(self, actor: Actor, files: Sequence[bytes] = ()) -> bool:
        try:
            await self.post(actor, "words", files)
        except CannotDo:
            return False
        return True

    async def come_back(self, actor: Actor) -> None:
        # The group stays closed to whoever is banned.
        with suppress(CannotDo):
            self._world.join(self._group, self._person(actor))

    async def take_right_to_delete(self) -> None:
        self._world.demote_bot(self._group, {"restrict_members"})

    async def take_right_to_restrain(self) -> None:
        self._world.demote_bot(self._group, {"delete_messages"})

    async def ask_to_wait(self, wait: timedelta) -> None:
        for method in (ANY, DOWNLOAD):
            self._fake.faults.fail(method, Kind.FLOOD, every=1, retry_after=int(wait.seconds))

    async def lose_next_answer(self) -> None:
        self._fake.faults.fail(ANY, Kind.LOST, every=1)

    def _person(self, actor: Actor) -> Person:
        return self._world.persons[int(actor.id)]

    def _keep(self, message: Message) -> MessageRef:
        self._posted[message.ref] = message
        return message.ref


@asynccontextmanager
async def telegram() -> AsyncIterator[Rig]:
    """Open a class on a server of its own; the judge of the Bot API must have no objection."""
    clock = MovableClock()
    async with (
        judged(clock) as fake,
        TelegramAdapter(Connection(fake.token, fake.base_url), clock) as adapter,
    ):
        yield TelegramRig(fake, adapter)
