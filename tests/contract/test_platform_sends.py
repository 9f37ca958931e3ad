"""Whatever an adapter is asked to do, nothing that it sends out can show a picture to anybody.

Judged by what arrives at the platform: only named fields may stand in what people are shown, so a
field that could carry a file, a reference to one or a preview of an address fails by being there.
"""

import inspect
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.capability import NoticeWay, Restraint
from bot.domain.event import Press
from bot.domain.message import MediaItem, MessageRef
from bot.domain.speech import Button, Speech
from bot.ports import Adapter, MediaSource, Messenger, Moderation, Restraints
from tests.contract.platform_rig import PICTURE, Rig, events, posted

PORTS = (Adapter, MediaSource, Moderation, Restraints, Messenger)
# What an adapter is asked at its start and at its end, or answers without a call to its platform.
ELSEWHERE = {"run", "translate"}
HOUR = timedelta(hours=1)
# An address in the words is the one way in which a speech could bring a preview along.
ADDRESS = "https://example.org/page"
SPEECH = Speech(f"calm words {ADDRESS}", (Button("Why?", "why:1"),))


@dataclass
class Asked:
    """What the calls are made with: a rig, a message with pictures, and a press."""

    rig: Rig
    ref: MessageRef
    items: list[MediaItem]
    press: Press


async def restrain(asked: Asked) -> None:
    rig = asked.rig
    for restraint in Restraint:
        await rig.platform.apply(restraint, rig.chat, rig.ana, lasts=HOUR)


async def fetch(asked: Asked) -> None:
    for item in asked.items:
        assert await asked.rig.platform.fetch(asked.ref, item, 1000)


async def tell(asked: Asked) -> None:
    rig = asked.rig
    for way in NoticeWay:
        await rig.platform.tell(way, rig.chat, rig.ben, SPEECH)


async def reply(asked: Asked) -> None:
    for speech in (SPEECH, Speech(ADDRESS), Speech(f"{ADDRESS} " * 60), Speech("")):
        await asked.rig.platform.reply(asked.press, speech)


async def say(asked: Asked) -> None:
    rig = asked.rig
    await rig.platform.say(rig.chat, SPEECH)
    await rig.platform.say(rig.chat, Speech(f"{ADDRESS} " * 400), near=asked.ref)


async def take_down(asked: Asked) -> None:
    await asked.rig.platform.take_down(asked.ref)


async def is_visible(asked: Asked) -> None:
    await asked.rig.platform.is_visible(asked.ref)


async def capabilities(asked: Asked) -> None:
    await asked.rig.platform.capabilities(asked.rig.chat)


async def title(asked: Asked) -> None:
    await asked.rig.platform.title(asked.rig.chat)


async def role(asked: Asked) -> None:
    await asked.rig.platform.role(asked.rig.chat, asked.rig.ana)


async def checks(asked: Asked) -> None:
    await asked.rig.platform.checks(asked.rig.chat)


ASKING: tuple[Callable[[Asked], Awaitable[None]], ...] = (
    *(fetch, capabilities, title, role, checks, is_visible),
    *(say, tell, reply, take_down),
)
# In an order in which each has what it is about: a restrained chat is the last to be spoken in.
CALLS = {one.__name__: one for one in ASKING} | {"apply": restrain}


def test_every_call_of_every_port_is_tried() -> None:
    named = {
        name
        for port in PORTS
        for name, _ in inspect.getmembers(port, inspect.isfunction)
        if not name.startswith("_")
    }
    assert named - ELSEWHERE == CALLS.keys()


async def test_no_call_sends_a_picture_a_reference_to_one_or_a_preview(rig: Rig) -> None:
    ref, _, items = await posted(rig, (PICTURE, PICTURE + b" two"))
    await rig.platform.say(rig.chat, SPEECH)
    await rig.press(rig.ben, "Why?")
    press = next(one for one in await events(rig, 1) if isinstance(one, Press))
    asked, secrets = Asked(rig, ref, items, press), secrets_of(ref, items, rig)

    for name, call in CALLS.items():
        await call(asked)
        for sent in rig.shown():
            assert sent.fields <= rig.may_show, f"{name}: {sent.fields - rig.may_show}"
            assert sent.previews == "none", f"{name} lets an address be shown as a picture"
            for secret in secrets:
                assert secret not in sent.body, f"{name} sends what leads to a picture"
    assert any(ADDRESS in sent.body for sent in rig.shown()), "nothing was said: a test of nothing"


def secrets_of(ref: MessageRef, items: Collection[MediaItem], rig: Rig) -> set[str]:
    """Return everything by which the pictures of a message could be found or opened."""
    ours = {part for item in items for part in (item.key, item.handle) if part}
    return {*ours, *rig.leads_to_media(ref), PICTURE.decode("latin-1")} - {ref.message, ""}
