"""Emojis, stickers, words and links: what is small is looked at as well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.walk import contents_of
from bot.domain.signal import OpaqueReason
from tests.unit.adapters.discord.payloads import CDN, FILE, FILE_KEY, HOSTS

EMOJI = "1182000000000000001"


def handles(root: object) -> list[str]:
    return [item.handle for item in contents_of(root, HOSTS).media]


@pytest.mark.parametrize("field", ["content", "title", "value", "label", "text", "name"])
def test_custom_emojis_stand_in_any_text(field: str) -> None:
    found = contents_of({field: f"a<:wave:{EMOJI}><a:spin:{EMOJI}>b"}, HOSTS).media
    assert [(item.slot, item.key, item.handle) for item in found] == [
        (f"{field}.emoji0", f"emoji:{EMOJI}.png", f"cdn:emojis/{EMOJI}.png"),
        (f"{field}.emoji1", f"emoji:{EMOJI}.gif", f"cdn:emojis/{EMOJI}.gif"),
    ]


@pytest.mark.parametrize("order", [("", "a"), ("a", "")])
def test_the_still_form_of_a_moving_emoji_does_not_pass_for_it(order: tuple[str, str]) -> None:
    text = " ".join(f"<{mark}:x:{EMOJI}>" for mark in order)
    assert len(handles({"content": text})) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<:wave:>",
        "<:wave:12>",
        f"<wave:{EMOJI}>",
        f"<b:wave:{EMOJI}>",
        f"<::{EMOJI}>",
        f"<:wave:{EMOJI}",
        "<:wave:١١٨٢٠٠٠٠٠٠٠٠٠٠٠٠٠٠١>",
        f"<:wave:{EMOJI}0000>",
        ":wave:",
        "🙂",
    ],
)
def test_what_only_looks_like_an_emoji_is_none(text: str) -> None:
    assert handles({"content": text}) == []


@pytest.mark.parametrize("field", ["emoji", "icon_emoji"])
def test_an_emoji_beside_words_is_found_and_an_ordinary_one_is_not(field: str) -> None:
    assert handles({field: {"id": EMOJI, "name": "x"}}) == [f"cdn:emojis/{EMOJI}.png"]
    assert handles({field: {"id": EMOJI, "animated": True}}) == [f"cdn:emojis/{EMOJI}.gif"]
    assert handles({field: {"id": EMOJI, "animated": 1}}) == [f"cdn:emojis/{EMOJI}.png"]
    for odd in ({"id": None, "name": "🙂"}, {"id": 5}, {}, {"id": "x"}, None, "x", 5):
        assert handles({field: odd}) == []


@pytest.mark.parametrize(
    ("form", "address"),
    [
        (1, f"{CDN}/stickers/5.png"),
        (2, f"{CDN}/stickers/5.png"),
        (3, f"{CDN}/stickers/5.json"),
        (4, "https://media.discordapp.net/stickers/5.gif"),
    ],
)
def test_a_sticker_is_fetched_from_where_its_format_lies(form: int, address: str) -> None:
    (item,) = contents_of({"sticker_items": [{"id": "5", "format_type": form}]}, HOSTS).media
    assert (item.slot, item.key) == ("sticker_items.0", "sticker:5")
    assert HOSTS.address_of(item.handle) == address


@pytest.mark.parametrize("form", [0, 5, -1, 2**70, None, "1", 1.5, [], {}, "png"])
def test_a_sticker_of_a_format_that_nobody_knows_is_opaque(form: object) -> None:
    found = contents_of({"sticker_items": [{"id": "5", "format_type": form}]}, HOSTS)
    assert found.media == ()
    (slot,) = found.opaque
    assert (slot.slot, slot.key, slot.reason) == (
        "sticker_items.0",
        "sticker:5",
        OpaqueReason.UNSUPPORTED,
    )


def test_a_sticker_that_can_be_fetched_does_not_stand_for_one_that_cannot() -> None:
    found = contents_of([{"id": "5", "format_type": 1}, {"id": "5", "format_type": 9}], HOSTS)
    assert (len(found.media), len(found.opaque)) == (1, 1)


@pytest.mark.parametrize("sticker", [None, 5, "x", "", "0", "9" * 99])
def test_a_sticker_without_an_id_is_opaque(sticker: object) -> None:
    found = contents_of([{"id": sticker, "format_type": 1}], HOSTS)
    assert [slot.reason for slot in found.opaque] == [OpaqueReason.UNREADABLE]
    assert found.media == ()


# --- words


@pytest.mark.parametrize(
    "around", ["{}", "<{}>", "({})", "[a]({})", '"{}"', "{},", "see {}.", "{}\n"]
)
def test_a_file_of_discords_behind_a_link_in_words_is_looked_at(around: str) -> None:
    found = contents_of({"content": around.format(FILE["url"])}, HOSTS)
    assert [(item.slot, item.key) for item in found.media] == [("content.file0", FILE_KEY)]
    assert found.media[0].handle == FILE["url"]
    assert found.links == ()


def test_links_are_counted_once_in_order_and_whatever_their_case() -> None:
    text = "HTTPS://b.example/X, http://a.example/?q=1! HTTPS://b.example/X ftp://c.example"
    found = contents_of({"content": text, "later": "http://d.example"}, HOSTS)
    assert found.links == ("HTTPS://b.example/X", "http://a.example/?q=1", "http://d.example")
    assert not found.shows


def test_a_file_behind_a_loud_link_is_looked_at() -> None:
    assert handles({"content": "HTTPS://CDN.DISCORDAPP.COM/emojis/1.png"}) != []


@pytest.mark.parametrize(
    "tree",
    [
        {"embeds": [{"url": "https://a.example/"}]},
        {"components": [{"components": [{"style": 5, "url": "https://a.example/"}]}]},
        {"components": [{"accessory": {"style": 5, "url": "https://a.example/"}}]},
    ],
)
def test_where_a_title_or_a_button_leads_is_a_link(tree: object) -> None:
    assert contents_of(tree, HOSTS).links == ("https://a.example/",)


def test_the_source_of_a_preview_and_its_author_are_no_further_links() -> None:
    address = "https://a.example/"
    embed = {
        "provider": {"url": address},
        "author": {"url": address},
        "video": {"url": address},
        "image": {"url": address},
    }
    assert contents_of({"embeds": [embed]}, HOSTS).links == ()


OF_OTHERS = ["author", "member", "mentions", "mention_roles", "mention_channels"]
OF_OTHERS += ["referenced_message", "message_reference", "interaction_metadata", "interaction"]
OF_OTHERS += ["resolved", "thread", "application", "reactions", "upstander"]


@pytest.mark.parametrize("name", OF_OTHERS)
@pytest.mark.parametrize("around", ["{}", "message_snapshots", "x"])
def test_what_belongs_to_others_is_not_what_a_message_shows(name: str, around: str) -> None:
    other = {**FILE, "emoji": {"id": EMOJI}, "content": f"https://a.example <:x:{EMOJI}>"}
    tree: dict[str, object] = {name: [other, {"attachments": [other]}]}
    tree = tree if around == "{}" else {around: [{"message": tree}]}
    found = contents_of(tree, HOSTS)
    assert (found.media, found.opaque, found.links) == ((), (), ())


def test_the_picture_beside_the_author_of_a_preview_is_looked_at() -> None:
    icon = {"icon_url": "https://a.example/i.png", "proxy_icon_url": f"{CDN}/i.png"}
    assert handles({"embeds": [{"author": icon}]}) == [f"{CDN}/i.png"]
    assert handles({"message_snapshots": [{"message": {"embeds": [{"author": icon}]}}]}) != []
    assert handles({"x": [{"author": icon}]}) == []


@pytest.mark.parametrize("name", ["author", "footer"])
def test_the_picture_beside_a_line_of_a_preview_that_nobody_can_see_is_unknown(name: str) -> None:
    found = contents_of({"embeds": [{name: {"icon_url": "https://a.example/i.png"}}]}, HOSTS)
    assert [one.reason for one in found.opaque] == [OpaqueReason.UNFETCHABLE]
    assert found.media == ()


@given(st.text())
def test_any_words_can_be_read(text: str) -> None:
    for name in ("content", "url", "proxy_url", text):
        found = contents_of({name: text, "image": {name: text}}, HOSTS)
        assert all(HOSTS.address_of(item.handle) for item in found.media)


def test_what_words_name_without_an_address_is_told_once_and_a_members_name_is_not() -> None:
    tree = {
        "content": "ask @somebot or tool.example/app, https://other.example/x",
        "author": {"username": "@authorbot"},
        "mentions": [{"global_name": "@memberbot"}],
        "attachments": [{"filename": "file.example", "title": "@titlebot"}],
        "embeds": [{"description": "@somebot", "fields": [{"value": "www.field.example"}]}],
    }
    found = contents_of(tree, HOSTS)
    assert found.names == ("@somebot", "tool.example/app,", "@titlebot", "www.field.example")
    assert found.links == ("https://other.example/x",)
