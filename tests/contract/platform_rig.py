"""What the contract suites of the platform ports run on: an adapter, and the people around it.

A platform joins with a `Rig` in `RIGS` of `conftest.py`; the suites need no other change.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pytest

from bot.domain.capability import Capability
from bot.domain.event import Event, Posted, RawUpdate
from bot.domain.message import Actor, ChatRef, MediaItem, MessageRef
from bot.domain.speech import Button, Speech
from bot.pause_ports import MediaLock
from bot.ports import Adapter, MediaSource, Messenger, Moderation, Restraints

PICTURE, OTHER = b"\x89PNG a picture", b"\x89PNG another one"
SPEECH = Speech("calm words", (Button("Why?", "why:1"),))
SECONDS = 5.0


class Platform(Adapter, MediaSource, Moderation, Restraints, Messenger, MediaLock, Protocol):
    """Everything that a chat service offers to the core."""


@dataclass(frozen=True)
class Sent:
    """What the adapter sent for people to see.

    Attributes:
        fields: The names of all that it carried.
        body: All of it as text.
        previews: Whether an address in it would be shown as a picture: ``none`` if it cannot.
    """

    fields: frozenset[str]
    body: str
    previews: str


class Rig(Protocol):
    """One platform with people on it: Ana and Ben are members, Cleo is an admin.

    Attributes:
        lacks: What this platform cannot do, so that the suites leave it out. Whatever is missing
            and is not named here is a failure.
        splits: Several files posted at once are as many messages, an album.
        names_content: The platform itself knows equal bytes again.
        may_show: The fields that may stand in what people are shown: none of them can be a file.
    """

    platform: Platform
    chat: ChatRef
    title: str
    ana: Actor
    ben: Actor
    cleo: Actor
    stranger: Actor
    lacks: frozenset[Capability]
    splits: bool
    names_content: bool
    may_show: frozenset[str]

    def shown(self) -> list[Sent]: ...
    def leads_to_media(self, ref: MessageRef) -> set[str]: ...
    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef: ...
    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef: ...
    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None: ...
    async def delete(self, ref: MessageRef, actor: Actor) -> None: ...
    async def lose_bytes(self, ref: MessageRef) -> None: ...
    async def press(self, actor: Actor, label: str) -> None: ...
    async def lines(self) -> list[str]: ...
    async def private_lines(self, actor: Actor) -> list[str]: ...
    async def can_post(self, actor: Actor, files: Sequence[bytes] = ()) -> bool: ...
    async def come_back(self, actor: Actor) -> None: ...
    async def take_right_to_delete(self) -> None: ...
    async def take_right_to_restrain(self) -> None: ...
    async def ask_to_wait(self, wait: timedelta) -> None: ...
    async def lose_next_answer(self) -> None: ...


class Inbox:
    """Stores updates the way the core does: by key, with the cursor."""

    def __init__(self, refuses: int = 0) -> None:
        self.by_key: dict[str, RawUpdate] = {}
        self.cursor: str | None = None
        self.deliveries = 0
        self._refuses = refuses
        self._news = asyncio.Event()

    async def receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        self.deliveries += len(updates)
        if updates and self._refuses:
            self._refuses -= 1
            raise ConnectionResetError("the disk is away")
        self.by_key |= {update.key: update for update in updates}
        self.cursor = cursor if cursor is not None else self.cursor
        self._news.set()

    async def wait_for(self, count: int) -> list[RawUpdate]:
        async with asyncio.timeout(SECONDS):
            while len(self.by_key) < count:
                self._news.clear()
                await self._news.wait()
        return list(self.by_key.values())


async def received(rig: Rig, count: int, inbox: Inbox | None = None) -> list[RawUpdate]:
    """Let the platform receive until there are so many updates."""
    inbox = inbox or Inbox()
    running = asyncio.create_task(rig.platform.run(inbox.receive, inbox.cursor))
    try:
        return await inbox.wait_for(count)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def events(rig: Rig, count: int) -> list[Event]:
    """Receive so many updates and return what they say."""
    return [event for raw in await received(rig, count) for event in rig.platform.translate(raw)]


async def posted(
    rig: Rig, files: Sequence[bytes] = (PICTURE,)
) -> tuple[MessageRef, list[Posted], list[MediaItem]]:
    """Let Ana post files at once; return the first message, its events and all items."""
    ref = await rig.post(rig.ana, "look", files)
    found = await events(rig, len(files) if rig.splits else 1)
    posts = [event for event in found if isinstance(event, Posted)]
    assert len(posts) == len(found)
    return ref, posts, [item for post in posts for item in post.media]


async def needs(rig: Rig, capability: Capability) -> None:
    """Leave a test out where the platform is known to lack something; else it must have it."""
    if capability in rig.lacks:
        pytest.skip(f"{rig.platform.name} has no {capability}")
    assert capability in await rig.platform.capabilities(rig.chat)
