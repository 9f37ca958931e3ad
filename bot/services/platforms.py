"""The platforms that this process is connected to, by name."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.capability import Capabilities, Capability, ChatCheck
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef, MessageRef
from bot.pause_ports import MediaLock
from bot.ports import Adapter, MediaSource, Messenger, Moderation, Restraints

logger = logging.getLogger(__name__)

_ASKING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform's six sides; one object may play several of them."""

    adapter: Adapter
    media: MediaSource
    moderation: Moderation
    messenger: Messenger
    restraints: Restraints
    lock: MediaLock


class Platforms:
    """Finds the platform of a message. The core never looks at the name itself."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self._by_name = {platform.adapter.name: platform for platform in platforms}

    def __getitem__(self, name: str) -> Platform:
        return self._by_name[name]


async def abilities(platform: Platform, ref: MessageRef) -> Capabilities:
    """Return what the bot may do about a message now.

    A platform that does not answer must not hold back a removal: it is planned, and the takedown
    finds out what is allowed.
    """
    if not ref.is_message:
        # A chat's own photo, say: there is nothing that could be taken down.
        return frozenset()
    try:
        async with asyncio.timeout(_ASKING_SECONDS):
            return await platform.moderation.capabilities(ref.chat_ref)
    except Exception:
        # Whatever goes wrong with asking, see above.
        logger.exception("chat %s: the platform did not say what is allowed", ref.chat)
        return frozenset(Capability)


async def known_checks(platform: Platform, chat: ChatRef) -> tuple[ChatCheck, ...]:
    """Return how the checks stand in a chat; none where the platform does not say now.

    For explanations: nothing is held up for want of a better sentence.
    """
    try:
        return await platform.moderation.checks(chat)
    except TryLater:
        return ()
