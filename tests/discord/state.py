"""What a test holds in its hands: people, guilds, channels, roles, webhooks and messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simcord.backend.models import Message as Stored
from simcord.components import walk_components

from bot.domain.message import Actor, ActorKind

Json = dict[str, Any]
File = tuple[str, bytes]
LOADING = 1 << 7
EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
BUTTON, SELECTS = 2, frozenset({3, 5, 6, 7, 8})


class CannotDo(Exception):
    """A person tried what Discord does not let this person do."""


@dataclass(frozen=True)
class Person:
    """A user or another bot."""

    id: int
    name: str = field(compare=False)
    is_bot: bool = field(default=False, compare=False)

    @property
    def actor(self) -> Actor:
        """The same person as the core knows it."""
        return Actor(ActorKind.BOT if self.is_bot else ActorKind.USER, str(self.id))

    @property
    def mention(self) -> str:
        """How a message names the person."""
        return f"<@{self.id}>"


@dataclass(frozen=True)
class Channel:
    """A channel of a guild, a thread, or a direct message channel (`guild_id` is None)."""

    id: int
    guild_id: int | None = field(compare=False)
    name: str = field(default="", compare=False)
    kind: str = field(default="text", compare=False)


@dataclass(frozen=True)
class Guild:
    """A guild with the two channels that it starts with; `system` greets who joins."""

    id: int
    name: str = field(compare=False)
    owner: Person = field(compare=False)
    general: Channel = field(compare=False)
    system: Channel = field(compare=False)


@dataclass(frozen=True)
class Role:
    """A role of a guild."""

    id: int
    guild_id: int = field(compare=False)
    name: str = field(default="", compare=False)


@dataclass(frozen=True)
class Webhook:
    """A channel's webhook: it posts under its own id."""

    id: int
    channel_id: int = field(compare=False)
    name: str = field(default="", compare=False)

    @property
    def actor(self) -> Actor:
        """The same sender as the core knows it."""
        return Actor(ActorKind.WEBHOOK, str(self.id))


@dataclass(frozen=True)
class Message:
    """A message. What it says is what it says now, or said last."""

    id: int
    channel_id: int = field(compare=False)
    guild_id: int | None = field(compare=False)
    stored: Stored = field(compare=False, repr=False)

    @property
    def text(self) -> str:
        """Its words; those of text displays too."""
        parts = [
            self.stored.content,
            *(one["content"] for one in self._parts() if "content" in one),
        ]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The label and custom id of each of its buttons."""
        return [
            (str(one.get("label") or ""), str(one.get("custom_id") or one.get("url")))
            for one in self._parts()
            if one.get("type") == BUTTON
        ]

    @property
    def menus(self) -> list[Json]:
        """Its select menus, as they are on the wire."""
        return [one for one in self._parts() if one.get("type") in SELECTS]

    @property
    def attachment_ids(self) -> list[int]:
        """The ids of what is attached."""
        return [int(one["id"]) for one in self.stored.attachments]

    def _parts(self) -> Iterator[Json]:
        return walk_components(self.stored.components)


@dataclass(frozen=True)
class Sticker:
    """A sticker of a guild."""

    id: int
    name: str
    format: int
    guild_id: int


@dataclass(frozen=True)
class Emoji:
    """A custom emoji of a guild."""

    id: int
    name: str
    animated: bool = field(default=False)

    def __str__(self) -> str:
        return f"<{'a' if self.animated else ''}:{self.name}:{self.id}>"

    @property
    def reaction(self) -> str:
        """How a reaction names it."""
        return f"{self.name}:{self.id}"
