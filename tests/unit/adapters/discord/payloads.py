"""Events as Discord sends them, by what they show; kept in `tests/data/discord`."""

import copy
import json
from pathlib import Path

from adapters.discord.hosts import MediaHosts
from adapters.discord.translate import translate
from bot.domain.event import Event, Posted
from bot.domain.message import Actor, ActorKind, ChatRef
from tests.fakes import START

Payload = dict[str, object]

FOLDER = Path(__file__).parents[3] / "data" / "discord"
GUILD, CHANNEL, NEWS, THREAD = (f"118000000000000{number:04d}" for number in (1, 101, 102, 104))
ANA, BEN, ME = (f"118000000000000{number:04d}" for number in (501, 502, 901))
CLASS = ChatRef("discord", GUILD)
SOMEBODY = Actor(ActorKind.USER, ANA)
HOSTS = MediaHosts()
CDN = "https://cdn.discordapp.com"
FILE: Payload = {
    "url": f"{CDN}/attachments/1180000000000000101/1181000000000000777/a.png?ex=1&hm=2"
}
FILE_KEY = "attachment:1181000000000000777"


def load(name: str) -> dict[str, Payload]:
    """Return the events of one file, by what each shows."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    assert found
    return found


WAYS, SENDERS, SERVER = load("ways"), load("senders"), load("server")
INTERACTIONS, OTHERS, MALFORMED = load("interactions"), load("others"), load("malformed")


def stored(event: object, me: str = ME) -> object:
    """Return an event as it lies in the inbox."""
    if not isinstance(event, dict):
        return event
    return {**event, "upstander": {"at": START.isoformat(), "me": me}}


def read(event: object, me: str = ME) -> tuple[Event, ...]:
    """Return what an event is for the core."""
    return translate(stored(event, me), HOSTS)


def only_posted(event: object) -> Posted:
    """Return the one post that an event is."""
    (found,) = read(event)
    assert isinstance(found, Posted)
    return found


def data_of(event: Payload) -> Payload:
    """Return a copy of what an event carries."""
    data = copy.deepcopy(event["d"])
    assert isinstance(data, dict)
    return data


def message_with(**fields: object) -> Payload:
    """Return an event with a plain text message, changed; a field of None is left out."""
    data = data_of(WAYS["text alone"]) | fields
    for name in [name for name, value in fields.items() if value is None]:
        del data[name]
    return {"t": "MESSAGE_CREATE", "d": data}


def shown_by(**fields: object) -> list[tuple[str, str]]:
    """Return the slot and key of all that a message with these fields shows."""
    return [(item.slot, item.key) for item in only_posted(message_with(**fields)).media]
