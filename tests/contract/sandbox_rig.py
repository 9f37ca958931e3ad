"""The sandbox with its school, as the contract suites of the platform ports use it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.errors import NotAllowed, NotInChat, SlowDown, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import UPSTANDER, Member, Message, Upload
from bot.domain.capability import Capability
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from tests.contract.platform_rig import Platform, Rig, Sent
from tests.unit.adapters.sandbox.stage import ANA, BEN, CLEO, make_world

_RESTRAINTS = {Capability.MUTE, Capability.KICK, Capability.BAN, Capability.LOCK_MEDIA}
_RESTRAINTS |= {Capability.PAUSE_MEDIA, Capability.PAUSE_KINDS}


class SandboxRig:
    """The sandbox with its school."""

    lacks: frozenset[Capability] = frozenset()
    splits = False
    names_content = True
    may_show = frozenset({"text", "buttons"})

    def __init__(self) -> None:
        self.world = make_world()
        self.platform: Platform = SandboxAdapter(self.world)
        self.chat, self.title = ChatRef("sandbox", "class-7b"), "Class 7B"
        self.ana, self.ben, self.cleo = ANA, BEN, CLEO
        self.stranger = Actor(ActorKind.USER, "stranger")

    def shown(self) -> list[Sent]:
        return [
            Sent(
                frozenset({"text", "buttons"} | ({"files"} if message.files else set())),
                repr((message.text, message.buttons)),
                "none",
            )
            for chat in self.world.store.chats.values()
            for message in chat.messages.values()
            if message.actor == UPSTANDER
        ]

    def leads_to_media(self, ref: MessageRef) -> set[str]:
        files = self.world.store.chat(ref.chat).messages[ref.message].files
        return {name for file in files for name in (file.id, file.unique_id)}

    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef:
        return self._ref(
            self.world.post(self.chat.chat, actor, text, [Upload(file) for file in files])
        )

    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef:
        return self._ref(self.world.post(self.chat.chat, actor, text, reply_to=to.message))

    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None:
        self.world.edit(ref.message, actor, files=[Upload(file)])

    async def delete(self, ref: MessageRef, actor: Actor) -> None:
        self.world.delete(ref.message, actor)

    async def lose_bytes(self, ref: MessageRef) -> None:
        self.world.delete(ref.message, self.cleo)

    async def press(self, actor: Actor, label: str) -> None:
        for message in list(self.world.store.chat(self.chat.chat).messages.values()):
            for button in message.buttons:
                if button.label == label:
                    self.world.press(message.id, actor, button.action)

    async def lines(self) -> list[str]:
        return self._said(self.chat.chat)

    async def private_lines(self, actor: Actor) -> list[str]:
        return self._said(f"private:{actor.id}")

    async def can_post(self, actor: Actor, files: Sequence[bytes] = ()) -> bool:
        try:
            await self.post(actor, "words", files)
        except (NotAllowed, NotInChat):
            return False
        return True

    async def come_back(self, actor: Actor) -> None:
        with suppress(NotAllowed):
            self.world.join(self.chat.chat, Member(actor.id, actor.id))

    async def take_right_to_delete(self) -> None:
        self.world.set_rights(self.chat.chat, delete=False)

    async def take_right_to_restrain(self) -> None:
        chat = self.world.store.chat(self.chat.chat)
        chat.capabilities -= _RESTRAINTS

    async def ask_to_wait(self, wait: timedelta) -> None:
        for call in (Call.TAKE_DOWN, Call.SAY, Call.FETCH, Call.RESTRAIN, Call.RULES, Call.PAUSE):
            self.world.faults.fail(call, SlowDown(wait))

    async def lose_next_answer(self) -> None:
        for call in (Call.TAKE_DOWN, Call.LOOK, Call.RIGHTS, Call.TITLE, Call.ROLE, Call.RESTRAIN):
            self.world.faults.fail(call, Unreachable())
        for call in (Call.RULES, Call.PAUSE):
            self.world.faults.fail(call, Unreachable())

    def _ref(self, message: Message) -> MessageRef:
        return MessageRef("sandbox", message.chat, message.id)

    def _said(self, chat: str) -> list[str]:
        messages = self.world.store.chat(chat).messages.values()
        return [message.text for message in messages if message.actor == UPSTANDER]


@asynccontextmanager
async def sandbox() -> AsyncIterator[Rig]:
    """Open a school in memory."""
    yield SandboxRig()
