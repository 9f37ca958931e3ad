"""The walk finds every picture, whatever stands around it, and gives each a slot of its own."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.walk import contents_of
from bot.domain.raw_json import LONGEST_PATH
from bot.domain.signal import OpaqueReason
from tests.unit.adapters.discord.payloads import CDN, FILE, FILE_KEY, HOSTS

FOREIGN = "https://pictures.example/a.png"
PROXIED = "https://images-ext-1.discordapp.net/external/H/https/pictures.example/a.png"
# Names that mean something to the search, beside any other.
NAMES = st.sampled_from(
    [
        *("url", "proxy_url", "icon_url", "proxy_icon_url", "media", "image", "attachments"),
        *("emoji", "id", "format_type", "embeds", "content", "items", "a.b", ""),
    ]
) | st.text(max_size=4)


def keys(root: object) -> list[str]:
    return [item.key for item in contents_of(root, HOSTS).media]


@st.composite
def trees_of_files(draw: st.DrawFn) -> tuple[dict[str, object], set[str]]:
    """A tree with files anywhere in it, each with an id of its own, and these ids."""
    numbers = itertools.count(100)
    files = st.builds(lambda: {"url": f"{CDN}/attachments/1/{next(numbers)}/a.png", "size": 1})
    plain = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
    tree: dict[str, object] = {
        "root": draw(
            st.recursive(
                plain | files,
                lambda inner: (
                    st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
                ),
                max_leaves=25,
            )
        )
    }
    text = json.dumps(tree)
    # Counted in the text, so that a mistake of the walk cannot hide a file from the test too.
    ids = {str(n) for n in range(100, next(numbers)) if f"/attachments/1/{n}/" in text}
    return tree, ids


@given(trees_of_files())
def test_every_file_anywhere_in_a_message_is_found(
    tree_and_ids: tuple[dict[str, object], set[str]],
) -> None:
    tree, ids = tree_and_ids
    found = [key for key in keys(tree) if key.startswith("attachment:")]
    assert sorted(found) == sorted(f"attachment:{one}" for one in ids)


@given(trees_of_files())
def test_no_two_finds_share_a_slot_and_every_slot_can_be_stored(
    tree_and_ids: tuple[dict[str, object], set[str]],
) -> None:
    found = contents_of(tree_and_ids[0], HOSTS)
    slots = [item.slot for item in found.media] + [slot.slot for slot in found.opaque]
    assert len(set(slots)) == len(slots)
    assert all(0 < len(slot) <= LONGEST_PATH and slot.isascii() for slot in slots)


def test_what_one_object_shows_in_several_ways_has_several_slots() -> None:
    odd = {
        "emoji": {
            **FILE,
            "id": "1182000000000000001",
            "format_type": 1,
            "icon_url": {"url": f"{CDN}/x/1.png"},
            "proxy_icon_url": f"{CDN}/x/2.png",
        }
    }
    found = contents_of(odd, HOSTS)
    assert len(found.media) == 5
    assert len({item.slot for item in found.media}) == 5


def test_a_file_at_the_root_has_a_slot() -> None:
    (item,) = contents_of(FILE, HOSTS).media
    assert item.slot != ""


def test_a_hostile_depth_does_not_overflow_the_stack() -> None:
    node: object = FILE
    for _ in range(20_000):
        node = {"x": [node]}
    assert keys(node) == [FILE_KEY]


def test_what_lies_deep_is_known_by_its_name_as_well() -> None:
    node: object = {
        "emoji": {"id": "1182000000000000001", "name": "a"},
        "media": {"url": FOREIGN},
        "attachments": [{"id": "1181000000000000001"}],
        "accessory": {"url": "https://quiz.example/"},
        "embeds": [{"author": {"icon_url": FOREIGN, "proxy_icon_url": PROXIED}}],
    }
    for number in range(30):
        node = {f"level{number}": [node]}
    found = contents_of(node, HOSTS)
    assert [item.key[:6] for item in found.media] == ["emoji:", "url:" + found.media[1].key[4:6]]
    assert len(found.opaque) == 2
    assert found.links == ("https://quiz.example/",)


def test_pictures_come_in_the_order_of_the_document() -> None:
    tree = {"b": [{"url": f"{CDN}/1"}, {"x": {"url": f"{CDN}/2"}}], "a": {"url": f"{CDN}/3"}}
    found = contents_of(tree, HOSTS).media
    assert [(item.slot, item.handle[-1]) for item in found] == [
        ("b.0", "1"),
        ("b.1.x", "2"),
        ("a", "3"),
    ]


# --- addresses


@pytest.mark.parametrize("name", ["url", "icon_url", "image_url", "hologram_url", "curl"])
def test_an_address_of_any_name_is_taken_from_discord_or_from_its_proxy(name: str) -> None:
    assert len(keys({"x": {name: PROXIED}})) == 1
    assert len(keys({"x": {f"proxy_{name}": PROXIED}})) == 1
    (item,) = contents_of({"x": {name: FOREIGN, f"proxy_{name}": PROXIED}}, HOSTS).media
    assert item.handle == PROXIED
    (item,) = contents_of({"x": {name: f"{CDN}/a", f"proxy_{name}": PROXIED}}, HOSTS).media
    assert item.handle == f"{CDN}/a"


def test_the_place_that_the_proxy_names_is_no_slot_of_its_own() -> None:
    found = contents_of({"x": {"proxy_icon_url": PROXIED, "proxy_url": f"{CDN}/a"}}, HOSTS).media
    assert [item.slot for item in found] == ["x.icon_url", "x"]


@pytest.mark.parametrize("name", ["image", "thumbnail", "media", "file"])
@pytest.mark.parametrize(
    "node",
    [
        {"url": FOREIGN},
        {"url": FOREIGN, "proxy_url": "https://images-ext-9.discordapp.net/external/H/https/x"},
        {"proxy_url": "https://images-ext-9.discordapp.net/external/H/https/x"},
        {"url": None, "proxy_url": "https://cdn.discordapp.com@evil.example/a.png"},
        {"url": "attachment://a.png"},
    ],
)
def test_a_picture_that_cannot_be_fetched_from_discord_is_never_taken_for_nothing(
    name: str, node: object
) -> None:
    found = contents_of({name: node}, HOSTS)
    assert found.media == ()
    assert [(slot.slot, slot.reason) for slot in found.opaque] == [(name, OpaqueReason.UNFETCHABLE)]
    assert found.shows


@pytest.mark.parametrize("node", [{"url": ""}, {"url": None}, {"url": 5}, {}, {"width": 5}])
def test_a_picture_without_any_address_shows_nothing(node: object) -> None:
    assert not contents_of({"image": node}, HOSTS).shows


@pytest.mark.parametrize(
    "node", [{}, {"id": "1181000000000000001"}, {"url": None}, {"url": FOREIGN}, {"filename": "a"}]
)
def test_an_attachment_that_lies_nowhere_we_know_is_never_taken_for_nothing(
    node: dict[str, object],
) -> None:
    found = contents_of({"attachments": [node, FILE, node | {"id": "118"}]}, HOSTS)
    assert [item.key for item in found.media] == [FILE_KEY]
    assert [slot.slot for slot in found.opaque] == ["attachments.0", "attachments.2"]
    assert {slot.reason for slot in found.opaque} == {OpaqueReason.UNFETCHABLE}


def test_attachments_without_ids_do_not_stand_for_one_another() -> None:
    assert len(contents_of({"attachments": [{}, {}]}, HOSTS).opaque) == 2


def test_an_attachment_is_found_once() -> None:
    file = {
        **FILE,
        "proxy_url": str(FILE["url"]).replace("cdn.discordapp.com", "media.discordapp.net"),
    }
    found = contents_of({"attachments": [file], "content": f"see {FILE['url']}"}, HOSTS)
    assert [item.slot for item in found.media] == ["attachments.0"]
    assert found.opaque == ()
    assert found.links == ()


@pytest.mark.parametrize("size", ["7", 7.5, True, None, -1, [], {}])
def test_a_size_that_is_no_size_is_not_known(size: object) -> None:
    (item,) = contents_of({"attachments": [{**FILE, "size": size}]}, HOSTS).media
    assert item.size is None


@pytest.mark.parametrize("size", [0, 7, 2**70])
def test_a_size_is_that_of_the_file_and_not_of_its_icon(size: int) -> None:
    node = {**FILE, "icon_url": f"{CDN}/icon.png", "size": size}
    assert [item.size for item in contents_of({"x": node}, HOSTS).media] == [size, None]


# --- keys


def test_one_attachment_has_one_key_whatever_its_signature_and_host() -> None:
    place = "attachments/1180000000000000101/1181000000000000777/a.png"
    same = {
        *keys({"x": {"url": f"{CDN}/{place}?ex=1&is=2&hm=3"}}),
        *keys({"x": {"url": f"{CDN}/{place}?ex=9&is=8&hm=7"}}),
        *keys({"x": {"url": f"https://media.discordapp.net/{place}?width=400"}}),
        *keys({"x": {"url": f"{CDN}/{place}"}}),
    }
    assert same == {FILE_KEY}


@pytest.mark.parametrize(
    "asked",
    [
        "width=1&height=1",
        "format=webp",
        "size=16",
        "ex=1&is=2&hm=3&width=1",
        "width=1&ex=1&is=2&hm=3&=&format=webp#x",
        "quality=lossless",
    ],
)
@pytest.mark.parametrize("host", [CDN, "https://media.discordapp.net"])
@pytest.mark.parametrize("path", ["attachments/1/2/x.mp4", "emojis/5.png"])
def test_a_smaller_or_still_form_of_a_file_never_stands_for_it(
    asked: str, host: str, path: str
) -> None:
    """Whoever writes an address chooses its query, and everyone can leave it out."""
    for tree in ({"x": {"url": f"{host}/{path}?{asked}"}}, {"content": f"{host}/{path}?{asked}"}):
        (item,) = contents_of(tree, HOSTS).media
        signed = "?ex=1&is=2&hm=3" if "ex=" in asked else ""
        assert item.handle == f"{host}/{path}{signed}"


def test_another_picture_has_another_key() -> None:
    assert keys({"x": {"url": PROXIED}}) == keys({"x": {"url": f"{PROXIED}?width=5"}})
    others = [{"url": f"{CDN}/attachments/1/{n}/a.png"} for n in range(5)]
    others += [{"url": f"{CDN}/a/{n}.png"} for n in range(5)]
    assert len(keys(others)) == 10


@pytest.mark.parametrize(
    "borrowed",
    [
        "https://images-ext-1.discordapp.net/external/H/https/evil.example"
        "/attachments/1180000000000000101/1181000000000000777/bad.png",
        f"{CDN}/attachments/1180000000000000101/1181000000000000777/../../1/2/bad.png",
    ],
)
def test_no_address_borrows_the_key_of_a_harmless_attachment_beside_it(borrowed: str) -> None:
    found = contents_of({"attachments": [FILE], "embeds": [{"image": {"url": borrowed}}]}, HOSTS)
    assert [item.slot for item in found.media] == ["attachments.0", "embeds.0.image"]


def test_half_a_character_in_an_address_is_only_a_character() -> None:
    (slot,) = contents_of({"image": {"url": "https://evil.example/\ud800"}}, HOSTS).opaque
    slot.key.encode()


def test_a_foreign_address_never_borrows_the_key_of_an_attachment() -> None:
    place = "attachments/1180000000000000101/1181000000000000777/a.png"
    (slot,) = contents_of({"image": {"url": f"https://evil.example/{place}"}}, HOSTS).opaque
    assert slot.key.startswith("url:")
    urls = [f"https://evil.example/?id={n}" for n in range(3)]
    assert len(contents_of([{"image": {"url": url}} for url in urls], HOSTS).opaque) == 3
