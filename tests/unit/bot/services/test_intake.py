"""What an event leaves in the inbox: every slot an item, every link a number, no address."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.event import Event, OpaqueSlot, Posted, RawUpdate
from bot.domain.links import LinkLists
from bot.domain.message import Actor, ActorKind, MediaItem, MessageRef
from bot.domain.signal import LinkMatch, OpaqueReason
from bot.domain.work import NewItem
from bot.services.intake import Intake, items_of
from tests.fakes import START
from tests.unit.bot.services.bench import CLASS, LISTS, Bench

ANA = Actor(ActorKind.USER, "ana")
REF = MessageRef(CLASS.platform, CLASS.chat, "1")
PHOTO = MediaItem("photo", "key", "handle", 10)
PAID = OpaqueSlot("paid", "paid-key", OpaqueReason.UNFETCHABLE)
ADDRESS = "https://example.org/secret-album"
# SHA-256 of the address, from `printf %s ADDRESS | sha256sum`.
DIGEST = "0bcb135be093d234cdea6514b1e88cb82d2b7123a6d67e4ba3f291dcba3336d6"


def posted(links: Sequence[str] = (), *, revision: str = "0", album: str = "") -> Posted:
    return Posted(REF, ANA, START, (PHOTO,), (PAID,), tuple(links), revision=revision, album=album)


def link_items(*links: str) -> list[NewItem]:
    return [one for one in items_of(posted(links), LISTS) if one.media.slot.startswith("link")]


def test_pictures_come_before_what_cannot_be_looked_at_before_links() -> None:
    found = items_of(posted([ADDRESS]), LISTS)
    assert [(one.media.slot, one.opaque) for one in found] == [
        ("photo", None),
        ("paid", OpaqueReason.UNFETCHABLE),
        ("link.1", OpaqueReason.LINK),
    ]


def test_every_item_of_a_message_carries_its_album_its_version_and_its_time() -> None:
    found = items_of(posted([ADDRESS], revision="7", album="a1"), LISTS)
    assert len(found) == 3
    for item in found:
        assert (item.ref, item.actor, item.posted_at) == (REF, ANA, START)
        assert (item.revision, item.album) == ("7", "a1")


def test_a_link_leaves_a_number_and_nothing_that_could_be_fetched() -> None:
    (item,) = link_items(ADDRESS)
    assert item.media == MediaItem("link.1", DIGEST, handle="")


def test_each_address_of_a_message_is_one_item() -> None:
    found = link_items("https://a.example", "https://b.example", "https://a.example")
    assert [one.media.slot for one in found] == ["link.1", "link.2"]
    assert len({one.media.key for one in found}) == 2


def test_an_address_that_is_no_text_does_not_hide_the_picture_beside_it() -> None:
    found = items_of(posted(["https://example.org/\ud800"]), LISTS)
    assert [one.media.slot for one in found] == ["photo", "paid", "link.1"]


def test_a_listed_link_is_marked_as_one_and_the_others_are_as_they_were() -> None:
    found = link_items("https://example.org", "https://www.tool.example/x")
    assert [one.listed for one in found] == [None, LinkMatch("nudify", "tool")]
    assert [one.opaque for one in found] == [OpaqueReason.LINK] * 2


def test_a_name_leaves_an_item_only_if_it_is_listed() -> None:
    event = replace(posted(), names=("@ana", "tool.example", "@ben", "example.org"))
    (item,) = [one for one in items_of(event, LISTS) if one.media.slot.startswith("name")]
    assert (item.media.slot, item.media.handle) == ("name.1", "")
    assert (item.opaque, item.listed) == (OpaqueReason.LINK, LinkMatch("nudify", "tool"))
    assert items_of(event, LinkLists()) == items_of(posted(), LinkLists())


def test_a_name_that_is_a_link_too_is_one_item() -> None:
    event = replace(posted(["tool.example"]), names=("tool.example",))
    found = [one for one in items_of(event, LISTS) if one.listed]
    assert [one.media.slot for one in found] == ["link.1"]


def test_a_name_that_is_no_text_does_not_hide_the_picture_beside_it() -> None:
    event = replace(posted(), names=("@\ud800", "tool.example/\ud800"))
    assert [one.media.slot for one in items_of(event, LISTS)] == ["photo", "paid", "name.1"]


HOSTS = frozenset({"i.example.org"})
LINKED = {
    "https://i.example.org/a.jpg": "https://i.example.org/a.jpg",
    "http://I.Example.org/a.jpg#x": "https://i.example.org/a.jpg",
    "i.example.org/A?b=c": "https://i.example.org/A?b=c",
    "https://i.example.org": "https://i.example.org",
    "https:\\\\i.example.org\\a": "https://i.example.org/a",
}


@pytest.mark.parametrize(("link", "address"), LINKED.items())
def test_what_lies_on_a_named_host_is_looked_at(link: str, address: str) -> None:
    (item,) = [one for one in items_of(posted([link]), LISTS, HOSTS) if one.media.linked]
    assert (item.media.slot, item.media.handle, item.opaque) == ("link.1", address, None)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a", "https://x.i.example.org/a", "https://i.example.org.evil.example/a",
        "https://i.example.org@evil.example/a", "https://evil.example@i.example.org/a",
        "https://i.example.org:8443/a", "ftp://i.example.org/a", "https://evil.example/i.example.org",
        "https://evil.example?i.example.org", "https://evil.example#@i.example.org",
        "javascript://i.example.org/a", "@i.example.org", "https://i.example.org/" + "a" * 2_000,
        "https://i.example.org./a", "https://i%2eexample.org/a",
    ],
)  # fmt: skip
def test_no_other_address_is(link: str) -> None:
    (item,) = [one for one in items_of(posted([link]), LISTS, HOSTS) if one.media.linked]
    assert (item.media.handle, item.opaque) == ("", OpaqueReason.LINK)


def test_a_listed_link_is_not_looked_at_wherever_it_lies() -> None:
    (item,) = [
        one
        for one in items_of(posted(["https://tool.example/a"]), LISTS, {"tool.example"})
        if one.media.linked
    ]
    assert (item.media.handle, item.opaque) == ("", OpaqueReason.LINK)
    assert item.listed is not None


def test_of_many_addresses_in_a_message_the_first_few_are_looked_at() -> None:
    links = [f"https://i.example.org/{number}" for number in range(9)]
    found = [one for one in items_of(posted(links), LISTS, HOSTS) if one.media.linked]
    assert [one.media.handle for one in found] == [*links[:4], *[""] * 5]
    assert [one.opaque for one in found] == [None] * 4 + [OpaqueReason.LINK] * 5


def test_an_address_in_words_is_looked_at_too() -> None:
    event = replace(posted(), names=("i.example.org/a.jpg", "@ana", "example.org/b.jpg"))
    (item,) = [one for one in items_of(event, LISTS, HOSTS) if one.media.linked]
    assert (item.media.slot, item.media.handle) == ("name.1", "https://i.example.org/a.jpg")


async def receive(bench: Bench, monkeypatch: pytest.MonkeyPatch, event: Event) -> None:
    monkeypatch.setattr(bench.adapter, "translate", lambda _: (event,))
    intake = Intake(bench.books.inbox, bench.clock, lambda: None, LISTS)
    await intake.receive(bench.adapter, [RawUpdate(CLASS.platform, "u1", CLASS.chat, "{}")], None)


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def test_an_address_is_stored_nowhere(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await receive(bench, monkeypatch, posted([ADDRESS]))
    assert (await bench.books.queue.backlog()).undecided == 3
    files = contents(tmp_path)
    assert any(DIGEST.encode() in data for data in files)
    assert not any(b"secret-album" in data for data in files)


async def test_an_album_that_no_database_takes_parks_its_update_alone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await receive(bench, monkeypatch, posted(album="\ud800"))
    assert (await bench.books.queue.backlog()).parked == 1
