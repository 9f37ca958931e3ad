"""A bot of a few lines that removes one known picture, so that the page can be tested alone."""

import asyncio
from collections.abc import Sequence

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.world import World
from bot.domain.action import ActionOutcome
from bot.domain.capability import NoticeWay
from bot.domain.event import CommandGiven, Event, Posted, Press, RawUpdate
from bot.domain.message import ChatRef
from bot.domain.speech import Button, Speech

CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
LINE = (
    "A picture was removed to keep this group safe. Please don't share it. "
    "If it worries you, talk to an adult you trust. You are not in trouble for asking."
)
NOTICE = (
    "Something you posted in Class 7B at 21:04 was removed automatically. No one has looked at it, "
    "and software makes mistakes. Nobody has decided anything about you. An adult will check.\n"
    "Did somebody push you to send it? Talk to an adult you trust."
)
ALERT = (
    "New case C-0001 in Class 7B, 21:04.\n"
    "What: a picture was removed. It could be seen for 0.3 seconds.\n"
    "Why: it matches a known picture (test card).\n"
    "Now: check on the pupil who may be in it. Do not look for the picture. Do not ask anyone to "
    "send, show or describe it.\n"
    "Nobody was shown the picture, and no copy is kept."
)
WHY = "A picture of yours was removed by software. You can ask an adult for a check."


class TinyBot:
    """Removes the card, tells everybody what they may know, answers buttons and commands."""

    def __init__(self, world: World, card: bytes) -> None:
        self._adapter = SandboxAdapter(world)
        self._card = card
        self.events: list[Event] = []

    async def run(self) -> None:
        await self._adapter.run(self._receive, None)

    async def _receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        for update in updates:
            for event in self._adapter.translate(update):
                self.events.append(event)
                await self._answer(event)
        await asyncio.sleep(0)

    async def _answer(self, event: Event) -> None:
        match event:
            case Posted(ref=ref, media=media):
                files = [await self._adapter.fetch(ref, item, 2**24) for item in media]
                if self._card in files:
                    await self._remove(event)
            case Press(actor=actor, action=action) if action == "why:1":
                await self._adapter.tell(NoticeWay.EPHEMERAL, CLASS, actor, Speech(WHY))
            case Press(chat=chat):
                await self._adapter.say(chat, Speech("Case C-0001 is yours. Thank you."))
            case CommandGiven(ref=ref, text=text):
                await self._adapter.say(ref.chat_ref, Speech(f"You asked for {text}."))
            case _:
                pass

    async def _remove(self, posted: Posted) -> None:
        result = await self._adapter.take_down(posted.ref)
        assert result.outcome is ActionOutcome.OK
        await self._adapter.say(
            STAFF,
            Speech(ALERT, (Button("I am on it", "ack:1"), Button("It was a mistake", "wrong:1"))),
        )
        await self._adapter.tell(NoticeWay.EPHEMERAL, CLASS, posted.actor, Speech(NOTICE))
        await self._adapter.say(CLASS, Speech(LINE, (Button("Why?", "why:1"),)))
