"""How one raw event of Discord becomes the core's events. Pure: no I/O, no state.

The way of a picture: here → `messages.posts_in` → `walk.contents_of`.

A stored update is ``{"t": EVENT, "d": {...}, "upstander": {"at": ..., "me": ...}}``: what the
gateway sent, when it came, and who the bot is. What the adapter itself has to tell has an event's
name of its own, in small letters, and lies in ``d`` as well.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import (
    PLATFORM,
    id_in,
    message,
    moment_of,
    private,
    required_id,
    server,
)
from adapters.discord.interactions import asked_in
from adapters.discord.members import assets_in, profile_in, reaction_in
from adapters.discord.messages import posts_in
from adapters.discord.senders import user_of
from adapters.discord.walk import contents_of
from bot.domain.command_words import said_alone
from bot.domain.event import (
    CommandGiven,
    Event,
    Gap,
    Membership,
    PlatformTrouble,
    Removed,
    TroubleKind,
)
from bot.domain.message import ActorKind, place
from bot.domain.raw_json import (
    MalformedUpdate,
    Raw,
    list_in,
    mapping_in,
    required_mapping,
    text_in,
)

# What the adapter adds to an event stands under this key.
OURS = "upstander"
STANDING, GAP, TROUBLE = "standing", "gap", "trouble"


def translate(raw: object, hosts: MediaHosts) -> tuple[Event, ...]:
    """Read one stored update.

    Args:
        raw: The JSON as it is stored.
        hosts: Where media may be fetched from.

    Raises:
        MalformedUpdate: Something that every event of its kind has is missing.
    """
    update = required_mapping(raw, "update")
    data, ours = required_mapping(update.get("d"), "event"), mapping_in(update, OURS)
    event, at = text_in(update, "t"), _moment(ours, "at")
    return tuple(_events(event, data, at, _Reader(text_in(ours, "me"), hosts)))


def chat_of(event: str, data: object) -> str:
    """Return the id of the chat that an event is about; empty where it is about none."""
    if not isinstance(data, dict):
        return ""
    guild = id_in(data, "id") if event in _ABOUT_A_SERVER else id_in(data, "guild_id")
    if guild:
        return server(guild).chat
    user = id_in(mapping_in(data, "user") or mapping_in(data, "author"), "id")
    return private(user).chat if user else ""


_ABOUT_A_SERVER = frozenset({"GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"})


class _Reader:
    """What reading a message takes besides the message."""

    def __init__(self, me: str, hosts: MediaHosts) -> None:
        self.me = me
        self.hosts = hosts


def _events(  # noqa: C901 - one arm a kind of event
    event: str, data: Raw, at: datetime, reader: _Reader
) -> Iterator[Event]:
    match event:
        case "MESSAGE_CREATE" | "MESSAGE_UPDATE":
            yield from _message(event, data, reader)
        case "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK":
            yield from _removed(data)
        case "INTERACTION_CREATE":
            yield from asked_in(data)
        case "MESSAGE_REACTION_ADD":
            yield from reaction_in(data, at)
        case "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE":
            yield from profile_in(data, at)
        case "GUILD_DELETE":
            yield Membership(server(required_id(data, "id")), present=False, at=at)
        case _ if event in _MADE_UP:
            yield _MADE_UP[event](data, at)
        case _:
            if event == "GUILD_CREATE":
                yield _joined(data, at)
            yield from assets_in(event, data, at)


def _message(event: str, data: Raw, reader: _Reader) -> Iterator[Event]:
    if not id_in(data, "guild_id"):
        # What Discord finds behind a link in it comes as an update, and is nothing that was said.
        if event == "MESSAGE_CREATE":
            yield from _said_in_private(data, reader)
        return
    yield from posts_in(data, reader.me, reader.hosts, updated=event == "MESSAGE_UPDATE")


def _said_in_private(data: Raw, reader: _Reader) -> Iterator[CommandGiven]:
    """Yield the help for whatever a person writes to the bot alone, unless it is a code.

    Media is not touched here: somebody in need may show a picture, and it is not ours to look at.
    """
    actor = user_of(mapping_in(data, "author"))
    written = data.get("type") in (0, 19) and not text_in(data, "edited_timestamp")
    if actor is None or actor.id == reader.me or actor.kind is not ActorKind.USER or not written:
        return
    number = required_id(data, "id")
    ref = place(private(actor.id), f"said:{number}")
    line = said_alone(text_in(data, "content"))
    # Not of the words themselves: an emoji is no picture that somebody shows.
    shown = contents_of({name: data[name] for name in data if name != "content"}, reader.hosts)
    at = moment_of(number)
    yield CommandGiven(ref, actor, at, line, private=True, showed=shown.shows)


def _removed(data: Raw) -> Iterator[Removed]:
    guild, channel = id_in(data, "guild_id"), required_id(data, "channel_id")
    numbers = [id_in({"id": one}, "id") for one in (data.get("id"), *list_in(data, "ids"))]
    if guild:
        for number in filter(None, numbers):
            yield Removed(message(server(guild), channel, number))


def _joined(data: Raw, at: datetime) -> Membership:
    may_delete = data.get("may_delete") is True
    return Membership(server(required_id(data, "id")), True, at, may_delete, joined=True)


def _standing(data: Raw, at: datetime) -> Membership:
    lost = tuple(one for one in list_in(data, "lost") if isinstance(one, str))
    chat = server(required_id(data, "guild_id"))
    return Membership(chat, True, at, data.get("may_delete") is True, lost=lost)


def _gap(data: Raw, _: datetime) -> Gap:
    chat = server(required_id(data, "guild_id"))
    return Gap(chat, _moment(data, "since"), _moment(data, "until"))


def _trouble(data: Raw, at: datetime) -> PlatformTrouble:
    try:
        kind = TroubleKind(text_in(data, "kind"))
    except ValueError:
        raise MalformedUpdate("kind is no trouble") from None
    return PlatformTrouble(PLATFORM, kind, at, at)


_MADE_UP: dict[str, Callable[[Raw, datetime], Event]] = {
    STANDING: _standing,
    GAP: _gap,
    TROUBLE: _trouble,
}


def _moment(node: Raw, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text_in(node, field))
    except ValueError:
        raise MalformedUpdate(f"{field} is no time") from None
    if moment.tzinfo is None:
        raise MalformedUpdate(f"{field} has no time zone")
    return moment
