"""How each shape of the scenarios is posted on Discord, and a bot that knew the school before."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.progress import Progress
from bot.ports import Clock, Receive
from tests.conformance.scene import Hidden, Shape
from tests.contract.discord_rig import MENUS, connection_to
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Message, Person, Webhook
from tests.discord.world import World

_MOST_BYTES = 20_000_000

# The commands that are in no group, and those behind which a number stands.
FOR_ALL = ("help", "helpline", "hashhelp", "withdraw")
_NUMBERED = ("case", "falsealarm", "blockhash", "withdraw", "ack", "hold", "release", "reopen")
# The options of those that have two, or one of another name than the others.
_OPTIONS = dict.fromkeys((*_NUMBERED, "undo"), ("number",)) | {
    "note": ("number", "words"),
    "close": ("number", "words"),
    "refer": ("number", "to"),
    "cases": ("list", "page"),
    "lock": ("kind", "time"),
    "panic": ("time",),
}


def chosen(word: str, *values: str) -> tuple[str, dict[str, str]]:
    """Return a command's name in Discord's list, and what is filled in behind it.

    All that is left goes into its last option.
    """
    names = _OPTIONS.get(word, ("value",))
    given = [*values[: len(names) - 1], " ".join(values[len(names) - 1 :])]
    options = {name: one for name, one in zip(names, given, strict=False) if one}
    return word if word in FOR_ALL else f"guard {word}", options


class Stage(Protocol):
    """What posting takes besides the picture."""

    world: World
    elsewhere: Guild


def post_of(
    shape: Shape,
    data: bytes,
    stage: Stage,
    channel: Channel,
    author: Person | Webhook,
    crosspost: bool = False,
) -> Message:
    """Post a message in which a picture stands like this."""
    world = stage.world
    if shape is Shape.FORWARD and isinstance(author, Person):
        source = world.post(stage.elsewhere.general, author, files=[("photo.png", data)])
        return world.forward(source, channel, author)
    return world.post(channel, author, crosspost=crosspost, **_parts(shape, data, stage))


def hidden_part(slot: Hidden, world: World) -> dict[str, Any]:
    """Return the fields of a message in which something cannot be fetched."""
    if slot is Hidden.OVERSIZE:
        big = world.media(b"bad", "film.mp4") | {"filename": "film.mp4", "size": _MOST_BYTES + 1}
        return {"attachments": [big]}
    picture = {"url": "https://pictures.example/1.png", "width": 640, "height": 480}
    return {"embeds": [{"type": "image", "image": picture}]}


def _parts(shape: Shape, data: bytes, stage: Stage) -> dict[str, Any]:  # noqa: C901, PLR0911 - one arm a shape
    """Return what `World.post` takes."""
    world = stage.world
    match shape:
        case Shape.FILE:
            return {"files": [("picture.bin", data)]}
        case Shape.MISNAMED_FILE:
            return {"files": [("homework.txt", data)]}
        case Shape.SPOILER:
            return {"files": [("SPOILER_photo.png", data)], "spoiler_flag": True}
        case Shape.ANIMATION:
            return {"files": [("moving.gif", data)]}
        case Shape.VIDEO:
            return {"files": [("film.mp4", data)]}
        case Shape.STICKER:
            return {"stickers": [world.new_sticker(stage.elsewhere, "wave", data)]}
        case Shape.CUSTOM_EMOJI:
            emoji = world.new_emoji(stage.elsewhere, "wow", data)
            return {"text": f"look <:wow:{emoji.id}>"}
        case Shape.RICH_MESSAGE:
            return {"components": world.gallery(data)}
        case Shape.UNKNOWN_FIELD:
            return {"text": "look", "extra": {"hologram": {"of_tomorrow": [world.media(data)]}}}
        case _:
            return {"files": [("photo.png", data)]}


class SettledAdapter(DiscordAdapter):
    """The adapter of a bot that knew these servers before: it greets none of them."""

    def __init__(self, fake: FakeDiscord, clock: Clock, servers: Iterable[Guild]) -> None:
        super().__init__(connection_to(fake), clock, MENUS)
        self._first = replace(
            Progress.read(None, clock.now()), lacks={str(one.id): () for one in servers}
        )

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive, at the first start as if after an earlier one."""
        await super().run(receive, cursor or str(self._first))
