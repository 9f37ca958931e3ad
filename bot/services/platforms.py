"""The platforms that this process is connected to, by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.capability import ChatCheck
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.ports import Adapter, MediaSource, Messenger, Moderation, Restraints


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform's five sides; one object may play several of them."""

    adapter: Adapter
    media: MediaSource
    moderation: Moderation
    messenger: Messenger
    restraints: Restraints


class Platforms:
    """Finds the platform of a message. The core never looks at the name itself."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self._by_name = {platform.adapter.name: platform for platform in platforms}

    def __getitem__(self, name: str) -> Platform:
        return self._by_name[name]


async def known_checks(platform: Platform, chat: ChatRef) -> tuple[ChatCheck, ...]:
    """Return how the checks stand in a chat; none where the platform does not say now.

    For explanations: nothing is held up for want of a better sentence.
    """
    try:
        return await platform.moderation.checks(chat)
    except TryLater:
        return ()
