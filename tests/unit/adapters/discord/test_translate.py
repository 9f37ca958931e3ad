"""Every way in which media arrives on Discord ends as media, as opaque, or as nothing to see."""

import json

import pytest

from bot.domain.event import Asset, OpaqueSlot, Posted
from bot.domain.message import Actor, ActorKind, MediaItem, MessageRef
from bot.domain.signal import OpaqueReason
from tests.fakes import START
from tests.unit.adapters.discord.payloads import (
    ANA,
    CDN,
    CHANNEL,
    CLASS,
    HOSTS,
    NEWS,
    OTHERS,
    SENDERS,
    SERVER,
    THREAD,
    WAYS,
    data_of,
    read,
)

SNAPSHOT = "message_snapshots.0.message"
FIRST: tuple[list[str], list[str]] = (["attachments.0"], [])
# What each way shows: slots to fetch, and slots that nobody can.
SHOWN: dict[str, tuple[list[str], list[str]]] = {
    "attachment": FIRST,
    "several attachments": (["attachments.0", "attachments.1", "attachments.2"], []),
    "attachment without a content type": FIRST,
    "spoiler by its name": FIRST,
    "spoiler by its flag": FIRST,
    "clip": FIRST,
    "voice message": FIRST,
    "forward": (
        [
            f"{SNAPSHOT}.content.emoji0",
            f"{SNAPSHOT}.attachments.0",
            f"{SNAPSHOT}.embeds.0.thumbnail",
            f"{SNAPSHOT}.sticker_items.0",
        ],
        [],
    ),
    "forward of components": (
        [f"{SNAPSHOT}.components.0.components~2f133a1be302"],
        [f"{SNAPSHOT}.components.0.components~b3124ff59575"],
    ),
    "image behind a link": (["embeds.0.thumbnail"], []),
    "preview of a page": (["embeds.0.thumbnail"], []),
    "preview of a film": (["embeds.0.thumbnail"], []),
    "preview that comes later": (["embeds.0.thumbnail"], []),
    "preview that comes alone": (["embeds.0.thumbnail"], []),
    "gif picker": (["embeds.0.thumbnail", "embeds.0.video"], []),
    "embed with every picture": (
        [
            "embeds.0.description.emoji0",
            "embeds.0.author.icon_url",
            "embeds.0.footer.icon_url",
            "embeds.0.image",
            "embeds.0.thumbnail",
            "embeds.0.fields.0.value.emoji0",
        ],
        [],
    ),
    "picture that Discord does not hand on": ([], ["embeds.0.image", "embeds.0.thumbnail"]),
    "stickers of every format": ([f"sticker_items.{number}" for number in range(4)], []),
    "sticker of an unknown format": ([], ["sticker_items.0"]),
    # The third is the first one again.
    "custom emojis": (["content.emoji0", "content.emoji1"], []),
    "poll with emojis": (
        ["poll.answers.0.poll_media.emoji", "poll.answers.1.poll_media.emoji"],
        [],
    ),
    "buttons with emojis": (
        ["components.0.components.0.emoji", "components.1.components.0.options.0.emoji"],
        [],
    ),
    "components with pictures everywhere": (
        [
            "components.0.components.0.content.emoji0",
            "components.0.components.1.items.0.media",
            "components.0.components.1.items.1.media",
            "components.0.components.2.file",
            "components.0.components.3.accessory.media",
            "components.0.components.5.components.0.emoji",
        ],
        [],
    ),
    "thread message": FIRST,
    "forum post": FIRST,
    "file behind a link of Discord's own": (["content.file0"], []),
    "field of the future": (["hologram.layers.0", "moods.0.file0"], []),
    "attachment on a host that nobody knows": ([], ["attachments.0"]),
    "edit that swaps the picture": FIRST,
    "hidden content": ([], ["content"]),
}
NOTHING_TO_SEE = {"activity", "message with a thread", "somebody joins", "text alone"}
ANSWERS = {"reply": (FIRST[0], CHANNEL), "thread begins": ([], NEWS)}
ELSEWHERE = {"history copy with reactions"}
LINKS = {
    "image behind a link": ("https://pictures.example/a.png",),
    "preview of a page": ("https://news.example/story",),
    "preview of a film": ("https://films.example/watch",),
    "preview that comes later": ("https://pictures.example/late.png",),
    "preview that comes alone": ("https://pictures.example/alone.png",),
    "gif picker": ("https://tenor.example/view/cat",),
    "embed with every picture": ("https://quiz.example/",),
    "forward": ("https://pictures.example/f.png",),
    "buttons with emojis": ("https://quiz.example/go",),
    "components with pictures everywhere": ("https://quiz.example/section",),
    "activity": ("https://music.example/x",),
    "file behind a link of Discord's own": ("https://other.example/x",),
    "attachment on a host that nobody knows": (
        "https://cdn.discord.example/attachments/1/2/a.png",
    ),
}


def posts(name: str) -> list[Posted]:
    return [one for one in read(WAYS[name]) if isinstance(one, Posted)]


def test_every_way_is_in_a_table() -> None:
    assert set(SHOWN) | NOTHING_TO_SEE | set(ANSWERS) | ELSEWHERE == set(WAYS)


@pytest.mark.parametrize("way", SHOWN)
def test_each_way_shows_what_it_shows(way: str) -> None:
    (event,) = posts(way)
    found = [item.slot for item in event.media], [slot.slot for slot in event.opaque]
    assert found == SHOWN[way]
    assert event.links == LINKS.get(way, ())
    assert event.ref.chat_ref == CLASS
    assert event.ref.is_message


@pytest.mark.parametrize("way", sorted(set(SHOWN) - {"edit that swaps the picture"}))
def test_a_post_is_as_old_as_its_id_says(way: str) -> None:
    assert posts(way)[0].at == START


@pytest.mark.parametrize("way", sorted(NOTHING_TO_SEE))
def test_what_shows_nothing_shows_nothing(way: str) -> None:
    (event,) = posts(way)
    assert (event.media, event.opaque) == ((), ())


@pytest.mark.parametrize("way", sorted(SHOWN))
def test_everything_that_is_shown_is_fetched_from_discord_alone(way: str) -> None:
    for item in posts(way)[0].media:
        assert (
            HOSTS.address_of(item.handle)
            .split("/")[2]
            .endswith((".discordapp.com", ".discordapp.net"))
        )


def test_an_attachment_keeps_its_id_address_and_size() -> None:
    (event,) = posts("attachment")
    address = (
        f"{CDN}/attachments/1180000000000000101/1181000000000000001/photo.png?ex=6920d340"
        "&is=691f81c0&hm=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    )
    assert event.media == (
        MediaItem("attachments.0", "attachment:1181000000000000001", address, 12345),
    )
    assert event.ref == MessageRef(
        "discord", CLASS.chat, f"{CHANNEL}/{data_of(WAYS['attachment'])['id']}"
    )
    assert event.actor == Actor(ActorKind.USER, ANA)
    assert (event.revision, event.edited, event.album) == ("0", False, "")


def test_a_picture_of_another_site_is_fetched_through_discord() -> None:
    (event,) = posts("gif picker")
    assert [item.handle.split("/")[2] for item in event.media] == [
        "images-ext-1.discordapp.net"
    ] * 2


def test_what_nobody_can_fetch_says_so() -> None:
    (slot,) = posts("sticker of an unknown format")[0].opaque
    assert slot == OpaqueSlot(
        "sticker_items.0", "sticker:1183000000000000009", OpaqueReason.UNSUPPORTED
    )


def test_a_thread_is_part_of_its_server_and_a_place_of_its_own() -> None:
    (event,) = posts("thread message")
    assert event.ref.chat_ref == CLASS
    assert event.ref.message.startswith(f"{THREAD}/")


# --- the message that is answered


@pytest.mark.parametrize("way", ANSWERS)
def test_an_answer_and_what_it_answers_are_two_posts(way: str) -> None:
    own, answered = posts(way)
    slots, channel = ANSWERS[way]
    assert [item.slot for item in own.media] == slots
    assert [item.slot for item in answered.media] == ["attachments.0"]
    assert answered.ref.chat_ref == CLASS
    assert answered.ref.message.startswith(f"{channel}/")
    assert answered.ref != own.ref
    assert answered.at < own.at
    assert (own.actor.id != answered.actor.id, answered.revision) == (True, "0")
    assert not {item.key for item in own.media} & {item.key for item in answered.media}


def test_reactions_are_looked_at_and_never_make_their_message_be_removed() -> None:
    post, *reactions = read(WAYS["history copy with reactions"])
    assert isinstance(post, Posted)
    assert [item.slot for item in post.media] == ["attachments.0"]
    number = post.ref.message.partition("/")[2]
    assert len(reactions) == 2
    for one, ending in zip(reactions, ("1.png", "2.gif"), strict=True):
        assert isinstance(one, Asset)
        assert (one.chat, one.name, one.at) == (CLASS, f"reaction:{number}", START)
        assert [item.handle[-5:] for item in one.media] == [ending]
    slots = [one.media[0].slot for one in reactions if isinstance(one, Asset)]
    assert slots == ["reactions.0", "reactions.1"]


def test_the_event_is_not_changed_by_reading_it() -> None:
    events = [*WAYS.values(), *SENDERS.values(), *SERVER.values(), *OTHERS.values()]
    before = json.dumps(events)
    assert len(events) > 50
    for event in events:
        assert read(event) == read(event)
    assert json.dumps(events) == before
